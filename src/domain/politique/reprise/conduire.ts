/** Conducts an act to its end: Caf by Caf, a bounded batch in one transaction each time. */
import { randomUUID } from 'node:crypto';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { definirTraitement } from '#src/kernel/jobs.ts';
import { BaseIndisponible } from '#src/kernel/refus.ts';
import {
  cafsARevoir,
  prendreReprise,
  prolongerReprise,
  rendreReprise,
  reprendreLot,
  terminerReprise,
  type LotRepris,
  type ReprisePrise,
} from '#src/domain/politique/reprise/travail.ts';
import type { Repere } from '#src/domain/politique/reprise/attente.ts';
import { ReprisePerdue, VersionsChangees } from '#src/domain/politique/reprise/refus.ts';
import { JOB_REPRISE } from '#src/domain/politique/reprise/reprise-question.ts';
import type { ComptesDeReprise } from '#src/domain/politique/reprise/vues.ts';

export interface Conduite {
  readonly executeur: Executeur;
  readonly holder: string;
  /** Told of a case that failed and was left alone. */
  readonly signaler?: (erreur: unknown, reprise: string) => void;
  /** Cases done so far by this program, and those that remained when it began. */
  readonly avancement?: (faits: number, total: number) => void;
  readonly leaseMs?: number;
  readonly tailleDeLot?: number;
}

/** Milliseconds after which an act whose program says nothing more is taken by another. */
export const REPRISE_LEASE_MS = 30_000;
const TAILLE_DE_LOT = 100;
const SYSTEME: Acteur = { type: 'systeme', raison: 'reprise des cas en attente' };

/** What stops the act itself; anything else is one case's trouble. */
const arreteTout = (erreur: unknown): boolean =>
  [BaseIndisponible, ReprisePerdue, VersionsChangees].some((classe) => erreur instanceof classe);

/**
 * @param arret gives the act back after the batch under way
 * @returns the sealed counts, or null when it was stopped
 * @throws ReprisePerdue | VersionsChangees | BaseIndisponible
 */
export async function conduireReprise(
  conduite: Conduite,
  { id, plan, motif, acteur }: ReprisePrise,
  arret: AbortSignal,
): Promise<ComptesDeReprise | null> {
  const {
    executeur,
    holder,
    avancement,
    signaler,
    leaseMs = REPRISE_LEASE_MS,
    tailleDeLot = TAILLE_DE_LOT,
  } = conduite;
  const cafs = await executeur.executer(SYSTEME, cafsARevoir, { id, holder, leaseMs, plan });
  const total = cafs.reduce((somme, { cas }) => somme + cas, 0);
  let faits = 0;
  for (const { cafId, fuseauHoraire } of cafs) {
    const chez: Acteur = { ...acteur, chez: { cafId, fuseauHoraire } };
    const lot = (apres: Repere | null, limite: number, technique = false): Promise<LotRepris> =>
      executeur.executer(chez, reprendreLot, { id, motif, plan, apres, limite, technique });
    for (let suite: Repere | null | undefined; suite !== null; ) {
      if (arret.aborted) {
        await executeur.executer(SYSTEME, rendreReprise, { id, holder, enFile: true });
        return null;
      }
      if (suite !== undefined) await executeur.executer(SYSTEME, prolongerReprise, { id, holder, leaseMs });
      const fait = await unLot(lot, suite ?? null, tailleDeLot, (erreur) => signaler?.(erreur, id));
      faits += fait.cas;
      ({ suite } = fait);
      avancement?.(faits, total);
    }
  }
  return executeur.executer(SYSTEME, terminerReprise, { id, holder });
}

/** A batch that fails is taken case by case; the case that fails alone is left as it is, and said. */
async function unLot(
  lot: (apres: Repere | null, limite: number, technique?: boolean) => Promise<LotRepris>,
  apres: Repere | null,
  taille: number,
  signaler: (erreur: unknown) => void,
): Promise<LotRepris> {
  try {
    return await lot(apres, taille);
  } catch (erreur) {
    if (arreteTout(erreur)) throw erreur;
    signaler(erreur);
    if (taille === 1) return lot(apres, 1, true);
  }
  let cas = 0;
  for (let [suite, fois]: [Repere | null, number] = [apres, 0]; ; fois += 1) {
    const fait = await unLot(lot, suite, 1, signaler);
    cas += fait.cas;
    if (fait.suite === null || fois + 1 === taille) return { cas, suite: fait.suite };
    ({ suite } = fait);
  }
}

/**
 * Takes one act that waits and conducts it. @param cherchee this one only @returns whether there was one @throws
 * what stopped the act, which is given back for another time
 */
export async function travaillerUneReprise(
  conduite: Omit<Conduite, 'holder'>,
  arret: AbortSignal,
  cherchee?: string,
): Promise<boolean> {
  const holder = randomUUID();
  const prise = await conduite.executeur.executer(SYSTEME, prendreReprise, {
    holder,
    leaseMs: conduite.leaseMs ?? REPRISE_LEASE_MS,
    id: cherchee,
  });
  if (!prise) return false;
  try {
    await conduireReprise({ ...conduite, holder }, prise, arret);
  } catch (erreur) {
    // Not queued: whoever is told of the failure says when it is tried again.
    await conduite.executeur
      .executer(SYSTEME, rendreReprise, { id: prise.id, holder, enFile: false })
      .catch(() => undefined);
    if (!(erreur instanceof ReprisePerdue)) throw erreur;
  }
  return true;
}

/** What one job does of an act at most: a third of the time after which it is believed lost. */
const TRANCHE_MS = 60_000;

/** Takes up the act of a job for a slice of time; what remains is queued again behind the others. */
export const travailDesReprises = (conduite: Omit<Conduite, 'holder'>) =>
  definirTraitement(JOB_REPRISE, async ({ id }, arret) => {
    await travaillerUneReprise(conduite, AbortSignal.any([arret, AbortSignal.timeout(TRANCHE_MS)]), id);
  });
