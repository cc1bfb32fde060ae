/** JSON of the pages of a decision. Types only. */
import type { Explication } from '#src/domain/decision/explication/types.ts';
import type { Lettre, PartDeLaCaf } from '#src/domain/decision/explication/lettre.ts';

export type { RejeuEnMots } from '#src/domain/decision/explication/rejeu.ts';

export interface PageDeDecision {
  readonly explication: Explication;
  /** Addresses the reader may follow; null where there is none for them. */
  readonly liens: {
    readonly cas: string | null;
    readonly partenaire: string | null;
    readonly version: string | null;
    readonly essai: string | null;
    readonly lettre: string;
  };
}

export interface PageDeLettre {
  readonly lettre: Lettre;
  readonly decision: string;
  /** Letter kept that is shown; null: the one that would be written now. */
  readonly montre: string | null;
  /** What is left to the Caf, with what it wrote last; empty where the reader keeps no letter. */
  readonly parts: readonly {
    readonly nom: PartDeLaCaf;
    readonly libelle: string;
    readonly valeur: string;
    readonly longueur: number;
  }[];
  /** Letters kept, the latest first. */
  readonly courriers: readonly { readonly id: string; readonly le: string; readonly par: string }[];
}
