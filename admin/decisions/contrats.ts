/** JSON of the pages of a decision. Types only. */
import type { Explication } from '#src/domain/decision/explication/types.ts';
import type { Lettre } from '#src/domain/decision/explication/lettre.ts';

export type { RejeuEnMots } from '#src/domain/decision/explication/rejeu.ts';

export interface PageDeDecision {
  readonly explication: Explication;
  /** Addresses the reader may follow; null where there is none for them. */
  readonly liens: { readonly cas: string | null; readonly partenaire: string | null; readonly version: string | null; readonly essai: string | null; readonly lettre: string };
}

export interface PageDeLettre {
  readonly lettre: Lettre;
  readonly decision: string;
}
