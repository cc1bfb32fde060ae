/** What is done in the background, and by what. */
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Configuration } from '#src/cli/configuration.ts';
import type { EcoutesDeJobs, Workers } from '#src/database/jobs/workers.ts';
import { JOB_MOIS, preparationDesMois } from '#src/database/journal/mois.ts';
import {
  envoiDesCourriels,
  rattraperCourriels,
  type Transport,
} from '#src/domain/echanges/courriel/expedier.ts';
import { rattraperEtudes } from '#src/domain/politique/etude/travail.ts';
import { travailDesEtudes } from '#src/domain/politique/etude/travailleur.ts';
import { rattraperReprises } from '#src/domain/politique/reprise/travail.ts';
import { travailDesReprises } from '#src/domain/politique/reprise/conduire.ts';
import { JOB_REPRISE } from '#src/domain/politique/reprise/reprise-question.ts';
import { JOB_ETUDE } from '#src/domain/politique/versions/etude-impact.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { JOB_COURRIEL } from '#src/kernel/courriel.ts';
import { definirJobPeriodique, definirTraitement, type Job, type Traitement } from '#src/kernel/jobs.ts';
import type { Alertes } from '#src/server/supervision/alertes.ts';
import { JOB_SESSIONS, menageDesSessions } from '#src/server/session/session.ts';
import { transportSmtp } from '#src/server/smtp.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

/** Finds the records that wait without a job. */
const JOB_RATTRAPAGE = definirJobPeriodique('rattrapage', 60, {
  retryLimit: 3,
  retryDelay: 30,
  expireInSeconds: 60,
});

/** Every kind of job; each has the queue a migration made for it. */
export const JOBS: readonly Job[] = [
  JOB_COURRIEL,
  JOB_ETUDE,
  JOB_REPRISE,
  JOB_RATTRAPAGE,
  JOB_SESSIONS,
  JOB_MOIS,
];

interface Moyens {
  readonly executeur: Executeur;
  readonly orm: MikroORM;
  readonly log: Logger;
  readonly poolSessions: Pool;
  readonly alertes: Pick<Alertes, 'jobAbandonne'>;
}

const SYSTEME: Acteur = { type: 'systeme', raison: 'rattrapage des travaux en attente' };

/** @param transport without it mails are shown, not sent: they wait */
function rattrapage(executeur: Executeur, transport: Transport | undefined): Traitement {
  const commandes = [
    rattraperEtudes,
    rattraperReprises,
    ...(transport ? [rattraperCourriels] : []),
    // Last: a list that cannot be followed holds back no study nor mail.
    chargerReferentiel,
  ];
  return definirTraitement(JOB_RATTRAPAGE, async () => {
    for (const commande of commandes) await executeur.executer(SYSTEME, commande, {});
  });
}

/** What this server can do of all of them. */
function traitements(
  { executeur, orm, log, poolSessions }: Moyens,
  transport: Transport | undefined,
): Traitement[] {
  return [
    ...(transport ? [envoiDesCourriels(executeur, transport)] : []),
    travailDesEtudes({ executeur, log }),
    travailDesReprises({
      executeur,
      signaler: (erreur, reprise) =>
        log.error(
          { evenement: 'reprise-de-cas', reprise, erreur: decrireErreur(erreur) },
          'reprise des cas en attente',
        ),
    }),
    rattrapage(executeur, transport),
    menageDesSessions(poolSessions),
    preparationDesMois(orm),
  ];
}

/** What happens to jobs, in the log; those given up, as alerts too. */
const ecoutes = ({ log, alertes }: Moyens): EcoutesDeJobs => ({
  surEchec(echec) {
    const { queue, id, tentative, cause, erreur } = echec;
    log.warn(
      { evenement: 'job-echoue', queue, job: id, tentative, cause, erreur: decrireErreur(erreur) },
      'un travail en arrière-plan a échoué',
    );
    if (echec.derniere) alertes.jobAbandonne(echec);
  },
  surPanne: (erreur) =>
    log.error(
      { evenement: 'jobs-en-panne', erreur: decrireErreur(erreur) },
      'la base ne répond plus au travail en arrière-plan',
    ),
  surRetour: () =>
    log.warn({ evenement: 'jobs-en-panne', fini: true }, 'le travail en arrière-plan a repris'),
});

/** Starts the workers of a server on all that it can do. */
export async function demarrerWorkers(
  workers: Workers,
  moyens: Moyens,
  courrier: Configuration['courrier'],
): Promise<void> {
  const transport = courrier.mode === 'smtp' ? transportSmtp(courrier.url, courrier.expediteur) : undefined;
  await workers.demarrer(traitements(moyens, transport), ecoutes(moyens));
}
