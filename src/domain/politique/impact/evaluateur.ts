/**
 * Judging batches: in a thread of its own when they are many, where it stands when a thread would take longer
 * to start than to judge.
 */
import { setImmediate as laisserPasser } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FichierClos } from '#src/engine/index.ts';
import type { AgregatsEcrits } from './agregats.ts';
import { Mesure } from './mesure.ts';
import type { CasBrut, CasChange } from './types.ts';

/** What a batch brought, and the counts from the beginning of the study to its end. */
export interface ResultatDeLot {
  /** Stored cases that change; drawn ones are in the counts only. */
  readonly changes: readonly CasChange[];
  readonly agregats: AgregatsEcrits;
}

export type ThreadRequest =
  | { readonly genre: 'lot'; readonly cas: readonly CasBrut[] }
  | { readonly genre: 'generes'; readonly graine: string; readonly de: number; readonly a: number };
export type ThreadResponse = { readonly resultat: ResultatDeLot } | { readonly erreur: Error };

/** Judges batches one after the other; the counts go on from batch to batch. */
export interface Evaluateur {
  mesurer(cas: readonly CasBrut[]): Promise<ResultatDeLot>;
  generer(graine: string, de: number, a: number): Promise<ResultatDeLot>;
  fermer(): Promise<void>;
}

/** A draft that builds enormous values ends its thread, not the server. */
const MEMOIRE_DU_FIL = { maxOldGenerationSizeMb: 512 };
/** Cases from which a thread is worth its start. */
const CASES_FOR_A_THREAD = 5_000;
/** Cases judged in place before others have their turn. */
const CAS_D_AFFILEE = 100;

/** What is judged, and where the counts go on from. */
export interface AEvaluer {
  /** Canonical text of a closed file, as `apres`. */
  readonly avant: string;
  readonly apres: string;
  readonly depuis: AgregatsEcrits;
}

/** @param cas how many there are to judge */
export function ouvrirEvaluateur(aEvaluer: AEvaluer, cas: number): Evaluateur {
  return cas < CASES_FOR_A_THREAD ? evaluateurSurPlace(aEvaluer) : evaluateurEnThread(aEvaluer);
}

export function evaluateurSurPlace({ avant, apres, depuis }: AEvaluer): Evaluateur {
  const mesure = new Mesure(JSON.parse(avant) as FichierClos, JSON.parse(apres) as FichierClos, depuis);
  // The counts given with a batch are those of its end: the next one begins after.
  let file: Promise<unknown> = Promise.resolve();
  const aSonTour = (juger: () => Promise<ResultatDeLot>): Promise<ResultatDeLot> => {
    const resultat = file.then(juger);
    file = resultat.catch(() => undefined);
    return resultat;
  };
  return {
    mesurer: (cas) =>
      aSonTour(async () => {
        const changes: CasChange[] = [];
        for (let rang = 0; rang < cas.length; rang += CAS_D_AFFILEE) {
          changes.push(...mesure.mesurer(cas.slice(rang, rang + CAS_D_AFFILEE)));
          await laisserPasser();
        }
        return { changes, agregats: mesure.agregats() };
      }),
    generer: (graine, de, a) =>
      aSonTour(async () => {
        for (let rang = de; rang < a; rang += CAS_D_AFFILEE) {
          mesure.generer(graine, rang, Math.min(rang + CAS_D_AFFILEE, a));
          await laisserPasser();
        }
        return { changes: [], agregats: mesure.agregats() };
      }),
    fermer: () => Promise.resolve(),
  };
}

/** The server answers others meanwhile, and the next batch is read while one is judged. */
export function evaluateurEnThread(aEvaluer: AEvaluer): Evaluateur {
  const thread = new Worker(new URL('./judge-thread.mjs', import.meta.url), {
    workerData: aEvaluer,
    execArgv: [],
    resourceLimits: MEMOIRE_DU_FIL,
  });
  const attentes: {
    readonly resoudre: (resultat: ResultatDeLot) => void;
    readonly rejeter: (erreur: Error) => void;
  }[] = [];
  let perdu: Error | undefined;
  const perdre = (erreur: Error): void => {
    perdu ??= erreur;
    for (const { rejeter } of attentes.splice(0)) rejeter(perdu);
  };
  thread.on('message', (reponse: ThreadResponse) => {
    const attente = attentes.shift();
    if ('erreur' in reponse) attente?.rejeter(reponse.erreur);
    else attente?.resoudre(reponse.resultat);
  });
  thread.on('error', perdre);
  thread.on('exit', () => perdre(new Error('the judging thread ended')));
  const demander = (demande: ThreadRequest): Promise<ResultatDeLot> =>
    new Promise((resolve, reject) => {
      if (perdu) return reject(perdu);
      attentes.push({ resoudre: resolve, rejeter: reject });
      thread.postMessage(demande);
    });
  return {
    mesurer: (cas) => demander({ genre: 'lot', cas }),
    generer: (graine, de, a) => demander({ genre: 'generes', graine, de, a }),
    fermer: async () => {
      await thread.terminate();
    },
  };
}
