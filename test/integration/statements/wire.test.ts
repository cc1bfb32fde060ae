import { readFile } from 'node:fs/promises';
import { Client, Pool } from 'pg';
import { expect, inject, it, vi } from 'vitest';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { calculerEmplacement } from '#src/database/embarque/emplacement.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { agent } from '#test/support/acteurs.ts';
import { horlogeDeTest } from '#test/support/application.ts';
import { baseDeTest } from '#test/support/base.ts';
import { openWire } from '#test/support/wire.ts';
import { sansRegles } from '../unite/commandes-de-test.ts';

/** The log of a server that is not ours cannot be read. */
const OURS = process.env['ESSAIS_DATABASE_URL'] === undefined;

it.runIf(OURS)('counts what passes to PostgreSQL as its own log does, line by line', async () => {
  const base = await baseDeTest();
  const superuser = new Client({ connectionString: inject('essais').url });
  await superuser.connect();
  await superuser.query(`alter database ${base.nom} set log_statement = 'all'`);
  await superuser.end();
  const { log } = await calculerEmplacement('essais');
  const before = (await readFile(log, 'utf8')).length;

  const wire = await openWire(base.urlApplication);
  const orm = await ouvrirOrm(wire.url);
  const pool = new Pool({ connectionString: wire.url });
  const executeur = creerExecuteur({
    orm,
    registre: sansRegles,
    horloge: horlogeDeTest(),
    urlPublique: 'http://127.0.0.1',
  });
  for (let time = 0; time < 3; time += 1) {
    await executeur.lire(agent(), ({ em }) => em.execute('select 1; select 2'));
    await pool.query({ name: 'named', text: 'select $1::int', values: [time] });
    await pool.query('select $1::int', [time]);
  }
  await orm.close(true);
  await pool.end();
  const counted = wire.statements().length;
  await wire.close();

  expect(counted).toBeGreaterThanOrEqual(15);
  await vi.waitFor(async () => {
    const lines = (await readFile(log, 'utf8')).slice(before).split('\n');
    expect(lines.filter((line) => /LOG: {2}(statement|execute)\b/.test(line))).toHaveLength(counted);
  });
});
