import { sql, type Expression, type RawBuilder } from 'kysely';
import type { Acteur } from '#src/kernel/acteur.ts';

/** A page of a list: numbers from 1, as an address shows them. */
export interface Pagination {
  readonly page?: number;
  readonly parPage?: number;
}
/** Rows of a page and how many there are in all. */
export interface Page<Ligne> {
  readonly lignes: readonly Ligne[];
  readonly total: number;
}

const PAR_PAGE = 25;
const MAXIMUM = 200;

/** Bounds of a page, whatever was asked. */
export function bornes({ page = 1, parPage = PAR_PAGE }: Pagination): {
  readonly limit: number;
  readonly offset: number;
} {
  const entier = (valeur: number) => (Number.isFinite(valeur) ? Math.floor(valeur) : 1);
  const limit = Math.min(Math.max(entier(parPage), 1), MAXIMUM);
  return { limit, offset: (Math.min(Math.max(entier(page), 1), 100_000) - 1) * limit };
}

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

/** The rows of a query whose last column `total` counts them all. */
export function enPage<Ligne extends { readonly total: string }>(
  lignes: readonly Ligne[],
): Page<Omit<Ligne, 'total'>> {
  return { lignes: lignes.map(({ total: _total, ...ligne }) => ligne), total: Number(lignes[0]?.total ?? 0) };
}
