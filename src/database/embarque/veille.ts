import { setTimeout as pause } from 'node:timers/promises';
import { estVivant, type Processus } from './processus.ts';

/** How often the server is looked at: reading one line of /proc. */
const PERIODE_MS = 250;
/** A server that ends as soon as it is started is started again ever less often. */
const PAUSE_MAX_MS = 10_000;

type Veille = {
  /** Stops watching; a restart under way ends first. */
  arreter: () => Promise<void>;
};

/**
 * Starts the server again when it has ended without being asked to.
 * @param relancer gives the server that runs from now on, on the same port; its refusal is told, and tried
 *   again
 * @param log receives French lines
 */
export function veiller(
  serveur: Processus,
  relancer: () => Promise<Processus>,
  log: (ligne: string) => void,
): Veille {
  const arret = new AbortController();
  const fin = (async () => {
    let courant = serveur;
    for (let attente = PERIODE_MS; ; ) {
      await pause(attente, undefined, { signal: arret.signal });
      if (await estVivant(courant)) {
        attente = PERIODE_MS;
        continue;
      }
      const depart = performance.now();
      try {
        const relance = await relancer();
        if (relance.pid !== courant.pid)
          log(
            `La base de données s’était arrêtée : elle est de nouveau ouverte, en ${Math.round(performance.now() - depart)} ms.`,
          );
        courant = relance;
      } catch (erreur) {
        log(
          `La base de données s’est arrêtée et ne redémarre pas encore : ${erreur instanceof Error ? erreur.message : String(erreur)}`,
        );
      }
      attente = Math.min(2 * attente, PAUSE_MAX_MS);
    }
  })().catch((erreur: unknown) => {
    if (!arret.signal.aborted) throw erreur;
  });
  return {
    arreter: () => {
      arret.abort();
      return fin;
    },
  };
}
