/** Hashes of the journal, and the columns they are made of again. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import type { Journal } from '#src/kernel/journal/journal.ts';

/** A line as it is read again to be checked. */
export interface LigneLue extends Omit<Journal, 'le'> {
  /** With microseconds: a line whose instant is not ours is seen. */
  readonly le: string;
}
/**
 * Columns of a {@link LigneLue}: one text, for those that read lines and the one that writes them, since the hashes
 * are made of it. The rows are told by hand, and proved by the hashes.
 */
export const COLONNES_LUES = `id, chaine, partenaire_id as "partenaireId", rang,
  regexp_replace(to_char(le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z') as le, acteur_id as "acteurId", acteur_role as "acteurRole",
  commande, requete_id as "requeteId", entite, entite_id as "entiteId", genre, motif, changements, precedente, empreinte`;

/** What the first line of a chain follows. */
export const ORIGINE = '0'.repeat(64);

/** In hexadecimal. */
export const sha256 = (texte: string): string => createHash('sha256').update(texte).digest('hex');
/** Canonical JSON: the same text for the same value. */
export const serialise = (valeur: unknown): string => canonicalize(valeur ?? null) ?? 'null';

/** Hash of one line: everything it says, and the hash of the line before. */
export function empreinteDeLigne(
  ligne: Omit<Journal, 'empreinte' | 'le'> & { readonly le: Date | string },
): string {
  const {
    id,
    chaine,
    partenaireId,
    rang,
    le,
    acteurId,
    acteurRole,
    commande,
    requeteId,
    entite,
    entiteId,
    genre,
    motif,
    changements,
    precedente,
  } = ligne;
  const instant = typeof le === 'string' ? le : le.toISOString();
  return sha256(
    serialise({
      id,
      chaine,
      partenaireId,
      rang,
      le: instant,
      acteurId,
      acteurRole,
      commande,
      requeteId,
      entite,
      entiteId,
      genre,
      motif,
      changements,
      precedente,
    }),
  );
}

/** What stands in the chain for a personal value. @param texte canonical JSON of the value */
export const engagementDe = (sel: string, texte: string): string => sha256(`${sel}:${texte}`);
