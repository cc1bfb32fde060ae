import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/**
 * Starts a server of a bench in a process of its own, which ends with its channel, and waits for its address.
 * @param fichier below `test/bench`
 * @param message what it waits for before it serves
 */
export async function lancer(
  fichier: string,
  parametres: string[],
  message?: string,
): Promise<[string, ChildProcess]> {
  const profil = process.env['BENCH_PROFIL'];
  const enfant = fork(resolve(import.meta.dirname, fichier), parametres, {
    env: { ...process.env, NODE_ENV: 'production' },
    execArgv: [
      '--import',
      'tsx',
      ...(profil === undefined || message !== undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profil}`]),
    ],
  });
  if (message !== undefined) enfant.send(message);
  const [url] = (await once(enfant, 'message')) as [string];
  return [url, enfant];
}
