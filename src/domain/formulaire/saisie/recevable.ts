import { aUnLendemain } from '#src/engine/index.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { estGroupe, estMontre, libelleEnLigne, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type {
  Champ,
  ChampDate,
  ChampGroupe,
  DefinitionDeFormulaire,
} from '#src/domain/formulaire/definition.ts';
import type { LigneDeGroupe, Valeurs, ValeurDeSection } from '#src/domain/formulaire/saisie/donnees.ts';

/** A field to correct: its path and the sentence that says how. */
export interface ErreurDeChamp {
  readonly champ: string;
  readonly message: string;
}

/** A date the form refuses, and how it says so of a field called so. */
export interface DateRefusee {
  readonly champ: ChampDate;
  readonly phrase: (libelle: string) => string;
}

/** The dates of a section or of a row that no rule could judge, or that do not follow the one they must. */
export function datesRefusees(
  champs: readonly Champ[],
  valeurs: Readonly<Record<string, unknown>>,
): DateRefusee[] {
  return champs.flatMap((champ): DateRefusee[] => {
    const jour = valeurs[champ.id];
    if (champ.type !== 'date' || typeof jour !== 'string' || !estMontre(champ, valeurs)) return [];
    if (!aUnLendemain(jour))
      return [
        {
          champ,
          phrase: (libelle) =>
            `${libelle} : l’année de cette date n’est pas admise. Écrivez-la sur quatre chiffres, par exemple 31/12/2025.`,
        },
      ];
    const avant = champ.apres === undefined ? undefined : valeurs[champ.apres];
    if (
      typeof avant !== 'string' ||
      !aUnLendemain(avant) ||
      (champ.apresOuEgal ? jour >= avant : jour > avant)
    )
      return [];
    const autre = champs.find(({ id }) => id === champ.apres)?.libelle ?? '';
    return [{ champ, phrase: (libelle) => `${libelle} : cette date doit suivre « ${autre} ».` }];
  });
}

/** Whether a row holds nothing at all: added, then left as it was. */
export const estLigneVide = (
  ligne: LigneDeGroupe,
  chemin: string,
  illisibles: Readonly<Record<string, string>>,
): boolean =>
  Object.values(ligne).every((valeur) => valeur === null) &&
  !Object.keys(illisibles).some((champ) => champ.startsWith(`${chemin}.`));

/** What the rules may judge of a draft. */
export interface Recevable {
  /** Without empty rows, and without the values the form itself refuses. */
  readonly valeurs: Valeurs;
  /** Ranks, on the page, of the rows kept, by path of the group. */
  readonly rangs: Readonly<Record<string, readonly number[]>>;
  readonly lignesVides: readonly string[];
  readonly refus: readonly ErreurDeChamp[];
}

/**
 * A value the form refuses never reaches a rule: the fault is told once, by the form, and nothing is computed
 * with it.
 * @param valeurs every field present, as `completer` gives them
 */
export function recevable(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  valeurs: Valeurs,
  illisibles: Readonly<Record<string, string>>,
): Recevable {
  const rangs: Record<string, readonly number[]> = {};
  const lignesVides: string[] = [];
  const refus: ErreurDeChamp[] = [];
  const admettre = <V>(
    champs: readonly Champ[],
    donnees: Readonly<Record<string, V>>,
    prefixe: string,
    nommer: (champ: Champ) => string,
  ): Record<string, V | null> => {
    const admises: Record<string, V | null> = { ...donnees };
    for (const { champ, phrase } of datesRefusees(champs, donnees)) {
      refus.push({ champ: `${prefixe}.${champ.id}`, message: phrase(nommer(champ)) });
      admises[champ.id] = null;
    }
    return admises;
  };
  const lignesDe = (
    groupe: ChampGroupe,
    chemin: string,
    lignes: readonly LigneDeGroupe[],
  ): LigneDeGroupe[] => {
    const gardees = lignes
      .map((ligne, rang) => ({ ligne, rang }))
      .filter(({ ligne, rang }) => !estLigneVide(ligne, `${chemin}.${rang}`, illisibles));
    rangs[chemin] = gardees.map(({ rang }) => rang);
    lignesVides.push(
      ...lignes.flatMap((_ligne, rang) => (rangs[chemin]?.includes(rang) ? [] : [`${chemin}.${rang}`])),
    );
    return gardees.map(({ ligne, rang }) =>
      admettre(groupe.champs, ligne, `${chemin}.${rang}`, (champ) => libelleEnLigne(groupe, rang, champ)),
    );
  };
  const admises = Object.fromEntries(
    sectionsDe(definition, perennite).map((section) => {
      const donnees = admettre<ValeurDeSection>(
        section.champs,
        valeurs[section.id] ?? {},
        section.id,
        ({ libelle }) => libelle,
      );
      for (const groupe of section.champs.filter(estGroupe)) {
        donnees[groupe.id] = lignesDe(
          groupe,
          `${section.id}.${groupe.id}`,
          (donnees[groupe.id] ?? []) as readonly LigneDeGroupe[],
        );
      }
      return [section.id, donnees];
    }),
  );
  return { valeurs: admises, rangs, lignesVides, refus };
}
