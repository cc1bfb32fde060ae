import { spawn } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Emplacement } from './emplacement.ts';
import { ErreurPostgresEmbarque, SORTIE_DATABASE_URL } from './erreurs.ts';
import { dernieresLignes, ENVIRONNEMENT_POSTGRES } from './initialisation.ts';
import type { Binaires } from './paquet.ts';
import { attendre, demarrageProcessus, processusDansDossier, signaler } from './processus.ts';
import type { Processus } from './processus.ts';

/** A running PostgreSQL server. */
export type ServeurOuvert = Processus & { port: number };

/** Replay of the journal after a sudden end can take long; a server still working on it is not a failure. */
const DELAI_OUVERTURE_MS = 120_000;
const DELAI_ARRET_RAPIDE_MS = 3_500;

const PARAMETRES = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '80',
  shared_buffers: '128MB',
  work_mem: '8MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  // The statement of a failed query holds personal data (names typed by people): never in a log.
  log_min_error_statement: 'panic',
};
const PARAMETRES_SANS_DURABILITE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Server working in this data folder: opened, or undefined once nothing of it remains. A server being opened
 * or stopped is waited for.
 */
export async function serveurEnPlace(donnees: string): Promise<ServeurOuvert | undefined> {
  const depart = performance.now();
  for (;;) {
    const presents = await processusDansDossier(donnees);
    if (presents.length === 0) return undefined;
    const declare = await lirePostmasterPid(donnees);
    const postmaster = presents.find(({ pid }) => pid === declare?.pid);
    if (declare?.pret && postmaster) return { ...postmaster, port: declare.port };
    // Without postmaster, what remains ends by itself within moments.
    const limite = postmaster ? DELAI_OUVERTURE_MS : DELAI_ARRET_RAPIDE_MS;
    if (performance.now() - depart > limite) {
      await arreterServeur(donnees);
      return undefined;
    }
    await pause(20);
  }
}

/**
 * Starts PostgreSQL in its own session (Ctrl-C at the terminal is ours to handle, the server must outlive our
 * last queries) and waits until it accepts connections.
 * @throws ErreurPostgresEmbarque with the last lines of its log when it does not open.
 */
export async function ouvrirServeur(
  emplacement: Emplacement,
  binaires: Binaires,
  options: { port: number | undefined; portPrefere: number | null; durable: boolean },
): Promise<ServeurOuvert> {
  const { donnees } = emplacement;
  // No process works in the folder (serveurEnPlace): what is left of this file names a dead server, or by now
  // somebody else.
  await rm(join(donnees, 'postmaster.pid'), { force: true });
  for (let essai = 1; ; essai += 1) {
    const port = options.port ?? (await portLibre(essai === 1 ? options.portPrefere : null));
    const refus = await lancer(emplacement, binaires, port, options.durable);
    if (typeof refus !== 'string') return refus;
    const portPris = refus.includes('Address already in use');
    if (portPris && options.port === undefined && essai < 5) continue;
    if (portPris)
      throw new ErreurPostgresEmbarque(
        `Le port ${port} demandé pour la base de données est déjà utilisé par un autre programme. Choisissez-en un autre.`,
      );
    throw new ErreurPostgresEmbarque(
      `La base de données ne démarre pas : ${dernieresLignes(refus)} Voir « ${emplacement.log} ». ${SORTIE_DATABASE_URL}`,
    );
  }
}

/**
 * Stops every process working in this data folder: fast shutdown, then immediate (replayed from the journal
 * at the next start, nothing is lost), within 5 s.
 */
export async function arreterServeur(donnees: string): Promise<void> {
  const vide = async (): Promise<boolean> => (await processusDansDossier(donnees)).length === 0;
  const declare = await lirePostmasterPid(donnees);
  const presents = await processusDansDossier(donnees);
  const postmaster = presents.find(({ pid }) => pid === declare?.pid);
  if (postmaster) signaler(postmaster.pid, 'SIGINT');
  if (await attendre(vide, postmaster ? DELAI_ARRET_RAPIDE_MS : 500)) return;
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const { pid } of await processusDansDossier(donnees)) signaler(pid, signal);
    if (await attendre(vide, 700)) return;
  }
}

/** @returns the open server, or what it wrote before it gave up. */
async function lancer(
  emplacement: Emplacement,
  binaires: Binaires,
  port: number,
  durable: boolean,
): Promise<ServeurOuvert | string> {
  const { donnees, identite, log } = emplacement;
  await rename(log, `${log}.precedent`).catch(() => undefined);
  const parametres = { ...PARAMETRES, ...(durable ? {} : PARAMETRES_SANS_DURABILITE) };
  const arguments_ = [
    '-D',
    donnees,
    '-p',
    String(port),
    ...Object.entries(parametres).flatMap(([nom, valeur]) => ['-c', `${nom}=${valeur}`]),
  ];
  const fichier = await open(log, 'w', 0o600);
  let fini: string | undefined;
  const enfant = spawn(binaires.postgres, arguments_, {
    ...identite,
    cwd: '/',
    env: ENVIRONNEMENT_POSTGRES,
    detached: true,
    stdio: ['ignore', fichier.fd, fichier.fd],
  });
  enfant.once('error', (erreur) => (fini = `${binaires.postgres} : ${erreur.message}`));
  enfant.once('exit', (code, signal) => (fini ??= `arrêt avec le code ${code ?? signal ?? '?'}`));
  enfant.unref();
  await fichier.close();
  for (const limite = performance.now() + DELAI_OUVERTURE_MS; performance.now() < limite; await pause(20)) {
    if (fini !== undefined) return `${fini}\n${await readFile(log, 'utf8')}`;
    const declare = await lirePostmasterPid(donnees);
    if (!declare?.pret || declare.pid !== enfant.pid) continue;
    const demarrage = await demarrageProcessus(declare.pid);
    if (demarrage !== undefined) return { pid: declare.pid, demarrage, port };
  }
  await arreterServeur(donnees);
  return `aucune réponse en ${DELAI_OUVERTURE_MS / 1000} secondes\n${await readFile(log, 'utf8')}`;
}

/**
 * What the server says of itself in its lock file: pid on the 1st line, port on the 4th, status on the 8th.
 */
async function lirePostmasterPid(
  donnees: string,
): Promise<{ pid: number; port: number; pret: boolean } | undefined> {
  let lignes: string[];
  try {
    lignes = (await readFile(join(donnees, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return undefined;
  }
  return { pid: Number(lignes[0]), port: Number(lignes[3]), pret: lignes[7]?.trim() === 'ready' };
}

async function portLibre(prefere: number | null): Promise<number> {
  return (prefere === null ? undefined : await reserver(prefere)) ?? (await reserver(0)) ?? 0;
}

function reserver(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const serveur = createServer();
    serveur.once('error', () => resolve(undefined));
    serveur.listen(port, '127.0.0.1', () => {
      const adresse = serveur.address();
      const choisi = adresse !== null && typeof adresse === 'object' ? adresse.port : undefined;
      serveur.close(() => resolve(choisi));
    });
  });
}
