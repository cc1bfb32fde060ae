import { champA, estGroupe } from '#src/domain/formulaire/champs.ts';
import type { ChampGroupe, DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { LignesDePeriode, PreparationDePeriodes } from '#src/domain/formulaire/enchainement.ts';
import { verifierExpression } from './expression.ts';
import type { Signaler } from './signaler.ts';

/** The group of rows a path leads to. */
export function groupeA(definition: DefinitionDeFormulaire, chemin: string): ChampGroupe | undefined {
  const champ = chemin.includes('.') ? champA(definition, chemin)?.champ : undefined;
  return champ && estGroupe(champ) ? champ : undefined;
}

/** The periods a path `prepares.<id>` leads to. */
export const periodesA = (
  definition: DefinitionDeFormulaire,
  chemin: string,
): PreparationDePeriodes | undefined =>
  definition.preparation?.find(
    (une): une is PreparationDePeriodes => 'fonction' in une && `prepares.${une.id}` === chemin,
  );

/**
 * Fields that `.champ` may name in a step evaluated for each of these: in every group the units come from.
 */
export function champsDesUnites(
  definition: DefinitionDeFormulaire,
  pourChaque: string,
): (champ: string) => boolean {
  const groupe = groupeA(definition, pourChaque);
  const possede = (un: ChampGroupe | undefined, champ: string): boolean =>
    un?.champs.some(({ id }) => id === champ) ?? false;
  if (groupe) return (champ) => possede(groupe, champ);
  const sources = (periodesA(definition, pourChaque)?.lignes ?? []).filter(
    ({ pourChaque: lignes }) => lignes !== undefined,
  );
  return (champ) =>
    sources.length > 0 &&
    sources.every(({ pourChaque: lignes = '', champs }) =>
      possede(groupeA(definition, lignes), champs?.[champ] ?? champ),
    );
}

/** Checks what a definition makes of the data before rules judge it. */
export function verifierPreparation(definition: DefinitionDeFormulaire, signaler: Signaler): void {
  (definition.preparation ?? []).forEach((preparation, rang) => {
    const ici = `/preparation/${rang}`;
    if (!('fonction' in preparation)) {
      verifierExpression(preparation.valeur, `${ici}/valeur`, false, signaler);
      if (!definition.enchainement.some(({ id }) => id === preparation.avant))
        signaler(`${ici}/avant`, `Aucune étape ne s’appelle « ${preparation.avant} ».`);
      return;
    }
    if (preparation.garder !== undefined)
      verifierExpression(preparation.garder, `${ici}/garder`, true, signaler);
    preparation.lignes.forEach((lignes, place) =>
      verifierLignes(definition, lignes, `${ici}/lignes/${place}`, signaler),
    );
  });
}

function verifierLignes(
  definition: DefinitionDeFormulaire,
  lignes: LignesDePeriode,
  chemin: string,
  signaler: Signaler,
): void {
  const { pourChaque, dans, champs } = lignes;
  if ((pourChaque === undefined) === (dans === undefined))
    signaler(
      chemin,
      'Des périodes viennent d’un groupe du formulaire (« pourChaque ») ou d’ailleurs (« dans ») : donnez l’un des deux.',
    );
  if (dans !== undefined) verifierExpression(dans, `${chemin}/dans`, false, signaler);
  for (const [nom, texte] of Object.entries({ cle: lignes.cle, debut: lignes.debut, fin: lignes.fin }))
    verifierExpression(texte, `${chemin}/${nom}`, true, signaler);
  if (pourChaque === undefined) return;
  const groupe = groupeA(definition, pourChaque);
  if (!groupe)
    return signaler(`${chemin}/pourChaque`, `« ${pourChaque} » n’est pas un groupe du formulaire.`);
  for (const [nom, champ] of Object.entries(champs ?? {})) {
    if (!groupe.champs.some(({ id }) => id === champ))
      signaler(`${chemin}/champs/${nom}`, `Le groupe n’a pas de champ « ${champ} ».`);
  }
}
