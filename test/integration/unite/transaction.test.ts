import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { agent } from '#test/support/acteurs.ts';
import { horlogeDeTest } from '#test/support/application.ts';
import { baseDeTest } from '#test/support/base.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { sansRegles } from './commandes-de-test.ts';

let wire: Wire;
let orm: MikroORM;
let executeur: Executeur;
beforeAll(async () => {
  wire = await openWire((await baseDeTest()).urlApplication);
  // One connection: each unit gets that of the one before.
  orm = await ouvrirOrm(wire.url, 1);
  executeur = creerExecuteur({
    orm,
    registre: sansRegles,
    horloge: horlogeDeTest(),
    urlPublique: 'http://127.0.0.1',
  });
});
beforeEach(() => wire.forget());
afterAll(async () => {
  await orm.close(true);
  await wire.close();
});

const acteurDeLaConnexion = (): Promise<unknown> =>
  orm.em.getConnection().execute("select nullif(current_setting('mcp.caf', true), '') as caf");

describe('a unit of work', () => {
  it('begins in the message that says for whom it reads: a reading is its own statements and two', async () => {
    await executeur.lire(agent(), ({ em }) => em.execute('select 1'));
    expect(wire.statements().map((texte) => texte.split(' ').slice(0, 4).join(' '))).toEqual([
      'BEGIN TRANSACTION READ ONLY;',
      'select 1',
      'COMMIT;',
    ]);
    expect(wire.statements()[0]).toContain("set_config('mcp.caf', '451', true)");
  });

  it('leaves its actor to nobody: neither once done, nor refused, nor broken at its first statement', async () => {
    await executeur.lire(agent(), ({ em }) => em.execute('select 1'));
    expect(await acteurDeLaConnexion()).toEqual([{ caf: null }]);
    await expect(executeur.lire(agent(), ({ em }) => em.execute('select 1 / 0'))).rejects.toThrow();
    expect(await acteurDeLaConnexion()).toEqual([{ caf: null }]);
    await expect(orm.em.fork().transactional((em) => em.execute('select 1 / 0'))).rejects.toThrow();
    expect(await acteurDeLaConnexion()).toEqual([{ caf: null }]);
  });

  it('that asks nothing of the database sends nothing', async () => {
    await orm.em.fork().transactional(() => Promise.resolve());
    expect(wire.statements()).toEqual([]);
  });

  it('writes nothing where it only reads', async () => {
    await expect(
      executeur.lire(agent(), ({ em }) => em.execute('create temporary table essai (n int)')),
    ).rejects.toThrow(/read-only/);
  });

  it('is undone whole, its first statement included', async () => {
    await expect(
      orm.em.fork().transactional(async (em) => {
        await em.execute("select set_config('mcp.caf', '451', false)");
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await acteurDeLaConnexion()).toEqual([{ caf: null }]);
  });
});
