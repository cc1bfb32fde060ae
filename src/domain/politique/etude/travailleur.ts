/** Works on the studies that wait: in the background of a server, or from the shell. */
import { randomUUID } from 'node:crypto';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { definirTraitement } from '#src/kernel/jobs.ts';
import { ErreurDuMoteur } from '#src/engine/index.ts';
import { conduire } from '#src/domain/politique/impact/conduire.ts';
import { ouvrirEvaluateur } from '#src/domain/politique/impact/ouvrir.ts';
import { lireLot } from '#src/domain/politique/impact/lecture.ts';
import { JOB_ETUDE } from '#src/domain/politique/versions/etude-impact.ts';
import { EtudePerdue } from '#src/domain/politique/impact/refus.ts';
import {
  echouerEtude,
  poserCheckpoint,
  prendreEtude,
  rendreEtude,
  terminerEtude,
  type EtudePrise,
} from './travail.ts';

interface Options {
  readonly executeur: Executeur;
  readonly log: { error(details: object, message: string): void };
  /** Milliseconds after which a study whose server says nothing more is taken by another. */
  readonly leaseMs?: number;
  /** Cases read at a time. */
  readonly tailleDeLot?: number;
  /** Told after each batch: cases judged, of how many. */
  readonly suivre?: (faits: number, total: number) => void;
}

/** What one job does of a study at most: a third of the time after which it is believed lost. */
const TRANCHE_MS = 60_000;
const LEASE_MS = 20_000;
const SYSTEME: Acteur = { type: 'systeme', raison: 'étude d’impact' };

export type Issue = 'rien' | 'terminee' | 'interrompue' | 'echouee';

/**
 * Takes one study and works on it to its end. @param arret gives it back after the batch under way @param
 * cherchee this one only
 */
export async function travaillerUneEtude(
  options: Options,
  arret: AbortSignal,
  cherchee?: string,
): Promise<Issue> {
  const { executeur, log, leaseMs = LEASE_MS } = options;
  const holder = randomUUID();
  const etude = await executeur.executer(SYSTEME, prendreEtude, { holder, leaseMs, id: cherchee });
  if (!etude) return 'rien';
  const { id } = etude;
  try {
    const fini = await run(options, etude, holder, leaseMs, arret);
    await executeur.executer(SYSTEME, fini ? terminerEtude : rendreEtude, { id, holder });
    return fini ? 'terminee' : 'interrompue';
  } catch (erreur) {
    // Stopped by an analyst, or taken by another server: nothing to write any more.
    if (erreur instanceof EtudePerdue) return 'interrompue';
    log.error(
      {
        evenement: 'etude-d-impact',
        etude: id,
        erreur: erreur instanceof Error ? erreur.message : String(erreur),
      },
      'étude d’impact interrompue par une erreur',
    );
    const phrase =
      erreur instanceof ErreurDuMoteur
        ? erreur.message
        : 'Une erreur technique a interrompu l’étude : reprenez-la ; si elle se répète, prévenez l’assistance.';
    await executeur
      .executer(SYSTEME, echouerEtude, { id, holder, erreur: phrase.slice(0, 1_000) })
      .catch(() => undefined);
    return 'echouee';
  }
}

async function run(
  { executeur, tailleDeLot, suivre }: Options,
  etude: EtudePrise,
  holder: string,
  leaseMs: number,
  arret: AbortSignal,
): Promise<boolean> {
  const { total, generes, avancement, avant, apres, agregats } = etude;
  const evaluateur = ouvrirEvaluateur(
    { avant, apres, depuis: agregats },
    total + generes - avancement.lus - avancement.tires,
  );
  let depuis = performance.now();
  try {
    return await conduire({
      evaluateur,
      depuis: avancement,
      generes,
      graine: etude.graine,
      arret,
      lire: (curseur) =>
        executeur.lire(SYSTEME, (unite) => lireLot(unite, etude.population, curseur, tailleDeLot)),
      poser: async (checkpoint) => {
        const maintenant = performance.now();
        const dureeMs = Math.round(maintenant - depuis);
        depuis = maintenant;
        await executeur.executer(SYSTEME, poserCheckpoint, {
          id: etude.id,
          holder,
          leaseMs,
          dureeMs,
          checkpoint,
        });
        suivre?.(checkpoint.lus + checkpoint.tires, total + generes);
      },
    });
  } finally {
    await evaluateur.fermer();
  }
}

/** Takes up the study of a job for a slice of time; what remains is queued again behind the others. */
export const travailDesEtudes = (options: Options) =>
  definirTraitement(JOB_ETUDE, async ({ id }, arret) => {
    await travaillerUneEtude(options, AbortSignal.any([arret, AbortSignal.timeout(TRANCHE_MS)]), id);
  });
