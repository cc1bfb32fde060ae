/** JSON of the history of a record. Types only. */

/** One field a line changed, in words. */
export interface ChangementMontre {
  readonly champ: string;
  readonly avant: string;
  readonly apres: string;
}

/** One act on a record. */
export interface LigneMontree {
  readonly id: string;
  readonly le: string;
  readonly quoi: string;
  readonly par: string;
  readonly motif: string | null;
  /** The record's first values rather than changes. */
  readonly creation: boolean;
  readonly changements: readonly ChangementMontre[];
}

/** Lines of a record's history, latest first. */
export interface PageHistorique {
  readonly lignes: readonly LigneMontree[];
  /** Place where the next page begins; null at the end. */
  readonly suivante: string | null;
}
