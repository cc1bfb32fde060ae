/** Mutants of a rule file, and the score its scenarios get against them. Plain JSON, but the closed file. */
import type { FichierClos } from '#src/engine/cloture.ts';

export type GenreDeMutation =
  | 'condition-retiree'
  | 'operateur-change'
  | 'constante-decalee'
  | 'valeur-fautive'
  | 'valeur-changee'
  | 'issue-changee'
  | 'regle-supprimee'
  | 'regle-contredite'
  | 'parametre-decale'
  | 'regle-inatteignable';

/** One small change of a file: what an absent-minded edit would do. */
export interface Mutant {
  /** Stable for a given file: `constante-decalee:FERM-002/0/1:+1`. */
  readonly id: string;
  readonly genre: GenreDeMutation;
  readonly regle: string | null;
  /** French sentence. */
  readonly description: string;
  readonly fichier: FichierClos;
}

export interface Survivant {
  readonly mutant: string;
  readonly description: string;
  /**
   * `equivalent`: proved that no case changes; `vivant`: a case changes and nothing saw it; `indecis`:
   * neither shown.
   */
  readonly verdict: 'equivalent' | 'vivant' | 'indecis';
  /** French sentence: the proof, the case, or what was tried. */
  readonly preuve: string;
}

export interface ScoreDeMutation {
  readonly mutants: number;
  /** Mutants the declared scenarios alone catch. */
  readonly tuesParLesScenarios: number;
  /** Mutants caught by scenarios, checks, analysis or boundary scenarios. */
  readonly tues: number;
  readonly equivalents: number;
  /** Share of non-equivalent mutants that declared scenarios catch, from 0 to 100, rounded down. */
  readonly pourcentDesScenarios: number;
  readonly pourcent: number;
  readonly survivants: readonly Survivant[];
}

export interface OptionsDeMutation {
  /** At most this many mutants, spread over their kinds and places; all of them by default. */
  readonly maximum?: number;
  readonly arret?: AbortSignal;
  readonly progression?: (faits: number, total: number) => void;
}
