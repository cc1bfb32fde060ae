/**
 * Refusal of the embedded PostgreSQL. `message` is a French sentence meant for the person at the terminal:
 * what is wrong, what to do.
 */
export class ErreurPostgresEmbarque extends Error {
  override readonly name = 'ErreurPostgresEmbarque';
}

/** Way out offered by every refusal: a PostgreSQL server managed elsewhere. */
export const SORTIE_DATABASE_URL =
  'Vous pouvez aussi indiquer un serveur PostgreSQL (15 ou plus récent) dans la variable DATABASE_URL.';

/** The `code` of a Node system error, or undefined. */
export function codeErreur(erreur: unknown): string | undefined {
  return erreur instanceof Error && 'code' in erreur && typeof erreur.code === 'string'
    ? erreur.code
    : undefined;
}
