/** Body of a thread that judges; the first joins what all of them made and answers, batch after batch. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { FichierClos } from '#src/engine/index.ts';
import { Cumul, partiel, type Partiel } from './cumul.ts';
import type { Essai, Lot, LotJuge, ThreadData, ThreadRequest, ThreadResponse } from './judge-threads.ts';
import { casDuLot } from './lot.ts';
import { Mesure } from './mesure.ts';
import type { CasChange } from './types.ts';

// Linux gives each thread its own priority: who waits for a page comes before.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// A case that a version refuses is counted: nobody reads where from.
Error.stackTraceLimit = 0;

const { avant, apres, role } = workerData as ThreadData;
const versions = [JSON.parse(avant) as FichierClos, JSON.parse(apres) as FichierClos] as const;
const mesure = new Mesure(...versions);

function juger(lot: Lot): readonly CasChange[] {
  if (lot.genre === 'stockes') return mesure.mesurer(casDuLot(lot));
  mesure.generer(lot.graine, lot.de, lot.a);
  return [];
}

function essayer<T>(faire: () => T): Essai<T> {
  try {
    return { rendu: faire() };
  } catch (erreur) {
    return { erreur: erreur instanceof Error ? erreur : new Error(String(erreur)) };
  }
}

/** @returns what receives each batch judged, whatever their order */
function joindre(depuis: Cumul): (juge: LotJuge) => void {
  const enAvance = new Map<number, Essai<Partiel>>();
  let prochain = 0;
  return ({ rang, essai }) => {
    enAvance.set(rang, essai);
    for (let pret = enAvance.get(prochain); pret; pret = enAvance.get(prochain)) {
      enAvance.delete(prochain);
      prochain += 1;
      const lot = pret;
      parentPort?.postMessage(
        ('erreur' in lot ? lot : essayer(() => depuis.joindre(lot.rendu))) satisfies ThreadResponse,
      );
    }
  };
}

function quandJuge(): (juge: LotJuge) => void {
  if (role.genre === 'juge') return (juge) => role.vers.postMessage(juge);
  const recevoir = joindre(new Cumul(...versions, role.depuis));
  for (const port of role.des) port.on('message', recevoir);
  return recevoir;
}

const donner = quandJuge();
parentPort?.on('message', ({ rang, lot }: ThreadRequest) =>
  donner({ rang, essai: essayer(() => partiel(juger(lot), mesure.relever())) }),
);
