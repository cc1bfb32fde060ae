import { spawn, spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accepte } from '#src/database/embarque/roles.ts';
import { portLibre } from '#test/support/instances.ts';

const DELAI_MS = 10_000;
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
/** It refuses to run as root. */
const SANS_DROITS = 65_534;

/** Left out, saying so, where nobody installed it; never in continuous integration. */
const absent =
  process.env['CI'] === undefined &&
  spawnSync('pgbouncer', ['--version'], { env: { PATH } }).error !== undefined;
if (absent)
  process.stderr.write(
    'No pgbouncer here (apt-get install pgbouncer): the servers are tested without a pooler.\n',
  );

export interface Repartiteur {
  /** The same base and role, through it. */
  readonly url: string;
  fermer(): Promise<void>;
}

/**
 * PgBouncer as docs/exploitation.md tells to set it: a connection of the database for the time of a transaction, fewer
 * of them than the servers open.
 * @returns undefined where it is not installed
 * @throws Error when it is not ready in time
 */
export async function ouvrirRepartiteur(urlApplication: string): Promise<Repartiteur | undefined> {
  if (absent) return undefined;
  const { hostname, port: portDeLaBase, username, password } = new URL(urlApplication);
  const port = await portLibre();
  const dossier = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const configuration = join(dossier, 'pgbouncer.ini');
  const comptes = join(dossier, 'comptes');
  await writeFile(comptes, `"${username}" "${decodeURIComponent(password)}"\n`);
  await writeFile(
    configuration,
    `[databases]
* = host=${hostname} port=${portDeLaBase}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${comptes}
pool_mode = transaction
default_pool_size = 3
ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout
`,
  );
  const root = process.getuid?.() === 0;
  if (root) for (const chemin of [dossier, configuration, comptes]) await chown(chemin, SANS_DROITS, -1);
  const enfant = spawn('pgbouncer', [configuration], {
    env: { PATH },
    ...(root ? { uid: SANS_DROITS } : {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr])
    flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  const fin = new Promise<void>((resolve) =>
    enfant.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const adresse = new URL(urlApplication);
  adresse.port = String(port);
  const repartiteur = {
    url: adresse.href,
    async fermer(): Promise<void> {
      enfant.kill('SIGTERM');
      await fin;
      await rm(dossier, { recursive: true, force: true });
    },
  };
  for (const limite = performance.now() + DELAI_MS; performance.now() < limite; await pause(50)) {
    if (enfant.exitCode !== null || enfant.pid === undefined) break;
    if (await accepte(repartiteur.url)) return repartiteur;
  }
  await repartiteur.fermer();
  throw new Error(`pgbouncer (apt-get install pgbouncer) is not ready:\n${sortie}`);
}
