/** Body of the thread that checks long texts: one answer per demand, in their order. */
import { parentPort } from 'node:worker_threads';
import { controlerIsole, type DemandeDeControle } from '#src/domain/politique/porte/controle.ts';
import type { ReponseDeControle } from '#src/domain/politique/porte/controle-a-part.ts';

async function repondre(demande: DemandeDeControle): Promise<ReponseDeControle> {
  try {
    return { controle: await controlerIsole(demande) };
  } catch (erreur) {
    return { erreur: erreur instanceof Error ? erreur : new Error(String(erreur)) };
  }
}

let tour: Promise<unknown> = Promise.resolve();
parentPort?.on('message', (demande: DemandeDeControle) => {
  tour = tour.then(async () => parentPort?.postMessage(await repondre(demande)));
});
