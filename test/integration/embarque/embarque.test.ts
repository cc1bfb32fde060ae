import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { calculerEmplacement } from '#src/database/embarque/emplacement.ts';
import { ausculterPostgres, demarrerPostgres, etatPostgres } from '#src/database/embarque/index.ts';
import { processusDansDossier, signaler } from '#src/database/embarque/processus.ts';
import { arreterServeur } from '#src/database/embarque/serveur.ts';

let instance: string;
let enfants: ChildProcess[];

beforeEach(() => {
  instance = `lanceur-${randomBytes(4).toString('hex')}`;
  enfants = [];
});

afterEach(async () => {
  for (const enfant of enfants) enfant.kill('SIGKILL');
  const { donnees, dossier } = await calculerEmplacement(instance);
  await arreterServeur(donnees);
  await rm(dossier, { recursive: true, force: true });
});

describe('embedded PostgreSQL', () => {
  test('the data of a stopped server is found again at the next start, on the same port', async () => {
    const premier = await demarrerPostgres({ instance });
    await ecrire(premier.urlProprietaire, 'avant');
    await premier.arreter();
    expect(await etatPostgres(instance)).toEqual({ ouvert: false });
    expect(await vivants()).toEqual([]);
    const second = await demarrerPostgres({ instance });
    expect(await lire(second.urlProprietaire)).toEqual(['avant']);
    expect(second.port).toBe(premier.port);
    await second.arreter();
  });

  test('the application role owns nothing and escapes no row-level security, the state file is closed to other users', async () => {
    const pg = await demarrerPostgres({ instance });
    const roles = await requete(
      pg.urlApplication,
      'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
    );
    expect(roles).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    await expect(requete(pg.urlApplication, 'create table vol (x int)')).rejects.toThrow(/permission denied/);
    await expect(requete(pg.urlApplication.replace(/:[^:@]+@/, ':faux@'), 'select 1')).rejects.toThrow(
      /authentication failed/,
    );
    const { etat, donnees } = await calculerEmplacement(instance);
    expect((await stat(etat)).mode & 0o777).toBe(0o600);
    expect((await stat(donnees)).mode & 0o777).toBe(0o700);
    await pg.arreter();
  });

  test('committed data survives a killed application: the next start joins the server left behind', async () => {
    const { enfant, reponse } = await lancerEnfant();
    await ecrire(reponse.url, 'avant la coupure');
    expect(await ausculterPostgres(instance)).toMatchObject({
      serveur: reponse.pid,
      vivants: [{ pid: enfant.pid }],
      morts: [],
    });
    await tuer(enfant);
    expect(await ausculterPostgres(instance)).toMatchObject({
      serveur: reponse.pid,
      vivants: [],
      morts: [{ pid: enfant.pid, commande: 'enfant.ts' }],
    });
    const suivant = await demarrerPostgres({ instance });
    expect(suivant.adopte).toBe(true);
    expect(suivant.pid).toBe(reponse.pid);
    expect((await suivant.etat()).ouvert && (await utilisateurs())).toEqual([process.pid]);
    expect(await lire(suivant.urlProprietaire)).toEqual(['avant la coupure']);
    await suivant.arreter();
    expect(await vivants()).toEqual([]);
    expect(await ausculterPostgres(instance)).toEqual({ serveur: null, vivants: [], morts: [] });
  });

  test('committed data survives a killed application and a killed server', async () => {
    const { enfant, reponse } = await lancerEnfant();
    await ecrire(reponse.url, 'avant la coupure');
    await tuer(enfant);
    for (const { pid } of await vivants()) signaler(pid, 'SIGKILL');
    await vi.waitFor(async () =>
      expect(await ausculterPostgres(instance)).toMatchObject({
        serveur: null,
        vivants: [],
        morts: [{ pid: enfant.pid }],
      }),
    );
    const suivant = await demarrerPostgres({ instance });
    expect(suivant.adopte).toBe(false);
    expect(await lire(suivant.urlProprietaire)).toEqual(['avant la coupure']);
    await suivant.arreter();
  });

  test('a server killed while it is used is opened again on its port, with what was committed; stopped on purpose, it stays stopped', async () => {
    const dites: string[] = [];
    const pg = await demarrerPostgres({ instance, veille: (ligne) => dites.push(ligne) });
    await ecrire(pg.urlProprietaire, 'avant la coupure');
    signaler(pg.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await lire(pg.urlProprietaire)).toEqual(['avant la coupure']), {
      timeout: 30_000,
      interval: 100,
    });
    await vi.waitFor(
      () =>
        expect(dites.join()).toMatch(
          /^La base de données s’était arrêtée : elle est de nouveau ouverte, en \d+ ms\.$/,
        ),
      { timeout: 5_000 },
    );
    const etat = await pg.etat();
    expect(etat).toMatchObject({ ouvert: true, port: pg.port, utilisateurs: [{ pid: process.pid }] });
    expect(etat.ouvert && etat.pid).not.toBe(pg.pid);
    await pg.arreter();
    expect(await vivants()).toEqual([]);
  });

  test('a stale postmaster.pid that names a process of somebody else does not prevent a start', async () => {
    await (await demarrerPostgres({ instance })).arreter();
    const { donnees } = await calculerEmplacement(instance);
    await writeFile(
      join(donnees, 'postmaster.pid'),
      `${process.pid}\n${donnees}\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`,
    );
    const pg = await demarrerPostgres({ instance });
    expect(await requete(pg.url, 'select 1 as un')).toEqual([{ un: 1 }]);
    await pg.arreter();
  });

  test('two starts at once share one server, and the last to leave stops it', async () => {
    const [un, deux] = await Promise.all([lancerEnfant(), lancerEnfant()]);
    expect(un.reponse.pid).toBe(deux.reponse.pid);
    expect([un.reponse.adopte, deux.reponse.adopte].sort()).toEqual([false, true]);
    expect((await utilisateurs()).sort()).toEqual([un.enfant.pid, deux.enfant.pid].sort());
    await terminer(un.enfant);
    expect(await requete(deux.reponse.url, 'select 1 as un')).toEqual([{ un: 1 }]);
    await terminer(deux.enfant);
    expect(await vivants()).toEqual([]);
    expect(await etatPostgres(instance)).toEqual({ ouvert: false });
  });

  test('a lost state file closes nothing: the data is opened with new passwords', async () => {
    const { enfant, reponse } = await lancerEnfant();
    await ecrire(reponse.url, 'toujours là');
    await tuer(enfant);
    const { etat } = await calculerEmplacement(instance);
    await writeFile(etat, '{"format": 1, "motsDePa');
    const suivant = await demarrerPostgres({ instance });
    expect(await lire(suivant.urlProprietaire)).toEqual(['toujours là']);
    await expect(requete(reponse.url, 'select 1')).rejects.toThrow();
    await suivant.arreter();
  });

  test('an interrupted creation of the data folder is started again', async () => {
    const { dossier } = await calculerEmplacement(instance);
    await mkdir(join(dossier, 'donnees.init', 'base'), { recursive: true });
    const pg = await demarrerPostgres({ instance });
    expect(await requete(pg.urlProprietaire, 'select 1 as un')).toEqual([{ un: 1 }]);
    await pg.arreter();
  });

  test('a data folder that holds something else is never overwritten', async () => {
    const { donnees } = await calculerEmplacement(instance);
    await mkdir(donnees, { recursive: true });
    await expect(demarrerPostgres({ instance })).rejects.toThrow(
      /n’est pas un dossier de données.*sauvegarde/,
    );
    expect(await readdir(donnees)).toEqual([]);
  });

  test('data of another major version is refused with what to do', async () => {
    await (await demarrerPostgres({ instance })).arreter();
    const { donnees } = await calculerEmplacement(instance);
    const version = join(donnees, 'PG_VERSION');
    await writeFile(version, '17\n');
    await expect(demarrerPostgres({ instance })).rejects.toThrow(
      /créées par PostgreSQL 17.*est de version 18.*Revenez à la version précédente/,
    );
    await writeFile(version, '18\n');
  });

  test('a port asked for and taken is refused with the reason', async () => {
    const pg = await demarrerPostgres({ instance });
    const autre = `${instance}-b`;
    await expect(demarrerPostgres({ instance: autre, port: pg.port })).rejects.toThrow(
      /Le port \d+ .* est déjà utilisé par un autre programme/,
    );
    await rm((await calculerEmplacement(autre)).dossier, { recursive: true, force: true });
    await pg.arreter();
  });

  test('sorts French with ICU and knows accented letters', async () => {
    const pg = await demarrerPostgres({ instance });
    const ordre = await requete(
      pg.url,
      `select string_agg(x, ' ' order by x collate "fr-x-icu") as tri, lower('ÉÀ') as bas from unnest(array['zoé','école','Eve','Éva']) x`,
    );
    expect(ordre).toEqual([{ tri: 'école Éva Eve zoé', bas: 'éà' }]);
    await requete(pg.urlProprietaire, 'create extension pg_trgm');
    expect(
      await requete(
        pg.urlProprietaire,
        `select similarity('été', 'été') > similarity('été', 'ota') as lettre`,
      ),
    ).toEqual([{ lettre: true }]);
    await requete(pg.urlProprietaire, 'create extension btree_gist; create extension unaccent');
    await pg.arreter();
  });
});

