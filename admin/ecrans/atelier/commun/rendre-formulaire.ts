/**
 * A form definition as French a person reads: who is asked what, when, in which unit, on which source, and
 * what is then computed.
 */
import { JEUX } from '#admin/definition/libelles.ts';
import { sigleDuType } from '#src/domain/equipement/libelles.ts';
import { PERENNITES, type Perennite } from '#src/domain/formulaire/perennite.ts';
import type {
  Champ,
  ChampDeSaisie,
  ChampNombre,
  DefinitionDeFormulaire,
  Section,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import type { Etape, LignesDePeriode, Moment, Preparation } from '#src/domain/formulaire/enchainement.ts';
import {
  appuiDe,
  entreGuillemets,
  enumerer,
  phrase,
  sourcesEnClair,
  validiteEnMots,
  type QuestionRendue,
} from '#src/engine/rendu/index.ts';

const VOLETS: Readonly<Record<Volet | 'ensemble', string>> = {
  activite: 'Données d’activité',
  finances: 'Données financières',
  ensemble: 'Toute la déclaration',
};
const MOMENTS: Readonly<Record<Moment, string>> = {
  commencement: 'au commencement',
  saisie: 'pendant la saisie',
  transmission: 'à la transmission',
};
const TYPES: Readonly<Record<Champ['type'], string>> = {
  entier: 'Nombre entier',
  decimal: 'Nombre',
  euro: 'Montant',
  etp: 'Etp',
  date: 'Date',
  choix: 'Choix',
  booleen: 'Oui ou non',
  texte: 'Texte court',
  'texte-long': 'Texte',
  commune: 'Commune',
  groupe: 'Lignes à ajouter',
};

/** Renders a definition that conforms to its schema. */
export function rendreFormulaire(definition: DefinitionDeFormulaire) {
  const { titre, resume, typeEquipement, applicable, perennites, sections, enchainement, estimation } =
    definition;
  const chemins = libellesDesChemins(sections);
  return {
    titre,
    resume,
    validite: validiteEnMots(applicable),
    dateDeReference: applicable.dateDeReference,
    typeEquipement: sigleDuType(typeEquipement),
    perennites: PERENNITES.flatMap((nom) => perennites[nom] ?? []).map(({ libelle, aide, ventilation }) => ({
      libelle,
      aide,
      colonnes: ventilation
        ? [...ventilation.colonnes.map((colonne) => colonne.libelle), ventilation.total]
        : [],
    })),
    sections: sections.map((section) => sectionEnClair(definition, section)),
    preparations: (definition.preparation ?? []).map((preparation) =>
      preparationEnClair(definition, chemins, preparation),
    ),
    etapes: enchainement.map((etape) => etapeEnClair(definition, chemins, etape)),
    estimation: {
      mention: estimation.mention,
      lignes: (estimation.lignes ?? estimation.details).map(({ libelle }) => libelle),
    },
    questions: questionsDuFormulaire(definition),
    sources: sourcesEnClair(definition),
  };
}

function sectionEnClair(definition: DefinitionDeFormulaire, section: Section) {
  const { id, titre, volet, aide, perennites, total, champs } = section;
  return {
    id,
    titre,
    volet: VOLETS[volet],
    aide: aide ?? '',
    total: total ?? '',
    demandee: pereniteEnMots(definition, perennites),
    appui: appuiDe(definition, section),
    champs: champs.flatMap((champ) =>
      champ.type === 'groupe'
        ? [
            champEnClair(definition, section, champ, champs, null),
            ...champ.champs.map((membre) =>
              champEnClair(definition, section, membre, champ.champs, champ.ligne),
            ),
          ]
        : [champEnClair(definition, section, champ, champs, null)],
    ),
  };
}

function champEnClair(
  definition: DefinitionDeFormulaire,
  section: Section,
  champ: Champ,
  freres: readonly Champ[],
  ligne: string | null,
) {
  return {
    id: champ.id,
    libelle: champ.libelle,
    infobulle: champ.infobulle,
    ligne,
    saisie: saisieEnMots(definition, champ, freres),
    options:
      champ.type === 'choix' && champ.liste !== undefined
        ? (definition.listes[champ.liste] ?? []).map(({ libelle }) => libelle)
        : [],
    besoin: besoinEnMots(definition, champ, freres),
    demande: pereniteEnMots(definition, champ.perennites ?? section.perennites),
    appui: appuiPropre(definition, section, champ),
  };
}

/** Its own support, where the field says more than its section. */
function appuiPropre(
  definition: DefinitionDeFormulaire,
  section: Section,
  { sources, certitude, question }: Champ,
) {
  if (sources === undefined && certitude === undefined && question === undefined) return null;
  return appuiDe(definition, {
    sources: sources ?? section.sources,
    certitude: certitude ?? section.certitude,
    ...(question === undefined ? {} : { question }),
  });
}

/** What may be typed: « Montant en euros, à partir de 0, réparti par période puis totalisé ». */
function saisieEnMots(definition: DefinitionDeFormulaire, champ: Champ, freres: readonly Champ[]): string {
  if (champ.type === 'groupe')
    return `${TYPES.groupe}, ${champ.maximum} au plus${champ.unique === undefined ? '' : `, chaque « ${libelleDe(champ.champs, champ.unique)} » une seule fois`}`;
  if (champ.type === 'date')
    return champ.apres === undefined
      ? TYPES.date
      : `Date, ${champ.apresOuEgal ? 'au plus tôt le même jour que' : 'après'} « ${libelleDe(freres, champ.apres)} »`;
  if (champ.type === 'choix')
    return champ.liste === undefined ? 'Choix parmi ce que la Caf a enregistré' : 'Choix';
  return estNombre(champ) ? nombreEnMots(definition, champ) : TYPES[champ.type];
}

const estNombre = (champ: ChampDeSaisie): champ is ChampNombre =>
  champ.type === 'entier' || champ.type === 'decimal' || champ.type === 'euro' || champ.type === 'etp';

function nombreEnMots(
  definition: DefinitionDeFormulaire,
  { type, unite, min, max, ventile }: ChampNombre,
): string {
  const mesure = type === 'euro' ? ' en euros' : unite !== undefined && type !== 'etp' ? ` (${unite})` : '';
  const nombre = (borne: string | number): string =>
    String(borne)
      .replace('.', ',')
      .replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const bornes =
    min !== undefined && max !== undefined
      ? `, de ${nombre(min)} à ${nombre(max)}`
      : min !== undefined
        ? `, à partir de ${nombre(min)}`
        : max !== undefined
          ? `, jusqu’à ${nombre(max)}`
          : '';
  const avecColonnes = ventile
    ? Object.values(definition.perennites)
        .filter(({ ventilation }) => ventilation)
        .map(({ libelle }) => libelle.toLowerCase())
    : [];
  return `${TYPES[type]}${mesure}${bornes}${avecColonnes.length > 0 ? ` ; par période puis en total (déclaration ${enumerer(avecColonnes, 'et')})` : ''}`;
}

function besoinEnMots(definition: DefinitionDeFormulaire, champ: Champ, freres: readonly Champ[]): string {
  if (champ.type === 'groupe') return 'Facultatif';
  const { requis, montrerSi } = champ;
  if (!montrerSi) return requis ? 'Obligatoire' : 'Facultatif';
  const maitre = freres.find(({ id }) => id === montrerSi.champ);
  const options =
    maitre?.type === 'choix' && maitre.liste !== undefined ? (definition.listes[maitre.liste] ?? []) : [];
  const valeurs = montrerSi.parmi.map((valeur) =>
    typeof valeur === 'boolean'
      ? valeur
        ? 'oui'
        : 'non'
      : entreGuillemets(options.find((option) => option.valeur === valeur)?.libelle ?? valeur),
  );
  return `${requis ? 'Obligatoire' : 'Facultatif'}, si « ${maitre?.libelle ?? montrerSi.champ} » est ${enumerer(valeurs)}`;
}

const libelleDe = (champs: readonly Champ[], id: string): string =>
  champs.find((champ) => champ.id === id)?.libelle ?? id;

/** Which declarations ask for it. */
function pereniteEnMots(
  definition: DefinitionDeFormulaire,
  perennites: readonly Perennite[] | undefined,
): string {
  const toutes = Object.keys(definition.perennites);
  if (!perennites || toutes.every((nom) => perennites.some((demandee) => demandee === nom))) return 'Toutes';
  return enumerer(
    perennites.map((nom) => definition.perennites[nom]?.libelle ?? nom),
    'et',
  );
}

/**
 * Labels by the path an expression reads them: `donnees.ouverture.debut`, and `fermetures.liste` → its row's
 * fields.
 */
function libellesDesChemins(sections: readonly Section[]): ReadonlyMap<string, string> {
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

function preparationEnClair(
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

function etapeEnClair(
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

function questionsDuFormulaire({
  questions,
  sections,
  enchainement,
  preparation = [],
}: DefinitionDeFormulaire): QuestionRendue[] {
  const lignes = sections.flatMap(({ titre, question, champs }) => [
    { question, quoi: `section « ${titre} »` },
    ...champs
      .flatMap((champ) => [champ, ...(champ.type === 'groupe' ? champ.champs : [])])
      .map((champ) => ({ question: champ.question, quoi: `champ « ${champ.libelle} »` })),
  ]);
  const etapes = [...preparation, ...enchainement].map(({ titre, question }) => ({
    question,
    quoi: `étape « ${titre} »`,
  }));
  return Object.entries(questions).map(([id, { texte, a, reponse }]) => ({
    id,
    texte,
    a,
    reponse,
    regles: [],
    concerne: [...lignes, ...etapes].filter(({ question }) => question === id).map(({ quoi }) => quoi),
  }));
}
