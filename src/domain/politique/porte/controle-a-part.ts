/**
 * Checks of long texts in a thread of their own: the server answers others meanwhile, and a text that takes
 * too long is given up.
 */
import { Worker } from 'node:worker_threads';
import type { Controle, DemandeDeControle } from '#src/domain/politique/porte/controle.ts';

export type ReponseDeControle = { readonly controle: Controle } | { readonly erreur: Error };

/** The check was given up: too long, or too much memory. */
export class ControleAbandonne extends Error {
  override readonly name = 'ControleAbandonne';
}

const MEMOIRE_DU_FIL = { maxOldGenerationSizeMb: 512 } as const;
const DUREE_MAX_MS = 20_000;
/** The thread is let go after a while without work: it holds some eighty megabytes. */
const REPOS_MS = 60_000;

interface Thread {
  readonly worker: Worker;
  /** The check under way. */
  attente:
    | { readonly resoudre: (controle: Controle) => void; readonly rejeter: (erreur: Error) => void }
    | undefined;
}
let thread: Thread | undefined;
let repos: NodeJS.Timeout | undefined;
/** One check at a time: the others wait for their turn. */
let tour: Promise<unknown> = Promise.resolve();

/** @param dureeMax milliseconds @throws ControleAbandonne */
export function controlerAPart(demande: DemandeDeControle, dureeMax = DUREE_MAX_MS): Promise<Controle> {
  const suite = tour.then(() => demander(demande, dureeMax));
  tour = suite.catch(() => undefined);
  return suite;
}

async function demander(demande: DemandeDeControle, dureeMax: number): Promise<Controle> {
  clearTimeout(repos);
  const sien = (thread ??= demarrer());
  // A thread without work never keeps a program alive.
  sien.worker.ref();
  const minuterie = setTimeout(() => perdre(sien, new ControleAbandonne()), dureeMax);
  try {
    return await new Promise<Controle>((resolve, reject) => {
      sien.attente = { resoudre: resolve, rejeter: reject };
      sien.worker.postMessage(demande);
    });
  } finally {
    clearTimeout(minuterie);
    sien.attente = undefined;
    sien.worker.unref();
    repos = setTimeout(() => perdre(sien, new ControleAbandonne()), REPOS_MS).unref();
  }
}

function demarrer(): Thread {
  const neuf: Thread = {
    worker: new Worker(new URL('./controle-thread.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: MEMOIRE_DU_FIL,
    }),
    attente: undefined,
  };
  neuf.worker.on('message', (reponse: ReponseDeControle) => {
    if ('controle' in reponse) neuf.attente?.resoudre(reponse.controle);
    else neuf.attente?.rejeter(reponse.erreur);
  });
  neuf.worker.on('error', (erreur: NodeJS.ErrnoException) =>
    perdre(neuf, erreur.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ControleAbandonne() : erreur),
  );
  neuf.worker.on('exit', () => perdre(neuf, new ControleAbandonne()));
  return neuf;
}

/** Ends a thread; the next check starts another. */
function perdre(perdu: Thread, erreur: Error): void {
  if (thread === perdu) thread = undefined;
  perdu.attente?.rejeter(erreur);
  void perdu.worker.terminate();
}
