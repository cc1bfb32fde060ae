import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';

/**
 * Ends a habilitation from a day on. One which has not begun by then never takes effect;
 * one the Caf has not yet validated is withdrawn at once, so that it leaves the Caf's queue.
 */
export function terminerAu(habilitation: Habilitation, jour: string): void {
  if (habilitation.etat === 'en-attente-caf') habilitation.etat = 'retiree';
  const fin = jour < habilitation.du ? habilitation.du : jour;
  if (habilitation.au === null || habilitation.au === undefined || habilitation.au > fin)
    habilitation.au = fin;
}
