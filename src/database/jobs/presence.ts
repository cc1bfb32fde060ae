/** Whether anybody does the background work: each program that does looks after the queues every minute. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { tables } from '#src/kernel/tables.ts';
import { lireLignes } from '#src/kernel/sql.ts';

/** Nobody looked after the queues for this long: nobody does the work. */
export const ABSENCE_S = 180;

/** @returns seconds since somebody last looked after the queues; undefined when nobody ever did */
export async function ageDeLEntretien(em: EntityManager): Promise<number | undefined> {
  const [lu] = await lireLignes(
    em,
    tables.selectNoFrom(
      sql<
        number | null
      >`(select extract(epoch from clock_timestamp() - maintained_on)::int from pgboss.version)`.as('age'),
    ),
  );
  return lu?.age ?? undefined;
}
