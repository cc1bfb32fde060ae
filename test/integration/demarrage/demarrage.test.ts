import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { INACHEVEE } from '#src/cli/demonstration/etat.ts';
import { calculerEmplacement } from '#src/database/embarque/emplacement.ts';
import type { Emplacement } from '#src/database/embarque/emplacement.ts';
import { lireEtat } from '#src/database/embarque/etat.ts';
import { urlPostgres } from '#src/database/embarque/roles.ts';
import { attendre, processusDansDossier, signaler } from '#src/database/embarque/processus.ts';
import { arreterServeur } from '#src/database/embarque/serveur.ts';
import { copierProjet } from '#test/support/copie.ts';
import { portLibre } from '#test/support/instances.ts';

// `npm start` on a fresh copy of the project, from a terminal: signals go to the whole process group, as
// Ctrl-C does.
let copie: Awaited<ReturnType<typeof copierProjet>>;
let emplacement: Emplacement;
let port: number;
const lances = new Set<ChildProcess>();

beforeAll(async () => {
  copie = await copierProjet();
  emplacement = await calculerEmplacement('principal', copie.dossier);
  port = await portLibre();
});

// Whatever a failed test left running must not be the next one's failure.
afterEach(async () => {
  for (const { pid } of lances) if (pid !== undefined) signaler(-pid, 'SIGKILL');
  lances.clear();
  await arreterServeur(emplacement.donnees);
});

afterAll(async () => {
  await rm(emplacement.racine, { recursive: true, force: true });
  await copie.supprimer();
});

describe('npm start', { timeout: 360_000 }, () => {
  let contenu: unknown;

  test('needs nothing but Node and npm: database and rules are there, the demonstration loads behind the pages, its accounts are shown', async () => {
    const { sortie, arreter } = await npmStart();
    expect(sortie()).toContain(`Adresse : http://127.0.0.1:${port}`);
    expect(sortie()).toContain('gestionnaire@caf-loiret.example');
    const connexion = await fetch(`http://127.0.0.1:${port}/connexion`);
    expect(connexion.status).toBe(200);
    expect(await connexion.text()).toContain('Les données de la démonstration se chargent');
    expect(await attendre(() => Promise.resolve(sortie().includes('Démonstration : 10 %')), 300_000)).toBe(
      true,
    );
    // A command reaches the running server instead of starting another.
    const avant = await etatServeur();
    const demo = await terminer(npm(['run', '--silent', 'demo']));
    expect(demo).toMatchObject({ code: 1, sortie: expect.stringContaining(INACHEVEE) });
    expect(await etatServeur()).toEqual(avant);
    // What is under way ends, nothing more begins.
    expect(await arreter('SIGINT')).toMatch(/Arrêté\.\s*$/);
    expect(await processusDansDossier(emplacement.donnees)).toEqual([]);
  });

  test('a second start finds the data again and says what was left half loaded, and SIGTERM stops everything too', async () => {
    const { sortie, arreter } = await npmStart();
    expect(sortie()).toContain(INACHEVEE);
    contenu = await compter();
    expect(contenu).toMatchObject({ cafs: 3, comptes: expect.any(Number) });
    expect(await arreter('SIGTERM')).toMatch(/Arrêté\.\s*$/);
    expect(await processusDansDossier(emplacement.donnees)).toEqual([]);
  });

  test('a start after kill -9 recovers', async () => {
    const tue = await npmStart();
    await tue.arreter('SIGKILL');
    const { arreter } = await npmStart();
    expect(await compter()).toEqual(contenu);
    // The same server serves again once its database, killed, is opened again by the launcher.
    for (const { pid } of await processusDansDossier(emplacement.donnees)) signaler(pid, 'SIGKILL');
    const pret = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/pret`)).status === 200;
    expect(await attendre(async () => !(await pret()), 10_000)).toBe(true);
    expect(await attendre(pret, 60_000)).toBe(true);
    await arreter('SIGINT');
    expect(await processusDansDossier(emplacement.donnees)).toEqual([]);
  });

  test('a signal during the first moments leaves nothing behind', async () => {
    const { enfant, fin } = npm(['start']);
    await attendre(async () => (await processusDansDossier(emplacement.donnees)).length > 0, 60_000);
    signaler(-(enfant.pid ?? 0), 'SIGINT');
    await fin;
    expect(await processusDansDossier(emplacement.donnees)).toEqual([]);
  });

  test('a port already taken is refused with a sentence that says what to do', async () => {
    const premier = await npmStart();
    const second = await terminer(npm(['start']));
    expect(second.code).not.toBe(0);
    expect(second.sortie).toMatch(new RegExp(`${port}.*PORT`, 's'));
    expect((await fetch(`http://127.0.0.1:${port}/sante`)).status).toBe(200);
    await premier.arreter('SIGINT');
  });
});

type Lance = { enfant: ChildProcess; sortie: () => string; fin: Promise<number | null> };

function npm(parametres: string[]): Lance {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: String(port), LOG_LEVEL: 'warn' };
  const enfant = spawn('npm', parametres, {
    cwd: copie.dossier,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  lances.add(enfant);
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr])
    flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  return { enfant, sortie: () => sortie, fin: once(enfant, 'close').then(() => enfant.exitCode) };
}

async function terminer({ fin, sortie }: Lance): Promise<{ code: number | null; sortie: string }> {
  return { code: await fin, sortie: sortie() };
}

async function npmStart(): Promise<{
  sortie: () => string;
  arreter: (signal: NodeJS.Signals) => Promise<string>;
}> {
  const lance = npm(['start']);
  const pret = await attendre(async () => {
    if (lance.enfant.exitCode !== null) throw new Error(`npm start ended:\n${lance.sortie()}`);
    return Promise.resolve(lance.sortie().includes('Ctrl-C'));
  }, 300_000);
  if (!pret) throw new Error(`npm start is not ready:\n${lance.sortie()}`);
  return {
    sortie: lance.sortie,
    // npm ends by the signal itself, once its program has ended: only what the program wrote last tells how.
    arreter: async (signal) => {
      signaler(-(lance.enfant.pid ?? 0), signal);
      await lance.fin;
      return lance.sortie();
    },
  };
}

async function etatServeur(): Promise<unknown> {
  return (await lireEtat(emplacement.etat))?.serveur;
}

/** Sizes of the main tables, and the end of the journal: what must not change from one start to the next. */
async function compter(): Promise<unknown> {
  const etat = await lireEtat(emplacement.etat);
  if (!etat?.serveur) throw new Error('no server runs');
  const client = new Client({
    connectionString: urlPostgres('postgres', etat.motsDePasse, etat.serveur.port),
  });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(`
    select (select count(*)::int from caf) as cafs, (select count(*)::int from declaration) as declarations,
      (select count(*)::int from compte) as comptes, (select count(*)::int from decision) as decisions`);
  await client.end();
  return rows[0];
}
