/**
 * What a form definition makes of the data before rules judge it: periods united, values several steps read.
 */
import {
  estUneDate,
  Jour,
  Prepare,
  reunir,
  type Json,
  type Lisible,
  type PeriodeReunie,
} from '#src/engine/index.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import type { LignesDePeriode, PreparationDePeriodes } from '#src/domain/formulaire/enchainement.ts';

/** A row of the form behind what a step judges, to point at. */
export interface LigneDOrigine {
  /** `section.groupe.rang` */
  readonly chemin: string;
  /** Rank of the row among those of its group, from 0. */
  readonly rang: number;
  /** Fields named otherwise in this row than in the others. */
  readonly champs: Readonly<Record<string, string>>;
}

/** One unit a step is evaluated on: a row, or a period several rows make. */
export interface LignePreparee {
  readonly valeur: Json;
  /** Rank of the row on the page, from 0; a period has none. */
  readonly rang?: number;
  readonly origines: readonly LigneDOrigine[];
}

type Racines = Readonly<Record<string, Lisible>>;

interface PeriodeTypee {
  readonly cle: string;
  readonly debut: Jour;
  readonly fin: Jour;
  readonly ligne: Json;
  /** Null when it is known from elsewhere. */
  readonly origine: LigneDOrigine | null;
}

/** The rows of a group, each its own unit. @param rangs ranks on the page of the rows that are judged */
export function lignesDuGroupe(
  donnees: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  chemin: string,
  rangs: readonly number[],
): LignePreparee[] {
  const [section = '', groupe = ''] = chemin.split('.');
  const lignes = donnees[section]?.[groupe];
  return (Array.isArray(lignes) ? (lignes as readonly Json[]) : []).map((valeur, place) => {
    const rang = rangs[place] ?? place;
    return { valeur, rang, origines: [{ chemin: `${chemin}.${rang}`, rang, champs: {} }] };
  });
}

/**
 * Unites the periods of a definition's preparation. A row that is no period yet (a date missing, the end
 * before the beginning) is left to the form.
 */
export function reunirPeriodes(
  preparation: PreparationDePeriodes,
  racines: Racines,
  lignesDe: (chemin: string) => readonly LignePreparee[],
): LignePreparee[] {
  const typees = preparation.lignes.flatMap((lignes) => lirePeriodes(lignes, racines, lignesDe));
  return [...new Set(typees.map(({ cle }) => cle))]
    .sort()
    .flatMap((cle) => {
      const siennes = typees.filter((typee) => typee.cle === cle);
      return reunir(siennes).map((reunie) =>
        uniteDe(
          cle,
          reunie,
          reunie.membres.flatMap((rang) => siennes[rang] ?? []),
        ),
      );
    })
    .filter(
      ({ valeur, origines }) =>
        origines.length > 0 ||
        (preparation.garder !== undefined &&
          evaluer(preparation.garder, { ...racines, periode: valeur }) === true),
    );
}

function lirePeriodes(
  lignes: LignesDePeriode,
  racines: Racines,
  lignesDe: (chemin: string) => readonly LignePreparee[],
): PeriodeTypee[] {
  const { pourChaque, dans, champs = {} } = lignes;
  const connues = dans === undefined ? null : evaluer(dans, racines);
  const unites: readonly LignePreparee[] =
    pourChaque !== undefined
      ? lignesDe(pourChaque)
      : listeDe(connues).map((valeur) => ({ valeur, origines: [] }));
  return unites.flatMap(({ valeur, origines: [origine] }): PeriodeTypee[] => {
    const locales = { ...racines, ligne: new Prepare(valeur) };
    const [cle, debut, fin] = [lignes.cle, lignes.debut, lignes.fin].map((texte) => evaluer(texte, locales));
    if (typeof cle !== 'string' || !estUnJour(debut) || !estUnJour(fin) || debut >= fin) return [];
    return [
      {
        cle,
        debut: new Jour(debut),
        fin: new Jour(fin),
        ligne: valeur,
        origine: origine ? { ...origine, champs } : null,
      },
    ];
  });
}

/** A list, or the lists of several declarations, as one. */
const listeDe = (connues: Json): readonly Json[] =>
  Array.isArray(connues)
    ? (connues as readonly Json[]).flatMap((une): readonly Json[] =>
        Array.isArray(une) ? (une as readonly Json[]) : [une],
      )
    : [];

const estUnJour = (quoi: Json | undefined): quoi is string => typeof quoi === 'string' && estUneDate(quoi);

function uniteDe(
  cle: string,
  { debut, fin, chevauchement, doublon }: PeriodeReunie,
  membres: readonly PeriodeTypee[],
): LignePreparee {
  return {
    origines: membres.flatMap(({ origine }) => origine ?? []),
    valeur: {
      cle,
      debut: debut.iso,
      fin: fin.iso,
      nombre: membres.length,
      chevauchement,
      doublon,
      anterieure: membres.some(({ origine }) => origine === null),
      lignes: membres.map(({ ligne }) => ligne),
    },
  };
}
