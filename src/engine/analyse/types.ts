/** What the exact analysis of a rule file reports. Plain JSON. */
import type { Scenario } from '#src/engine/format.ts';

/**
 * - `trou`: a case no rule decides (`unique` only);
 * - `conflit`: two rules with different outcomes hold together (`unique`), or always together (`cumul`);
 * - `recouvrement`: two rules with the same outcome hold together (`unique`), or one adds nothing to the
 *   other (`cumul`);
 * - `inatteignable`: no case fires the rule;
 * - `defaut`: a case makes a formula fail.
 */
export type GenreDeConstat = 'trou' | 'conflit' | 'recouvrement' | 'inatteignable' | 'defaut';

export interface ConstatDAnalyse {
  readonly genre: GenreDeConstat;
  readonly regles: readonly string[];
  /** French sentence, with the case when there is one. */
  readonly message: string;
  /**
   * Case that shows it, ready to be added to the file once its expected outcome is decided; `null` when the
   * finding is an absence of cases.
   */
  readonly temoin: Scenario | null;
  /**
   * False when the finding was met on a sample and not proved (only `inatteignable`, `recouvrement` and
   * `conflit` under `cumul` may be).
   */
  readonly prouve: boolean;
  /** False for what may be meant: under `cumul`, two rules that overlap. */
  readonly bloquant: boolean;
}

export interface RapportDAnalyse {
  /** True when every question was settled, by a case or by a proof. */
  readonly exacte: boolean;
  /** French sentences: how it was done, and what was only sampled. */
  readonly methode: string;
  /** Cells visited: paths of the proof, and cases judged. */
  readonly cellules: number;
  /** One date for each state of the parameters. */
  readonly dates: readonly string[];
  readonly constats: readonly ConstatDAnalyse[];
}

export interface OptionsDAnalyse {
  /** Dates to analyse; by default one for each state of the parameters. */
  readonly dates?: readonly string[];
  readonly arret?: AbortSignal;
}
