import { JEUX } from '#admin/definition/libelles.ts';
import { VOLETS } from '#admin/ecrans/atelier/commun/formulaire-champs.ts';
import type { DefinitionDeFormulaire, Section } from '#src/domain/formulaire/definition.ts';
import type { Etape, LignesDePeriode, Moment, Preparation } from '#src/domain/formulaire/enchainement.ts';
import { appuiDe, enumerer, phrase } from '#src/engine/rendu/index.ts';

const MOMENTS: Readonly<Record<Moment, string>> = {
  commencement: 'au commencement',
  saisie: 'pendant la saisie',
  transmission: 'à la transmission',
};

/**
 * Labels by the path an expression reads them: `donnees.ouverture.debut`, and `fermetures.liste` → its row's
 * fields.
 */
export function libellesDesChemins(sections: readonly Section[]): ReadonlyMap<string, string> {
  return new Map(
    sections.flatMap(({ id, champs }) =>
      champs.flatMap((champ): [string, string][] => [
        [`donnees.${id}.${champ.id}`, champ.libelle],
        [`totaux.${id}.${champ.id}`, `${champ.libelle} (total)`],
        ...(champ.type === 'groupe'
          ? champ.champs.map((membre): [string, string] => [
              `${id}.${champ.id}/ligne.${membre.id}`,
              membre.libelle,
            ])
          : []),
      ]),
    ),
  );
}

/** An expression with the labels of the fields it reads. */
const direAvec =
  (chemins: ReadonlyMap<string, string>, pourChaque = '') =>
  (expression: string): string =>
    expression.replace(/\b(?:donnees|totaux)\.\w+\.\w+|(?<![\w.])ligne\.\w+/g, (lu) => {
      const libelle = chemins.get(lu.startsWith('ligne.') ? `${pourChaque}/${lu}` : lu);
      return libelle === undefined ? lu : `[${libelle}]`;
    });

function groupeDe({ sections }: DefinitionDeFormulaire, pourChaque: string | undefined) {
  const [idSection, idChamp] = (pourChaque ?? '').split('.');
  const champ = sections.find(({ id }) => id === idSection)?.champs.find(({ id }) => id === idChamp);
  return champ?.type === 'groupe' ? champ : undefined;
}

/** What is made of periods before a step judges them. */
export function preparationEnClair(
  definition: DefinitionDeFormulaire,
  chemins: ReadonlyMap<string, string>,
  preparation: Preparation,
) {
  const { id, titre, sources, certitude = 'interpretation', question } = preparation;
  const appui = appuiDe(definition, { sources, certitude, ...(question === undefined ? {} : { question }) });
  if (!('fonction' in preparation)) {
    const avant =
      definition.enchainement.find((etape) => etape.id === preparation.avant)?.titre ?? preparation.avant;
    return {
      id,
      titre,
      quoi: `Calculé avant l’étape « ${avant} »`,
      expressions: [direAvec(chemins)(preparation.valeur)],
      appui,
    };
  }
  const source = ({ pourChaque, dans, cle, debut, fin }: LignesDePeriode): string => {
    const dire = direAvec(chemins, pourChaque);
    return `${groupeDe(definition, pourChaque)?.libelle ?? dire(dans ?? '')} : de ${dire(debut)} jusqu’à ${dire(fin)} exclu, par ${dire(cle)}`;
  };
  return {
    id,
    titre,
    quoi: 'Les périodes qui se touchent ou se chevauchent n’en font qu’une',
    expressions: preparation.lignes.map(source),
    appui,
  };
}

/** A step of the chain: when, for what, with which facts. */
export function etapeEnClair(
  definition: DefinitionDeFormulaire,
  chemins: ReadonlyMap<string, string>,
  etape: Etape,
) {
  const {
    id,
    titre,
    jeu,
    volet,
    moments,
    pourChaque,
    suit,
    si,
    faits,
    sources,
    certitude = 'interpretation',
    question,
  } = etape;
  const periodes = definition.preparation?.find((une) => `prepares.${une.id}` === pourChaque);
  const groupe = groupeDe(definition, pourChaque);
  const dire = direAvec(chemins, pourChaque);
  return {
    id,
    titre,
    jeu,
    fichier: JEUX[jeu] ?? jeu,
    quand: phrase(
      enumerer(
        moments.map((moment) => MOMENTS[moment]),
        'et',
      ),
    ),
    porteSur: VOLETS[volet],
    pour: groupe
      ? `Pour chaque ligne « ${groupe.ligne} »`
      : periodes
        ? `Pour chaque période : ${periodes.titre.toLowerCase()}`
        : 'Une fois',
    suite:
      suit === undefined
        ? ''
        : `Après « ${definition.enchainement.find((autre) => autre.id === suit)?.titre ?? suit} » de la même ligne`,
    si: si === undefined ? '' : dire(si),
    faits: Object.entries(faits).map(([nom, expression]) => ({ nom, expression: dire(expression) })),
    appui: appuiDe(definition, { sources, certitude, ...(question === undefined ? {} : { question }) }),
  };
}
