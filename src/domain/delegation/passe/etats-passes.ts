import type { Journal } from '#src/kernel/journal/journal.ts';

/** What the journal says of one record: values before and after, by field. */
export interface LigneDePasse {
  readonly le: Date;
  readonly genre: string;
  readonly changements: Journal['changements'];
}

/** A record as it stood from an instant on. */
export interface EtatPasse<T> {
  readonly valeur: T;
  /** When that day it became so; null: before that day. */
  readonly depuis: Date | null;
}

/**
 * The states a record went through on one day, latest first, found back from what it is now by undoing what
 * the journal
 * says came later. Empty: it did not exist yet. Personal values are not in the journal: they stay as they are
 * now.
 * @param lignes of this record, latest first, at least those since the day's first instant
 */
export function etatsPasses<T extends object>(
  actuelle: T,
  creeLe: Date | null,
  lignes: readonly LigneDePasse[],
  debut: Date,
  fin: Date,
): EtatPasse<T>[] {
  if (creeLe && creeLe >= fin) return [];
  const versions: EtatPasse<T>[] = [];
  let valeur = actuelle;
  for (const { le, genre, changements } of lignes) {
    if (le < debut) break;
    if (le < fin) versions.push({ valeur, depuis: le });
    if (genre === 'creation') return versions;
    valeur = defaire(valeur, changements);
  }
  versions.push({ valeur, depuis: creeLe && creeLe >= debut ? creeLe : null });
  return versions;
}

function defaire<T extends object>(valeur: T, changements: LigneDePasse['changements']): T {
  const avant = Object.entries(changements).flatMap(([champ, changement]) =>
    champ in valeur && 'avant' in changement ? [[champ, changement.avant ?? null]] : [],
  );
  return { ...valeur, ...(Object.fromEntries(avant) as Partial<T>) };
}
