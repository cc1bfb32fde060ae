/** Conducts a study: while a batch is judged, the next ones are read and the one before is written. */
import type { AgregatsEcrits } from './agregats.ts';
import type { Evaluateur, ResultatDeLot } from './evaluateur.ts';
import type { Curseur, Lot } from './lecture.ts';
import type { CasChange } from './types.ts';

/** How far a study is. */
export interface Avancement {
  readonly curseur: Curseur | null;
  /** Every stored case was read. */
  readonly lectureFinie: boolean;
  readonly lus: number;
  readonly tires: number;
}
export const AU_DEBUT: Avancement = { curseur: null, lectureFinie: false, lus: 0, tires: 0 };

/** The end of a batch: where the next one goes on from, and what this one brought. */
export interface Checkpoint extends Avancement {
  readonly changes: readonly CasChange[];
  readonly agregats: AgregatsEcrits;
}

export interface Conduite {
  lire(apres: Curseur | null): Promise<Lot>;
  readonly evaluateur: Evaluateur;
  readonly depuis: Avancement;
  /** Drawn cases to judge after the stored ones. */
  readonly generes: number;
  readonly graine: string;
  /** Receives each batch, in order, one at a time. */
  poser(checkpoint: Checkpoint): Promise<void>;
  readonly arret: AbortSignal;
}

const GENERES_PAR_LOT = 500;

/** A batch given to the judge. */
interface Batch {
  readonly lot: Lot;
  readonly resultat: Promise<ResultatDeLot>;
}

/** @returns false when it was stopped; what was given to `poser` is all that was done */
export async function conduire({
  lire,
  evaluateur,
  depuis,
  generes,
  graine,
  poser,
  arret,
}: Conduite): Promise<boolean> {
  let { lus, tires, lectureFinie, curseur } = depuis;
  let pose: Promise<void> = Promise.resolve();
  const suivre = async (checkpoint: Checkpoint): Promise<void> => {
    await pose;
    pose = poser(checkpoint);
    // Awaited before the next one: a failure in between must not end the process.
    pose.catch(() => undefined);
  };

  const recevoir = async ({ lot, resultat }: Batch): Promise<void> => {
    const { changes, agregats } = await resultat;
    lus += lot.cas.length;
    ({ curseur } = lot);
    lectureFinie = curseur === null;
    await suivre({ curseur, lectureFinie, lus, tires, changes, agregats });
  };

  let lecture = lectureFinie ? undefined : lire(curseur);
  // One batch waits behind the one being judged: the judge never waits for us.
  let envoye: Batch | undefined;
  while (lecture && !arret.aborted) {
    const lot = await lecture;
    lecture = lot.curseur === null ? undefined : lire(lot.curseur);
    lecture?.catch(() => undefined);
    const resultat = evaluateur.mesurer(lot.cas);
    resultat.catch(() => undefined);
    if (envoye) await recevoir(envoye);
    envoye = { lot, resultat };
  }
  if (envoye) await recevoir(envoye);
  await lecture?.catch(() => undefined);
  while (lectureFinie && tires < generes && !arret.aborted) {
    const fin = Math.min(tires + GENERES_PAR_LOT, generes);
    const { agregats } = await evaluateur.generer(graine, tires, fin);
    tires = fin;
    await suivre({ curseur, lectureFinie, lus, tires, changes: [], agregats });
  }
  await pose;
  return lectureFinie && tires >= generes;
}
