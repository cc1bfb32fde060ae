import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/**
 * How a place of a chain differs from what the chain proves: what a line says (`contenu`), whom it follows
 * (`lien`), a personal value beside
 * it, a line that is not there or there twice, a line changed since it was explained; and what no single line
 * can answer for: a hash kept
 * elsewhere, the head, the purge.
 */
export type Nature =
  | 'contenu'
  | 'lien'
  | 'valeur'
  | 'manque'
  | 'double'
  | 'explication'
  | 'temoin'
  | 'fin'
  | 'purge';

/** One thing wrong: the hash found now, and the one the chain calls for. */
export interface Defaut {
  readonly nature: Nature;
  /** Follows « Chaîne … : ». */
  readonly phrase: string;
  readonly trouvee: string | null;
  readonly attendue: string | null;
}

/** All that is wrong with one line, or with one run of missing ones. */
export interface Damage {
  readonly rang: number;
  /** Last rank of a run of missing lines. */
  readonly au?: number;
  /** Identifier of the line; null where there is none. */
  readonly ligne: string | null;
  readonly defauts: readonly Defaut[];
  /**
   * Hash of all that was found at that place: any further change gives another. Null when no explanation can
   * cover it.
   */
  readonly sceau: string | null;
}

/** A place that somebody has answered for. */
export interface ExplainedDamage extends Damage {
  readonly explication: Acknowledgement;
}
export interface Acknowledgement {
  readonly rang: number;
  readonly le: string;
  /** Name of the person; « un compte effacé » when nothing names him any more. */
  readonly par: string;
  readonly motif: string;
}

/** What an explanation keeps of a place, in the chain. */
export interface SealedDamage {
  readonly rang: number;
  readonly au: number | null;
  readonly ligne: string | null;
  readonly defauts: readonly Pick<Defaut, 'nature' | 'trouvee' | 'attendue'>[];
  readonly sceau: string;
}

/** Name of the act in the journal. */
export const COMMANDE_D_EXPLICATION = 'journal.expliquer';

export const seal = (vu: unknown): string =>
  createHash('sha256')
    .update(canonicalize(vu) ?? '')
    .digest('hex');

/** « Chaîne 974 : la ligne de rang 952 a été modifiée. » */
export const direDamage = (chaine: string, { defauts }: Pick<Damage, 'defauts'>): string =>
  `Chaîne ${chaine} : ${defauts.map(({ phrase }) => phrase).join(' De plus, ')}`;
