/** What judges the batches of a study; here, where it stands. */
import { setImmediate as laisserPasser } from 'node:timers/promises';
import type { FichierClos } from '#src/engine/index.ts';
import type { AgregatsEcrits } from './agregats.ts';
import { Cumul, partiel, type ResultatDeLot } from './cumul.ts';
import { casDuLot, type LotEcrit } from './lot.ts';
import { Mesure } from './mesure.ts';
import type { CasChange } from './types.ts';

/** Judges batches; what each brings is told in the order they were given, and the counts go on. */
export interface Evaluateur {
  /** Batches it judges at once. */
  readonly threads: number;
  mesurer(lot: LotEcrit): Promise<ResultatDeLot>;
  generer(graine: string, de: number, a: number): Promise<ResultatDeLot>;
  fermer(): Promise<void>;
}

/** Cases judged in place before others have their turn. */
const CAS_D_AFFILEE = 100;

/** What is judged, and where the counts go on from. */
export interface AEvaluer {
  /** Canonical text of a closed file, as `apres`. */
  readonly avant: string;
  readonly apres: string;
  readonly depuis: AgregatsEcrits;
}

/** Judges here, in short turns; the batches one after the other. */
export function evaluateurSurPlace({ avant, apres, depuis }: AEvaluer): Evaluateur {
  const versions = [JSON.parse(avant) as FichierClos, JSON.parse(apres) as FichierClos] as const;
  const mesure = new Mesure(...versions);
  const cumul = new Cumul(...versions, depuis);
  // The counts given with a batch are those of its end: the next one begins after.
  let file: Promise<unknown> = Promise.resolve();
  const aSonTour = (juger: () => Promise<readonly CasChange[]>): Promise<ResultatDeLot> => {
    const resultat = file.then(juger).then((changes) => cumul.joindre(partiel(changes, mesure.relever())));
    file = resultat.catch(() => undefined);
    return resultat;
  };
  return {
    threads: 1,
    mesurer: (lot) =>
      aSonTour(async () => {
        const cas = casDuLot(lot);
        const changes: CasChange[] = [];
        for (let rang = 0; rang < cas.length; rang += CAS_D_AFFILEE) {
          changes.push(...mesure.mesurer(cas.slice(rang, rang + CAS_D_AFFILEE)));
          await laisserPasser();
        }
        return changes;
      }),
    generer: (graine, de, a) =>
      aSonTour(async () => {
        for (let rang = de; rang < a; rang += CAS_D_AFFILEE) {
          mesure.generer(graine, rang, Math.min(rang + CAS_D_AFFILEE, a));
          await laisserPasser();
        }
        return [];
      }),
    fermer: () => Promise.resolve(),
  };
}
