/** Body of the thread that judges: one answer per message, in order. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FichierClos } from '#src/engine/index.ts';
import type { AEvaluer, ThreadRequest, ThreadResponse } from './evaluateur.ts';
import { Mesure } from './mesure.ts';
import type { CasChange } from './types.ts';

const { avant, apres, depuis } = workerData as AEvaluer;
const mesure = new Mesure(JSON.parse(avant) as FichierClos, JSON.parse(apres) as FichierClos, depuis);

function juger(demande: ThreadRequest): readonly CasChange[] {
  if (demande.genre === 'lot') return mesure.mesurer(demande.cas);
  mesure.generer(demande.graine, demande.de, demande.a);
  return [];
}

function repondre(demande: ThreadRequest): ThreadResponse {
  try {
    return { resultat: { changes: juger(demande), agregats: mesure.agregats() } };
  } catch (erreur) {
    return { erreur: erreur instanceof Error ? erreur : new Error(String(erreur)) };
  }
}
parentPort?.on('message', (demande: ThreadRequest) => parentPort?.postMessage(repondre(demande)));
