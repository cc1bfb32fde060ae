import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** One process of the real application, as `npm start` runs it. Who asks it over HTTP: `Internaute`. */
export type Instance = {
  /** e.g. http://127.0.0.1:41234 */
  readonly url: string;
  readonly pid: number;
  /** All it has written so far, both outputs. */
  readonly sortie: () => string;
  /** Its exit code once it has ended; null when a signal ended it. */
  readonly fin: Promise<number | null>;
  /** Stops it as Ctrl-C does and gives its exit code. May be called twice. */
  readonly arreter: () => Promise<number | null>;
  /** `kill -9`, and waits until it is gone. */
  readonly tuer: () => Promise<void>;
};

type OptionsInstance = {
  /** The checkout to run: by default this one. One elsewhere has an embedded database of its own. */
  readonly dossier?: string;
  /** Program of another release of Node than this one's. */
  readonly node?: string;
  /** What Node runs in it: by default the server, from its sources. */
  readonly programme?: readonly string[];
  /** By default any free one. */
  readonly port?: number;
  /** External database; without it, the embedded one of `dossier`. */
  readonly base?: { readonly urlApplication: string; readonly urlProprietaire: string };
  /** Account of the machine it runs as; without effect when the tests themselves are not root. */
  readonly uid?: number;
  /** Variables added to, or taken from (undefined), the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A first start on the embedded database loads the demonstration, and takes longer. */
  readonly delaiMs?: number;
};

const RACINE = resolve(import.meta.dirname, '../..');
const DELAI_MS = 90_000;
const CHARGEUR = ['--import', 'tsx'];
const PROGRAMME = [...CHARGEUR, 'src/cli/start.ts'];

/** What the application is told by its environment, and nothing of what the tests' own says. */
export function environnementDe({
  port,
  base,
  env,
}: OptionsInstance & { readonly port: number }): Record<string, string | undefined> {
  return {
    ...environnementPropre(),
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: String(port),
    URL_PUBLIQUE: `http://127.0.0.1:${port}`,
    SESSION_SECRET: 'secret-des-essais-de-quarante-caracteres',
    LOG_LEVEL: 'warn',
    ...(base ? { DATABASE_URL: base.urlApplication, DATABASE_URL_PROPRIETAIRE: base.urlProprietaire } : {}),
    ...env,
  };
}

/**
 * Starts one process and waits until it can serve. Several on one database make several servers that share
 * it; a session opened on
 * one is good on the others (one secret).
 * @throws Error with what it wrote, when it ends or is not ready in time
 */
export async function lancerInstance(options: OptionsInstance = {}): Promise<Instance> {
  const port = options.port ?? (await portLibre());
  const url = `http://127.0.0.1:${port}`;
  const env = environnementDe({ ...options, port });
  const enfant = spawn(options.node ?? process.execPath, options.programme ?? PROGRAMME, {
    cwd: options.dossier ?? RACINE,
    env,
    ...(options.uid !== undefined && process.getuid?.() === 0 ? { uid: options.uid } : {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const fin = once(enfant, 'exit').then(() => enfant.exitCode);
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr])
    flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  const envoyer = (signal: NodeJS.Signals) => (): Promise<number | null> => {
    enfant.kill(signal);
    return fin;
  };
  const instance: Instance = {
    url,
    pid: enfant.pid ?? 0,
    sortie: () => sortie,
    fin,
    arreter: envoyer('SIGTERM'),
    tuer: () => envoyer('SIGKILL')().then(() => undefined),
  };
  const delaiMs = options.delaiMs ?? DELAI_MS;
  for (const limite = performance.now() + delaiMs; performance.now() < limite; await pause(50)) {
    if (enfant.exitCode !== null || enfant.signalCode !== null)
      throw new Error(`the application ended:\n${sortie}`);
    if (await estPrete(url)) return instance;
  }
  await instance.arreter();
  throw new Error(`the application is not ready after ${delaiMs / 1000} s:\n${sortie}`);
}

/** Whether the server answers that it can serve. */
export async function estPrete(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/pret`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** How a command ended, and all it wrote on both outputs. */
export type Execution = { code: number | null; sortie: string };

/** Runs a command of the project (path of its program, then its parameters) to its end. */
export async function executerCommande(
  parametres: readonly string[],
  {
    env = environnementPropre(),
    dossier = RACINE,
    chargeur = CHARGEUR,
  }: {
    env?: Record<string, string | undefined>;
    dossier?: string;
    /** What reads TypeScript; nothing for a program that is built. */
    chargeur?: readonly string[];
  } = {},
): Promise<Execution> {
  const enfant = spawn(process.execPath, [...chargeur, ...parametres], {
    cwd: dossier,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr])
    flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  await once(enfant, 'close');
  return { code: enfant.exitCode, sortie };
}

/** What any program needs, without what vitest or the person running the tests has set for others. */
function environnementPropre(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
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
