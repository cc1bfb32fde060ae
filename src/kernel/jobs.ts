/** Work done in the background, after the transaction that asks for it: what a queue holds, and how it is tried again. */
import { sql, type Expression, type RawBuilder } from 'kysely';
import { z } from 'zod';

/** How often a job is tried, and how long one attempt may last before it counts as lost. */
export interface PolitiqueDeReprise {
  /** Attempts after the first. */
  readonly retryLimit: number;
  /** Seconds before the second attempt; doubled each time. */
  readonly retryDelay: number;
  /** Seconds after which the server that took the job is believed dead, and another takes it. */
  readonly expireInSeconds: number;
}

/** One kind of job: its queue is made by a migration, with the same policy. */
export interface Job<Schema extends z.ZodType = z.ZodType> extends PolitiqueDeReprise {
  /** Name of the queue. */
  readonly queue: string;
  /** What a job of it carries: ids, no personal data. */
  readonly donnees: Schema;
  /** What it is about: at most one job waits for it; by default the queue itself. */
  cle?(donnees: z.output<Schema>): string;
  /** Seconds between two of them, for what is done from time to time: one server among all asks for each. */
  readonly periodeS?: number;
}

/** Declares a kind of job with its types inferred from its schema. */
export const definirJob = <Schema extends z.ZodType>(job: Job<Schema>): Job<Schema> => job;

/** A job about one record, known by its id. */
export const definirJobDe = (queue: string, politique: PolitiqueDeReprise) =>
  definirJob({ queue, donnees: z.object({ id: z.uuid() }), cle: ({ id }) => id, ...politique });

/** A job done from time to time, about no record. */
export const definirJobPeriodique = (queue: string, periodeS: number, politique: PolitiqueDeReprise) =>
  definirJob({ queue, periodeS, donnees: z.object({}), ...politique });

/** What is stored with every job. */
export const Enveloppe = z.object({
  /** Who asked for it: an account, or the kind of actor that has none. */
  par: z.string(),
  /** The Caf whose people see it when it fails; null for a national one. */
  cafId: z.string().nullable(),
  requeteId: z.string().optional(),
  donnees: z.unknown(),
});

/** A job as it is put in its queue. */
export interface JobEnFile {
  readonly queue: string;
  readonly cle: string;
  readonly enveloppe: z.input<typeof Enveloppe>;
}

/** Puts a job in the shape its queue holds. */
export function enFile<Schema extends z.ZodType>(
  job: Job<Schema>,
  donnees: z.output<Schema>,
  { par, cafId, requeteId }: Omit<z.input<typeof Enveloppe>, 'donnees'>,
): JobEnFile {
  return {
    queue: job.queue,
    cle: job.cle?.(donnees) ?? job.queue,
    enveloppe: { par, cafId, requeteId, donnees },
  };
}

/** Does a job. It may be run twice: what is already done is left alone. */
export interface Traitement<Schema extends z.ZodType = z.ZodType> {
  readonly job: Job<Schema>;
  /** @param arret the server stops: what can be handed back is @throws JobEchoue | Refus with a sentence for people */
  traiter(donnees: z.output<Schema>, arret: AbortSignal): Promise<void>;
}

/** Joins a kind of job and what does it. */
export const definirTraitement = <Schema extends z.ZodType>(
  job: Job<Schema>,
  traiter: Traitement<Schema>['traiter'],
): Traitement => ({ job, traiter: (donnees, arret) => traiter(job.donnees.parse(donnees), arret) });

/** An attempt failed; the message, in French, is shown to those who see to it. */
export class JobEchoue extends Error {
  override readonly name = 'JobEchoue';
}

/**
 * In SQL: no job is waiting, under way or given up for this record. Records are the truth: one that waits without
 * a job is given one again.
 * @param cle a column with the id of the record
 */
export const sansJob = ({ queue }: Pick<Job, 'queue'>, cle: Expression<string>): RawBuilder<boolean> =>
  sql`not exists (select 1 from pgboss.job j where j.name = ${queue} and j.singleton_key = ${cle}::text and j.state in ('created', 'retry', 'active', 'failed'))`;
