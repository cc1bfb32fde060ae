/** Puts jobs in their queues, in the transaction of a unit of work. */
import type { EntityManager, Knex } from '@mikro-orm/postgresql';
import type { ClientBase } from 'pg';
import PgBoss from 'pg-boss';
import type { JobEnFile } from '#src/kernel/jobs.ts';

/** Over no connection of its own: each insertion is given that of the unit. */
const boss = new PgBoss({
  db: { executeSql: () => Promise.reject(new Error('jobs are queued over the connection of a unit')) },
});

/** What pg-boss inserts: the policy of each job is that of its queue. */
export const aInserer = ({ queue, cle, enveloppe }: JobEnFile): PgBoss.JobInsert => ({
  name: queue,
  data: enveloppe,
  singletonKey: cle,
});

/** They wait only once the transaction is committed. */
export async function insererJobs(em: EntityManager, jobs: readonly JobEnFile[]): Promise<void> {
  const transaction = em.getTransactionContext<Knex.Transaction>();
  if (jobs.length === 0 || !transaction) return;
  const client = (await transaction.client.acquireConnection()) as ClientBase;
  await boss.insert(jobs.map(aInserer), {
    db: { executeSql: (texte, valeurs) => client.query(texte, valeurs) },
  });
}
