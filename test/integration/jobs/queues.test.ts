/** What the owner's migration made for the background work, and what the application's role may do with it. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOBS } from '#src/cli/jobs.ts';
import { baseDeTest } from '#test/support/base.ts';

let application: Client;
let proprietaire: Client;
beforeAll(async () => {
  const { urlApplication, urlProprietaire } = await baseDeTest();
  application = new Client({ connectionString: urlApplication });
  proprietaire = new Client({ connectionString: urlProprietaire });
  await Promise.all([application.connect(), proprietaire.connect()]);
});
afterAll(() => Promise.all([application.end(), proprietaire.end()]));

const refus = (sql: string): Promise<string> =>
  application.query(sql).then(
    () => 'done',
    (erreur: { code?: string }) => erreur.code ?? '',
  );

describe('queues', () => {
  it('are one for each kind of job, with the policy the code states', async () => {
    const { rows } = await proprietaire.query(
      `select name as queue, retry_limit as "retryLimit", retry_delay as "retryDelay", expire_seconds as "expireInSeconds", policy, retry_backoff as backoff
       from pgboss.queue order by name`,
    );
    expect(rows).toEqual(
      JOBS.map(({ queue, retryLimit, retryDelay, expireInSeconds }) => ({
        queue,
        retryLimit,
        retryDelay,
        expireInSeconds,
        policy: 'short',
        backoff: true,
      })).sort((a, b) => (a.queue < b.queue ? -1 : 1)),
    );
  });

  it('that are about no record have a period, and no clock but that of the servers', async () => {
    expect(JOBS.filter(({ cle }) => cle === undefined)).toEqual(
      JOBS.filter(({ periodeS }) => periodeS !== undefined),
    );
    const { rows } = await proprietaire.query(
      "select name from pgboss.schedule union select name from pgboss.queue where name like '\\_\\_pgboss%'",
    );
    expect(rows).toEqual([]);
  });
});

describe('the application’s role', () => {
  it.each([
    ["select pgboss.create_queue('autre', '{}')"],
    ["select pgboss.delete_queue('courriel')"],
    ["insert into pgboss.queue (name) values ('autre')"],
    ["update pgboss.queue set retry_limit = 0 where name = 'courriel'"],
    ["insert into pgboss.schedule (name, cron) values ('courriel', '* * * * *')"],
    ['update pgboss.version set version = 1'],
    ['create table pgboss.autre (id int)'],
    ['truncate pgboss.job'],
    ['delete from job_en_echec'],
  ])('may not: %s', async (sql) => {
    // 42501: a right that lacks; 55000: a view that cannot be written.
    expect(['42501', '55000']).toContain(await refus(sql));
  });

  it('queues for whoever acts, and shows jobs to nobody who acts for a Caf or a partner', async () => {
    const vus: number[] = [];
    for (const [caf, partenaire] of [
      ['451', '00000000-0000-4000-8000-000000000001'],
      ['451', ''],
      ['*', ''],
    ]) {
      await application.query('begin');
      await application.query(
        "select set_config('mcp.caf', $1, true), set_config('mcp.partenaire', $2, true)",
        [caf, partenaire],
      );
      await application.query("insert into pgboss.job (name) values ('courriel') on conflict do nothing");
      vus.push((await application.query('select 1 from pgboss.job')).rowCount ?? -1);
      vus.push((await application.query("update pgboss.job set state = 'cancelled'")).rowCount ?? -1);
      await application.query('rollback');
    }
    expect(vus).toEqual([0, 0, 0, 0, 1, 1]);
  });
});
