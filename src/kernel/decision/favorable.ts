import type { Decision } from '#src/kernel/decision/decision.ts';

/** Whether a decision lets the act go on: all facts were there and no finding blocks. */
export const estFavorable = ({ etat, constats }: Pick<Decision, 'etat' | 'constats'>): boolean =>
  etat !== 'faits-manquants' && constats.every(({ gravite }) => gravite !== 'bloquant');
