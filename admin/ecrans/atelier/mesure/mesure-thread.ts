/** Body of the thread that measures: one file in, one answer out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DemandeDeMesure, MesureBrute } from '#admin/ecrans/atelier/mesure/mesure.ts';
import { scenariosAuxBornes } from '#src/engine/analyse/index.ts';
import { compiler, type FichierClos, type JeuCompile } from '#src/engine/index.ts';
import { scoreDeMutation } from '#src/engine/mutation/index.ts';
import { executerScenarios } from '#src/engine/verifier/scenarios.ts';

const { genre, canonique, maximum } = workerData as DemandeDeMesure;

async function mesurer(jeu: JeuCompile): Promise<MesureBrute> {
  const { reglesVisitees, reussis } = await executerScenarios(jeu);
  return { reglesVisitees: [...reglesVisitees], reussis, score: scoreDeMutation(jeu, { maximum }) };
}

const jeu = compiler(JSON.parse(canonique) as FichierClos);
parentPort?.postMessage(genre === 'mesure' ? await mesurer(jeu) : scenariosAuxBornes(jeu));
