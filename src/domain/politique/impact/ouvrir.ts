/**
 * Judging in threads when cases are many, where it stands when a thread would take longer to start than to
 * judge.
 */
import { availableParallelism } from 'node:os';
import { evaluateurSurPlace, type AEvaluer, type Evaluateur } from './evaluateur.ts';
import { evaluateurEnThreads } from './judge-threads.ts';

/** Cases from which one more thread is worth its start. */
const CASES_FOR_A_THREAD = 5_000;
/** Each holds some seventy megabytes. */
const THREADS_MAX = 4;

/** One core is left to reading, and to whoever else is served. @param cas how many there are to judge */
export function ouvrirEvaluateur(aEvaluer: AEvaluer, cas: number): Evaluateur {
  if (cas < CASES_FOR_A_THREAD) return evaluateurSurPlace(aEvaluer);
  const libres = Math.max(1, availableParallelism() - 1);
  return evaluateurEnThreads(aEvaluer, Math.min(libres, THREADS_MAX, Math.floor(cas / CASES_FOR_A_THREAD)));
}
