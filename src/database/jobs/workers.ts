/** The workers of a server: pg-boss, over a few connections of its own. */
import { setImmediate as tour } from 'node:timers/promises';
import type { Pool } from 'pg';
import PgBoss from 'pg-boss';
import { aInserer } from '#src/database/jobs/file.ts';
import { enFile, Enveloppe, JobEchoue, type Job, type Traitement } from '#src/kernel/jobs.ts';
import { Refus } from '#src/kernel/refus.ts';

/** An attempt that failed. */
export interface EchecDeJob {
  readonly queue: string;
  readonly id: string;
  readonly tentative: number;
  /** No other will follow by itself: it is a dead letter. */
  readonly derniere: boolean;
  /** As people read it. */
  readonly cause: string;
  readonly erreur: unknown;
}

/** Who is told what happens. */
export interface EcoutesDeJobs {
  readonly surEchec: (echec: EchecDeJob) => void;
  /** The base does not answer the workers: said once, and again when it answers. */
  readonly surPanne: (erreur: unknown) => void;
  readonly surRetour: () => void;
}

/**
 * Their connections act for the program from the first, all the time: row security shows jobs to nobody else. Few:
 * workers must not wait behind people, nor people behind them.
 */
export const CONNEXIONS_DES_WORKERS = { max: 2, options: '-c mcp.caf=*' } as const;

/** Seconds between two looks at a queue. What this server queues is taken at once. */
const REGARD_S = 10;
/** For what is done from time to time; as often, each server asks for what its period calls for. */
const REGARD_PERIODIQUE_S = 60;
const MAINTENANCE_S = 60;
/** A dead letter waits for somebody; pg-boss would put it away with what is done. */
const GARDE_DES_ECHECS_S = 365 * 86_400;
/** What is under way when a server stops is given this long, then handed back. */
const FIN_MS = 20_000;
const CAUSE_TECHNIQUE = 'Une erreur technique l’a interrompu : le journal du serveur en dit la cause.';

/** Takes jobs from their queues and does them, one at a time for each queue. Several servers share the queues. */
export class Workers {
  private readonly boss: PgBoss;
  private readonly ids = new Map<string, string>();
  private readonly arret = new AbortController();
  /** Statements under way: pg-boss does not wait for those that write how a job ended. */
  private readonly enVol = new Set<Promise<unknown>>();
  private minuterie: NodeJS.Timeout | undefined;
  private demarre = false;
  private enPanne = false;

  private ecoutes: EcoutesDeJobs | undefined;

  /** @param pool with {@link CONNEXIONS_DES_WORKERS} */
  constructor(private readonly pool: Pool) {
    pool.on('error', (erreur) => this.direPanne(erreur));
    this.boss = new PgBoss({
      db: {
        executeSql: (texte, valeurs: unknown[] | undefined) => this.suivre(this.demander(texte, valeurs)),
      },
      migrate: false,
      maintenanceIntervalSeconds: MAINTENANCE_S,
      archiveFailedAfterSeconds: GARDE_DES_ECHECS_S,
      // Its clock would create a queue at each start, which is the owner's to do.
      schedule: false,
    });
    this.boss.on('error', (erreur) => this.direPanne(erreur));
  }

  /** @throws Error when the schema of the queues is not the one this pg-boss works with */
  async demarrer(traitements: readonly Traitement[], ecoutes: EcoutesDeJobs): Promise<void> {
    this.ecoutes = ecoutes;
    await this.boss.start();
    this.demarre = true;
    // pg-boss writes it after its first minute: until then nobody could tell that somebody works.
    await this.demander('update pgboss.version set maintained_on = now()');
    const periodiques = traitements.map(({ job }) => job).filter(({ periodeS }) => periodeS !== undefined);
    await this.demanderPeriodiques(periodiques);
    this.minuterie = setInterval(
      () => void this.demanderPeriodiques(periodiques),
      REGARD_PERIODIQUE_S * 1_000,
    );
    for (const traitement of traitements) {
      const { queue, periodeS } = traitement.job;
      this.ids.set(
        queue,
        await this.boss.work<unknown>(
          queue,
          {
            pollingIntervalSeconds: periodeS === undefined ? REGARD_S : REGARD_PERIODIQUE_S,
            includeMetadata: true,
          },
          (jobs) => this.faire(traitement, jobs),
        ),
      );
    }
  }

