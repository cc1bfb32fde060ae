import { sql, type Expression, type RawBuilder } from 'kysely';
import type { Acteur } from '#src/kernel/acteur.ts';

/** A pattern of SQL `like` for « contains », with the text taken as it is. */
export const contient = (texte: string): string => `%${texte.trim().replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The actor's Caf and partner as a condition on a table: row-level security already limits the rows, this lets
 * the database use its indexes.
 */
export function cloison(
  acteur: Acteur,
  caf: Expression<unknown>,
  partenaire: Expression<unknown>,
): RawBuilder<boolean> {
  if (!('cafId' in acteur)) return sql`true`;
  if (!('partenaireId' in acteur)) return sql`${caf} = ${acteur.cafId}`;
  return sql`${caf} = ${acteur.cafId} and ${partenaire} = ${acteur.partenaireId}`;
}

/** Whether a column has these letters, whatever their case and accents. @param motif made by {@link contient} */
export const sansAccents = (colonne: Expression<unknown>, motif: string): RawBuilder<boolean> =>
  sql`sans_accents(${colonne}) like sans_accents(${motif})`;

/** Column `total` of a page: the rows of every page. */
export const totalDesLignes = sql<string>`count(*) over ()`;
