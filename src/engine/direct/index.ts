/**
 * The direct evaluator: a rule file judged by plain synchronous functions. It checks each decision of record,
 * explains
 * cases, and judges great numbers of them.
 */
import type { Valeur } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { FaitsDonnes } from '#src/engine/faits.ts';
import type { Decision } from '#src/engine/format.ts';
import type { Conclusion, DecisionTracee } from './decision.ts';
import { evaluateurInterne } from './evaluateur.ts';

/** A conclusion, and the values it comes from. */
export interface Constatation {
  readonly jugement: Conclusion;
  /** Value of a declared or derived fact; `undefined` = absent. */
  valeur(nom: string): Valeur | undefined;
}

/** Judges cases against one compiled rule file; no case leaves anything behind for the next. */
export interface EvaluateurDirect {
  /**
   * Decision and trace, those of `deciderAvecTrace`: `constats`, `calculs` and `trace` are written when they are
   * first read. Same refusals, `EvaluateursEnDesaccord` excepted.
   */
  evaluer(date: string, faits: FaitsDonnes): DecisionTracee;
  /** The decision alone, as late: a simulation that counts outcomes pays for no word. Same refusals. */
  juger(date: string, faits: FaitsDonnes): Decision;
  /** What is found, nothing of it written: for whoever counts. Same refusals. */
  constater(date: string, faits: FaitsDonnes): Constatation;
}

/** The direct evaluator of a compiled rule file. */
export function evaluateurDirect(jeu: JeuCompile): EvaluateurDirect {
  const interne = evaluateurInterne(jeu);
  return {
    evaluer: (date, faits) => interne.evaluer(date, faits),
    juger: (date, faits) => interne.juger(date, faits),
    constater: (date, faits) => interne.constater(date, faits),
  };
}
