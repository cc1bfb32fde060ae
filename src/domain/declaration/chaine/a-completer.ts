import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import { champA, colonnesDe, libelleEnColonne } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { dansLOrdreDeLaPage } from '#src/domain/formulaire/ordre.ts';
import type { Valeurs } from '#src/domain/formulaire/saisie/donnees.ts';

interface Brouillon {
  readonly definition: DefinitionDeFormulaire;
  readonly perennite: Perennite;
  readonly valeurs: Valeurs;
  /** Paths of the fields to correct: they are not to fill in besides. */
  readonly fautifs: readonly string[];
}

/**
 * What is left to fill in, in the order of the page, each true field once: a field split over columns stands
 * for its empty
 * columns, a section or a list for the fields in it when one of them is already named.
 */
export function aCompleter(brouillon: Brouillon, manquants: readonly Manquant[]): Manquant[] {
  const { definition, fautifs } = brouillon;
  const champs = new Map(
    manquants
      .flatMap((manquant) => parColonnes(brouillon, manquant))
      .map((manquant) => [manquant.champ ?? manquant.message, manquant]),
  );
  const nommes = [...champs.values()].flatMap(({ champ }) => champ ?? []);
  const contient =
    (chemin: string) =>
    (autre: string): boolean =>
      autre.startsWith(`${chemin}.`);
  const vrais = [...champs.values()].filter(
    ({ champ }) =>
      champ === null ||
      !(fautifs.includes(champ) || fautifs.some(contient(champ)) || nommes.some(contient(champ))),
  );
  return dansLOrdreDeLaPage(definition, vrais, ({ champ }) => champ);
}

function parColonnes({ definition, perennite, valeurs }: Brouillon, manquant: Manquant): Manquant[] {
  const [section = '', champ = '', ...reste] = manquant.champ?.split('.') ?? [];
  const situe =
    reste.length === 0 && champ !== '' ? champA(definition, `${section}.${champ}`)?.champ : undefined;
  const colonnes = situe ? colonnesDe(definition, perennite, situe) : null;
  if (!situe || !colonnes) return [manquant];
  const parties = (valeurs[section]?.[champ] ?? {}) as Readonly<Record<string, unknown>>;
  return colonnes
    .filter(({ id }) => (parties[id] ?? null) === null)
    .map((colonne) => ({
      ...manquant,
      champ: `${section}.${champ}.${colonne.id}`,
      message: `${libelleEnColonne(situe, colonne)} : à remplir.`,
    }));
}
