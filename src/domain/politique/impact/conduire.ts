/** Conducts a study: while a batch is judged, the next ones are read and the one before is written. */
import type { ResultatDeLot } from './cumul.ts';
import type { Evaluateur } from './evaluateur.ts';
import type { Curseur, Lot } from './lecture.ts';

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
export interface Checkpoint extends Avancement, ResultatDeLot {}

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
  let avancement = depuis;
  let pose: Promise<void> = Promise.resolve();
  const suivre = async (checkpoint: Checkpoint): Promise<void> => {
    await pose;
    pose = poser(checkpoint);
    // Awaited before the next one: a failure in between must not end the process.
    pose.catch(() => undefined);
  };

  // Each thread judges a batch while another waits behind it: none ever waits for us.
  const envoyes: (() => Promise<void>)[] = [];
  const envoyer = async (
    resultat: Promise<ResultatDeLot>,
    avancer: () => Partial<Avancement>,
  ): Promise<void> => {
    resultat.catch(() => undefined);
    envoyes.push(async () => {
      const fait = await resultat;
      avancement = { ...avancement, ...avancer() };
      await suivre({ ...avancement, ...fait });
    });
    if (envoyes.length >= 2 * evaluateur.threads) await envoyes.shift()?.();
  };
  const toutRecevoir = async (): Promise<void> => {
    for (let recevoir = envoyes.shift(); recevoir; recevoir = envoyes.shift()) await recevoir();
  };

  let lecture = avancement.lectureFinie ? undefined : lire(avancement.curseur);
  while (lecture && !arret.aborted) {
    const lot = await lecture;
    const { nombre, curseur } = lot;
    lecture = curseur === null ? undefined : lire(curseur);
    lecture?.catch(() => undefined);
    await envoyer(evaluateur.mesurer(lot), () => ({
      curseur,
      lectureFinie: curseur === null,
      lus: avancement.lus + nombre,
    }));
  }
  await toutRecevoir();
  await lecture?.catch(() => undefined);
  for (let de = avancement.tires; avancement.lectureFinie && de < generes && !arret.aborted; ) {
    const a = Math.min(de + GENERES_PAR_LOT, generes);
    await envoyer(evaluateur.generer(graine, de, a), () => ({ tires: a }));
    de = a;
  }
  await toutRecevoir();
  await pose;
  return avancement.lectureFinie && avancement.tires >= generes;
}
