import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Runs a file of the integration tests with an environment of its own.
 * @returns what it printed @throws Error with the end of it when a test fails
 */
export function jouerLeTest(fichier: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((reussir, echouer) => {
    const enfant = spawn(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', `test/integration/${fichier}`],
      {
        cwd: resolve(import.meta.dirname, '../..'),
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let sortie = '';
    for (const flux of [enfant.stdout, enfant.stderr])
      flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
    enfant.on('error', echouer).on('close', (code) => {
      if (code === 0) reussir(sortie);
      else echouer(new Error(sortie.slice(-20_000)));
    });
  });
}
