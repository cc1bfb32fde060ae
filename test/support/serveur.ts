import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { baseDeTest } from './base.ts';
import type { Base } from './postgres.ts';

/** The real application, in a process of its own, on a database of its own. */
export type Application = {
  /** e.g. http://127.0.0.1:41234 */
  url: string;
  base: Base;
  /** All it has written so far, both outputs. */
  sortie: () => string;
  /** Runs a command of the project beside it, on the same database (path of its program, then its parameters). */
  executer: (parametres: readonly string[]) => Promise<Execution>;
  /** Stops it as Ctrl-C does and gives its exit code. Done at the end of the file if not before. */
  arreter: () => Promise<number | null>;
};

/** How a command ended, and all it wrote on both outputs. */
type Execution = { code: number | null; sortie: string };

type OptionsApplication = {
  /** Database to serve; by default a new one, empty but for what migrations write. */
  base?: Base;
  /** Loads the demonstration data first. */
  demonstration?: boolean;
  /** The checkout to run, e.g. a copy whose rules the test changes; by default this one. */
  dossier?: string;
  /** Variables added to, or taken from (undefined), the environment. */
  env?: Record<string, string | undefined>;
};

const RACINE = resolve(import.meta.dirname, '../..');
const DELAI_MS = 90_000;
const ouvertes = new Set<Application>();

/**
 * Starts the application as `npm start` does and waits until it is ready. Call it in `beforeAll`.
 * @throws Error with what the application wrote, when it ends or is not ready in time.
 */
export async function demarrerApplication(options: OptionsApplication = {}): Promise<Application> {
  const base = options.base ?? (await baseDeTest());
  const dossier = options.dossier ?? RACINE;
  const port = await portLibre();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...environnementPropre(),
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    URL_PUBLIQUE: url,
    SESSION_SECRET: 'secret-des-essais-de-quarante-caracteres',
    DATABASE_URL: base.urlApplication,
    DATABASE_URL_PROPRIETAIRE: base.urlProprietaire,
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  if (options.demonstration) {
    const { code, sortie } = await executerCommande(['src/cli/demo.ts'], { env, dossier });
    if (code !== 0) throw new Error(`the demonstration data could not be loaded:\n${sortie}`);
  }
  const enfant = spawn(process.execPath, ['--import', 'tsx', 'src/cli/start.ts'], { cwd: dossier, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const fin = once(enfant, 'exit').then(() => enfant.exitCode);
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr]) flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  const application: Application = {
    url,
    base,
    sortie: () => sortie,
    executer: (parametres) => executerCommande(parametres, { env, dossier }),
    arreter: async () => {
      ouvertes.delete(application);
      enfant.kill('SIGTERM');
      return fin;
    },
  };
  ouvertes.add(application);
  for (const limite = performance.now() + DELAI_MS; performance.now() < limite; await pause(50)) {
    if (enfant.exitCode !== null || enfant.signalCode !== null) throw new Error(`the application ended:\n${sortie}`);
    if (await repond(`${url}/pret`)) return application;
  }
  await application.arreter();
  throw new Error(`the application is not ready after ${DELAI_MS / 1000} s:\n${sortie}`);
}

/** Runs a command of the project (path of its program, then its parameters) to its end. */
export async function executerCommande(
  parametres: readonly string[],
  { env = environnementPropre(), dossier = RACINE }: { env?: Record<string, string | undefined>; dossier?: string } = {},
): Promise<Execution> {
  const enfant = spawn(process.execPath, ['--import', 'tsx', ...parametres], { cwd: dossier, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr]) flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  await once(enfant, 'close');
  return { code: enfant.exitCode, sortie };
}

/** What any program needs, without what vitest or the person running the tests has set for others. */
function environnementPropre(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}

async function repond(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** A port of this machine nobody listens on. */
export function portLibre(): Promise<number> {
  return new Promise((resolve, reject) => {
    const serveur = createServer().once('error', reject);
    serveur.listen(0, '127.0.0.1', () => {
      const adresse = serveur.address();
      serveur.close(() => resolve(adresse !== null && typeof adresse === 'object' ? adresse.port : 0));
    });
  });
}

afterAll(async () => {
  await Promise.all([...ouvertes].map((application) => application.arreter()));
});
