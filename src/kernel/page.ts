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
 * The actor's Caf and partner as a condition on a table with `caf_id` and `partenaire`: row-level security
 * already limits the rows, this lets the database use its indexes.
 * @param table alias of the table; @param partenaire its column of the partner
 */
export function cloison(
  acteur: Acteur,
  table: string,
  partenaire = 'partenaire_id',
): { readonly sql: string; readonly valeurs: readonly string[] } {
  if (!('cafId' in acteur)) return { sql: 'true', valeurs: [] };
  if (!('partenaireId' in acteur)) return { sql: `${table}.caf_id = ?`, valeurs: [acteur.cafId] };
  return {
    sql: `${table}.caf_id = ? and ${table}.${partenaire} = ?`,
    valeurs: [acteur.cafId, acteur.partenaireId],
  };
}

/** The rows of a query whose last column `total` counts them all. */
export function enPage<Ligne extends { readonly total: string }>(
  lignes: readonly Ligne[],
): Page<Omit<Ligne, 'total'>> {
  return { lignes: lignes.map(({ total: _total, ...ligne }) => ligne), total: Number(lignes[0]?.total ?? 0) };
}
