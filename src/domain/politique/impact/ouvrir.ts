/** Judging in threads; where it stands for the few cases of a preview, which wait less than a thread to start. */
import { availableParallelism } from 'node:os';
import { evaluateurSurPlace, type AEvaluer, type Evaluateur } from './evaluateur.ts';
import { evaluateurEnThreads } from './judge-threads.ts';

/**
 * Cases judged where they stand at most. The event loop is given up to others every hundred of them.
 */
const CASES_IN_PLACE = 500;
/** Cases from which one more thread is worth its start. */
const CASES_FOR_A_THREAD = 5_000;
/** Each holds some seventy megabytes. */
const THREADS_MAX = 4;

/** One core is left to reading, and to whoever else is served. @param cas how many there are to judge */
export function ouvrirEvaluateur(aEvaluer: AEvaluer, cas: number): Evaluateur {
  if (cas <= CASES_IN_PLACE) return evaluateurSurPlace(aEvaluer);
  const utiles = Math.min(availableParallelism() - 1, THREADS_MAX, Math.floor(cas / CASES_FOR_A_THREAD));
  return evaluateurEnThreads(aEvaluer, Math.max(1, utiles));
}
