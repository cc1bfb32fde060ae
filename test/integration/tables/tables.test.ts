/** What the compiler knows of the tables is what the migrated base has, and what its connection gives. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ouvrirOrm } from '#src/database/orm.ts';
import { lireLignes, requetesSur } from '#src/kernel/sql.ts';
import { baseDeTest } from '#test/support/base.ts';
import type { Base } from '#test/support/postgres.ts';
import { tablesEnTexte } from '#test/support/tables.ts';

let base: Base;
let orm: MikroORM;
beforeAll(async () => {
  base = await baseDeTest();
  orm = await ouvrirOrm([], base.urlApplication, 1);
});
afterAll(() => orm.close(true));

const requetes = requetesSur<Record<string, never>>();

describe('the tables of the contexts', () => {
  it('are those of the migrated base; otherwise run « npm run tables »', async () => {
    for (const [chemin, texte] of await tablesEnTexte(base.urlProprietaire))
      expect(readFileSync(join(import.meta.dirname, '../../..', chemin), 'utf8'), chemin).toBe(texte);
  });

  it('say of each type what the connection gives for it', async () => {
    const [ligne] = await lireLignes(
      orm.em,
      requetes.selectNoFrom([
        sql<boolean>`true`.as('bool'),
        sql<number>`2147483647`.as('int4'),
        sql<string>`9007199254740993::int8`.as('int8'),
        sql<string>`0.10::numeric(8,4)`.as('numeric'),
        sql<string>`'2026-03-01'::date`.as('date'),
        sql<string>`'2026-03-01 12:00:00+02'::timestamptz`.as('timestamptz'),
        sql<string>`daterange('2026-03-01', null)`.as('daterange'),
        sql<object>`'{"a": [1, null]}'::jsonb`.as('jsonb'),
      ]),
    );
    expect(ligne).toEqual({
      bool: true,
      int4: 2_147_483_647,
      int8: '9007199254740993',
      numeric: '0.1000',
      date: '2026-03-01',
      timestamptz: '2026-03-01 10:00:00+00',
      daterange: '[2026-03-01,)',
      jsonb: { a: [1, null] },
    });
  });
});

describe('a query', () => {
  it('gives its values as they are, whatever they contain', async () => {
    for (const valeur of ["l'été", 'a ? b ?? c', String.raw`a\?b \' c`, '$1 :x "y"', '']) {
      const [ligne] = await lireLignes(
        orm.em,
        requetes.selectNoFrom([sql<string>`${valeur}::text`.as('lue'), sql<number>`${2}::int`.as('apres')]),
      );
      expect(ligne).toEqual({ lue: valeur, apres: 2 });
    }
  });
});
