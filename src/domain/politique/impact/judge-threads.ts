/**
 * Threads that judge. Each batch goes to one of them, the first of which also joins what all of them made, in
 * the order of the batches: the counts are the same whatever their number.
 */
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { AgregatsEcrits } from './agregats.ts';
import type { Partiel, ResultatDeLot } from './cumul.ts';
import type { AEvaluer, Evaluateur } from './evaluateur.ts';
import type { LotEcrit } from './lot.ts';

export type Lot =
  | ({ readonly genre: 'stockes' } & LotEcrit)
  | { readonly genre: 'generes'; readonly graine: string; readonly de: number; readonly a: number };
/** A batch and its rank in the study. */
export interface ThreadRequest {
  readonly rang: number;
  readonly lot: Lot;
}
export type Essai<T> = { readonly rendu: T } | { readonly erreur: Error };
/** What a thread made of a batch, on its way to the one that joins. */
export interface LotJuge {
  readonly rang: number;
  readonly essai: Essai<Partiel>;
}
/** From the thread that joins, one for each batch, in their order. */
export type ThreadResponse = Essai<ResultatDeLot>;

export interface ThreadData extends Omit<AEvaluer, 'depuis'> {
  readonly role:
    | { readonly genre: 'joint'; readonly depuis: AgregatsEcrits; readonly des: readonly MessagePort[] }
    | { readonly genre: 'juge'; readonly vers: MessagePort };
}

/**
 * A draft that builds enormous values ends its thread, not the server. V8 keeps three times 16 MB for young values
 * otherwise: half of it judges as fast.
 */
const MEMOIRE_DU_FIL = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };

interface Attente {
  readonly thread: number;
  readonly resoudre: (resultat: ResultatDeLot) => void;
  readonly rejeter: (erreur: Error) => void;
}

/** The server answers others meanwhile, and the next batches are read while some are judged. */
export function evaluateurEnThreads({ avant, apres, depuis }: AEvaluer, nombre: number): Evaluateur {
  const canaux = Array.from({ length: nombre - 1 }, () => new MessageChannel());
  const roles: readonly ThreadData['role'][] = [
    { genre: 'joint', depuis, des: canaux.map(({ port1 }) => port1) },
    ...canaux.map(({ port2 }) => ({ genre: 'juge', vers: port2 }) as const),
  ];
  const threads = roles.map((role) => demarrer({ avant, apres, role }));
  const attentes: Attente[] = [];
  let perdu: Error | undefined;
  const perdre = (erreur: Error): void => {
    perdu ??= erreur;
    for (const { rejeter } of attentes.splice(0)) rejeter(perdu);
  };
  for (const thread of threads) {
    thread.on('error', perdre);
    thread.on('exit', () => perdre(new Error('a judging thread ended')));
  }
  threads[0]?.on('message', (reponse: ThreadResponse) => {
    const attente = attentes.shift();
    if ('erreur' in reponse) attente?.rejeter(reponse.erreur);
    else attente?.resoudre(reponse.rendu);
  });
  let rang = 0;
  const demander = (lot: Lot): Promise<ResultatDeLot> =>
    new Promise((resoudre, rejeter) => {
      if (perdu) return rejeter(perdu);
      const thread = leMoinsCharge(attentes, nombre);
      attentes.push({ thread, resoudre, rejeter });
      threads[thread]?.postMessage({ rang, lot } satisfies ThreadRequest);
      rang += 1;
    });
  return {
    threads: nombre,
    mesurer: ({ texte, apres: precedent }) => demander({ genre: 'stockes', texte, apres: precedent }),
    generer: (graine, de, a) => demander({ genre: 'generes', graine, de, a }),
    fermer: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function demarrer(workerData: ThreadData): Worker {
  const { role } = workerData;
  return new Worker(new URL('./judge-thread.mjs', import.meta.url), {
    workerData,
    transferList: role.genre === 'joint' ? [...role.des] : [role.vers],
    execArgv: [],
    resourceLimits: MEMOIRE_DU_FIL,
  });
}

/** The first joins besides judging: of two as charged, the last takes the batch. */
function leMoinsCharge(attentes: readonly Attente[], nombre: number): number {
  const charges = new Array<number>(nombre).fill(0);
  for (const { thread } of attentes) charges[thread] = (charges[thread] ?? 0) + 1;
  return charges.lastIndexOf(Math.min(...charges));
}
