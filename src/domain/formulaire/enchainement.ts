import type { Certitude } from '#src/engine/format.ts';
import type { Expression, Volet } from './definition.ts';

/** When a step of the chain is evaluated. */
export const MOMENTS = ['commencement', 'saisie', 'transmission'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Rows of the form that are periods, or periods known from elsewhere. */
export interface LignesDePeriode {
  /** `section.groupe`: rows of the form. */
  readonly pourChaque?: string;
  /**
   * Or a list, or lists, known from elsewhere (earlier declarations): united with the form's rows, pointed at
   * by nobody.
   */
  readonly dans?: Expression;
  /** Periods of different keys are never united. */
  readonly cle: Expression;
  readonly debut: Expression;
  /** First day after the period. */
  readonly fin: Expression;
  /** Field of the row behind `debut` and `fin`, when it is named otherwise. */
  readonly champs?: Readonly<Record<string, string>>;
}

/**
 * Periods as people typed them, united before any rule judges: those that touch or overlap are one. Seen as
 * `prepares.<id>`,
 * a list of `{cle, debut, fin, nombre, chevauchement, doublon, anterieure, lignes}`, by key then by date.
 */
export interface PreparationDePeriodes {
  readonly id: string;
  readonly titre: string;
  /** Versioned function of the engine's library. */
  readonly fonction: 'reunirPeriodes_1';
  readonly lignes: readonly LignesDePeriode[];
  /** The periods known from elsewhere alone that count here: seen as `periode`; none when absent. */
  readonly garder?: Expression;
  readonly sources: readonly string[];
  readonly certitude?: Certitude;
  readonly question?: string;
}

/** A value several steps read, seen as `prepares.<id>`. */
export interface PreparationDeValeur {
  readonly id: string;
  readonly titre: string;
  /** Step before which it is computed. */
  readonly avant: string;
  readonly valeur: Expression;
  readonly sources: readonly string[];
  readonly certitude?: Certitude;
  readonly question?: string;
}
export type Preparation = PreparationDePeriodes | PreparationDeValeur;

/**
 * One link of the chain: a rule file evaluated with facts taken from the form, the context and former
 * results.
 */
export interface Etape {
  readonly id: string;
  readonly titre: string;
  readonly jeu: string;
  /** Reference date of the rule file. */
  readonly date: Expression;
  /** Whose data its findings are about. */
  readonly volet: Volet | 'ensemble';
  readonly moments: readonly Moment[];
  /**
   * `section.groupe` or `prepares.<periods>`: evaluated once per row, or per period united, which the
   * expressions see as `ligne`.
   */
  readonly pourChaque?: string;
  /** What the row is called in messages. */
  readonly intitule?: Expression;
  /** Step of the same group whose consequences this one draws: the human decision is taken there. */
  readonly suit?: string;
  /** Evaluated only where this is true. */
  readonly si?: Expression;
  /** Intermediate values, in order. */
  readonly variables?: readonly { readonly nom: string; readonly valeur: Expression }[];
  readonly faits: Readonly<Record<string, Expression>>;
  /**
   * Field to point at, per fact or derived fact: `section.champ`, a whole `section`, or `.champ` in the row.
   */
  readonly champs?: Readonly<Record<string, string>>;
  /** Sentence for a fact that the form does not hold (a record of the Caf's). */
  readonly manquants?: Readonly<Record<string, string>>;
  /** What the Caf may choose for an outcome that waits for a human decision: outcome → code → label. */
  readonly reglements?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly sources: readonly string[];
  readonly certitude?: Certitude;
  readonly question?: string;
}
