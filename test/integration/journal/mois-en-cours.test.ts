import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { ecrire, registre, verifier } from './chaines.ts';

let application: ApplicationDeTest;
let preparation: Client;
let guet: Client;

beforeAll(async () => {
  application = await applicationDeTest(registre, '2026-03-10');
  preparation = new Client({ connectionString: application.urlProprietaire });
  guet = new Client({ connectionString: application.urlProprietaire });
  await Promise.all([preparation.connect(), guet.connect()]);
});
afterAll(async () => {
  await Promise.all([preparation.end(), guet.end()]);
  await application.fermer();
});

it('a line whose month is being made is written once the month is there, and nobody is told of it', async () => {
  await ecrire(application, 1, '2024-11-15');
  await preparation.query('begin');
  await preparation.query('select journal_preparer(0, true)');
  const ecriture = ecrire(application, 2, '2024-11-20');
  await vi.waitUntil(
    async () =>
      ((
        await guet.query(
          "select 1 from pg_locks where not granted and relation = 'journal_mois.reste'::regclass",
        )
      ).rowCount ?? 0) > 0,
    { timeout: 30_000 },
  );
  await preparation.query('commit');
  await ecriture;
  const { rows } = await guet.query<{ partie: string; lignes: number }>(
    'select tableoid::regclass::text as partie, count(*)::int as lignes from journal group by 1',
  );
  expect(rows).toEqual([{ partie: 'journal_mois.m2024_11', lignes: 3 }]);
  await expect(verifier(application)).resolves.toMatchObject({ anomalie: null, lignes: 3 });
});