const Reponse = z.object({ pid: z.int(), port: z.int(), adopte: z.boolean(), url: z.string() });

async function lancerEnfant(): Promise<{ enfant: ChildProcess; reponse: z.infer<typeof Reponse> }> {
  const enfant = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'enfant.ts'), instance],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  enfants.push(enfant);
  for await (const ligne of createInterface({ input: enfant.stdout }))
    return { enfant, reponse: Reponse.parse(JSON.parse(ligne)) };
  throw new Error('the child said nothing');
}

async function tuer(enfant: ChildProcess): Promise<void> {
  const fin = once(enfant, 'exit');
  enfant.kill('SIGKILL');
  await fin;
}

async function terminer(enfant: ChildProcess): Promise<void> {
  const fin = once(enfant, 'exit');
  enfant.kill('SIGTERM');
  expect(await fin).toEqual([0, null]);
}

async function vivants(): Promise<{ pid: number }[]> {
  return processusDansDossier((await calculerEmplacement(instance)).donnees);
}

async function utilisateurs(): Promise<(number | undefined)[]> {
  const etat = await etatPostgres(instance);
  return etat.ouvert ? etat.utilisateurs.map(({ pid }) => pid) : [];
}

async function requete(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function ecrire(url: string, texte: string): Promise<void> {
  await requete(url, `create table if not exists note (texte text); insert into note values ('${texte}')`);
}

async function lire(url: string): Promise<unknown[]> {
  return (await requete(url, 'select texte from note')).map(
    (ligne) => z.object({ texte: z.string() }).parse(ligne).texte,
  );
}
