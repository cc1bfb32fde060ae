import { setTimeout as pause } from 'node:timers/promises';
import type { Hasard } from '#src/cli/demonstration/hasard.ts';
import { processusDansDossier, signaler } from '#src/database/embarque/processus.ts';
import { withLockFile } from '#src/database/embarque/lock-file.ts';
import type { Internaute } from '#test/support/internaute.ts';
import type { Scene } from './scene.ts';

export const COUPS = ['serveur', 'postmaster', 'connexion'] as const;
export type Coup = (typeof COUPS)[number];

const PAGE = '/partenaire/declarations';
const SONDE_MS = 100;
/** The service is back once a signed-in page has been served without fail for this long. */
const STABLE_MS = 1_500;
const PATIENCE_MS = 120_000;

/**
 * `kill -9`, then waits for the service. @returns milliseconds from the kill to the first of the pages served
 * ever since; 0 when none failed
 */
export async function frapper(coup: Coup, scene: Scene, temoin: Internaute, hasard: Hasard): Promise<number> {
  const cible = coup === 'serveur' ? undefined : await scene.processus();
  const depart = performance.now();
  let relance: Promise<void> | undefined;
  if (coup === 'serveur') {
    await scene.instance().tuer();
    relance = scene.relancer();
  } else if (cible) {
    signaler(
      coup === 'postmaster' || cible.connexions.length === 0
        ? cible.postmaster
        : hasard.parmi(cible.connexions),
      'SIGKILL',
    );
  }
  const retour = await retourDuService(temoin, depart);
  await relance;
  return retour;
}

/** Asks a signed-in page over and over until it holds. @throws Error when it does not within two minutes */
export async function retourDuService(temoin: Internaute, depart: number): Promise<number> {
  let premier: number | undefined;
  let echecs = 0;
  for (const limite = depart + PATIENCE_MS; performance.now() < limite; await pause(SONDE_MS)) {
    const servie = await temoin.demander(PAGE, { delaiMs: 10_000 }).then(
      ({ statut }) => statut === 200,
      () => false,
    );
    if (!servie) {
      premier = undefined;
      echecs += 1;
      continue;
    }
    premier ??= performance.now();
    if (performance.now() - premier >= STABLE_MS) return echecs === 0 ? 0 : premier - depart;
  }
  throw new Error(`the service is not back after ${PATIENCE_MS / 1000} s`);
}

/** What the server answers while its database is away. */
export interface Observation {
  /** Statuses of `/pret`, `/sante`, of a page without database and of a file, as often as asked. */
  readonly statuts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly pireMs: Readonly<Record<string, number>>;
}
const SANS_BASE = ['/pret', '/sante', '/accessibilite', '/favicon.ico'] as const;

/**
 * All the processes of PostgreSQL stopped (SIGSTOP), or killed and kept from starting, for a time; observed
 * meanwhile.
 */
export async function priver(
  genre: 'gel' | 'refus',
  scene: Scene,
  temoin: Internaute,
  dureeMs: number,
): Promise<Observation> {
  const { donnees, dossier } = scene.emplacement;
  const signalerTous = async (signal: NodeJS.Signals): Promise<void> => {
    for (const { pid } of await processusDansDossier(donnees)) signaler(pid, signal);
  };
  const observer = async (): Promise<Observation> => {
    const statuts: Record<string, Record<string, number>> = {};
    const pireMs: Record<string, number> = {};
    for (const limite = performance.now() + dureeMs; performance.now() < limite; await pause(1_000)) {
      await Promise.all(
        SANS_BASE.map(async (chemin) => {
          const depart = performance.now();
          const statut = await temoin.demander(chemin, { delaiMs: 20_000 }).then(
            (reponse) => String(reponse.statut),
            () => 'aucune',
          );
          (statuts[chemin] ??= {})[statut] = (statuts[chemin][statut] ?? 0) + 1;
          pireMs[chemin] = Math.max(pireMs[chemin] ?? 0, Math.round(performance.now() - depart));
        }),
      );
    }
    return { statuts, pireMs };
  };
  if (genre === 'gel') {
    await signalerTous('SIGSTOP');
    // Those that were being started when the others were stopped.
    await signalerTous('SIGSTOP');
    try {
      return await observer();
    } finally {
      await signalerTous('SIGCONT');
    }
  }
  // The launcher starts a server again as soon as it may: it is held back by its own lock.
  return withLockFile(dossier, async () => {
    await signalerTous('SIGKILL');
    return observer();
  });
}
