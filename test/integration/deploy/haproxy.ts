import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

const DELAI_MS = 30_000;
const CONFIGURATION = join(PROGRAM_FOLDER, 'deploy', 'haproxy.cfg');

const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;

/** Left out, saying so, where nobody installed it; never in continuous integration. */
export const mandataireAbsent =
  process.env['CI'] === undefined && spawnSync('haproxy', ['-v'], { env: { PATH } }).error !== undefined;
if (mandataireAbsent)
  process.stderr.write(
    'No haproxy here (apt-get install haproxy): several servers behind a proxy are not tested.\n',
  );

export interface Mandataire {
  readonly url: string;
  fermer(): Promise<void>;
}

/**
 * HAProxy with the configuration that is delivered, before these two servers.
 * @throws Error when it is not installed (`apt-get install haproxy`), or is not ready in time
 */
export async function ouvrirMandataire(port: number, serveurs: readonly string[]): Promise<Mandataire> {
  const [un = '', deux = ''] = serveurs.map((adresse) => new URL(adresse).host);
  const enfant = spawn('haproxy', ['-db', '-f', CONFIGURATION], {
    env: {
      PATH,
      ECOUTE: `127.0.0.1:${port}`,
      SERVEUR_UN: un,
      SERVEUR_DEUX: deux,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let sortie = '';
  for (const flux of [enfant.stdout, enfant.stderr])
    flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
  const fin = new Promise<void>((resolve) =>
    enfant.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const url = `http://127.0.0.1:${port}`;
  const mandataire = {
    url,
    async fermer(): Promise<void> {
      enfant.kill('SIGTERM');
      await fin;
    },
  };
  for (const limite = performance.now() + DELAI_MS; performance.now() < limite; await pause(50)) {
    if (enfant.exitCode !== null || enfant.pid === undefined)
      throw new Error(`haproxy (apt-get install haproxy) ended:\n${sortie}`);
    const reponse = await fetch(`${url}/sante`).catch(() => undefined);
    if (reponse?.ok) return mandataire;
  }
  await mandataire.fermer();
  throw new Error(`haproxy is not ready:\n${sortie}`);
}