  /** Of all that the servers ask for, the base keeps one job for each period. */
  private async demanderPeriodiques(jobs: readonly Job[]): Promise<void> {
    const demandes = jobs.map((job) => ({
      ...aInserer(enFile(job, {}, { par: 'systeme', cafId: null })),
      singletonSeconds: job.periodeS,
    }));
    // The base does not answer, which is told already: asked for again at the next turn.
    await this.boss.insert(demandes).catch(() => undefined);
  }

  /** Looks at these queues now. */
  readonly reveiller = (queues: ReadonlySet<string>): void => {
    for (const queue of queues) {
      const id = this.ids.get(queue);
      if (id !== undefined) this.boss.notifyWorker(id);
    }
  };

  /** What pg-boss does from time to time: jobs whose server died are for another, old ones are put away. */
  async entretenir(): Promise<void> {
    await this.boss.maintain();
  }

  /** Ends with the jobs under way, or hands them back. */
  async arreter(): Promise<void> {
    this.arret.abort();
    clearInterval(this.minuterie);
    await this.boss.stop({ close: false, timeout: FIN_MS });
    // A job taken at that very moment is handed back by a statement which follows the one that took it.
    do {
      await Promise.allSettled(this.enVol);
      await tour();
    } while (this.enVol.size > 0);
    await this.pool.end();
  }

  private async faire(
    { job: { queue }, traiter }: Traitement,
    jobs: readonly PgBoss.JobWithMetadata<unknown>[],
  ): Promise<void> {
    for (const { id, data, retryCount, retryLimit } of jobs) {
      try {
        // Taken while the server stops: for another one.
        this.arret.signal.throwIfAborted();
        await traiter(Enveloppe.parse(data).donnees, this.arret.signal);
      } catch (erreur) {
        const cause =
          erreur instanceof JobEchoue || erreur instanceof Refus ? erreur.message : CAUSE_TECHNIQUE;
        if (!this.arret.signal.aborted)
          this.ecoutes?.surEchec({
            queue,
            id,
            tentative: retryCount + 1,
            derniere: retryCount >= retryLimit,
            cause,
            erreur,
          });
        // Kept with the job, where people read it: neither stack nor data.
        throw Object.assign(new JobEchoue(cause), { stack: undefined });
      } finally {
        // There may be another one.
        this.reveiller(new Set([queue]));
      }
    }
  }

  private suivre<Resultat>(travail: Promise<Resultat>): Promise<Resultat> {
    this.enVol.add(travail);
    const oublier = () => this.enVol.delete(travail);
    travail.then(oublier, oublier);
    return travail;
  }

  /**
   * pg-boss does not look at the outcome of what it writes once a job is done: a refusal would end the program. A job
   * whose end is not written is taken again after its time, and is safe to run twice.
   */
  private async demander(texte: string, valeurs?: unknown[]): Promise<{ rows: unknown[] }> {
    try {
      // Some statements of pg-boss open a transaction, which an error leaves open: the pool closes that connection.
      const resultat = await this.pool.query<object>(texte, valeurs);
      if (this.enPanne) {
        this.enPanne = false;
        this.ecoutes?.surRetour();
      }
      return resultat;
    } catch (erreur) {
      if (!this.demarre) throw erreur;
      this.direPanne(erreur);
      return undefined as never;
    }
  }

  private direPanne(erreur: unknown): void {
    if (this.enPanne || this.arret.signal.aborted) return;
    this.enPanne = true;
    this.ecoutes?.surPanne(erreur);
  }
}
