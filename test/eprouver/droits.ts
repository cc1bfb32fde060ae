import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Essai } from './essais.ts';

export const essai: Essai = {
  titre:
    'chacun à chaque porte : rôles × adresses × fiches × champs, selon la table des droits, puis le mur SQL',
  taille: 1,
  /** The walk of `npm test`, with nothing left out. */
  executer: () =>
    new Promise((reussir, echouer) => {
      const racine = resolve(import.meta.dirname, '../..');
      const enfant = spawn(
        process.execPath,
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          '--project',
          'integration',
          'test/integration/droits/droits.test.ts',
        ],
        { cwd: racine, env: { ...process.env, DROITS_COMPLETS: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let sortie = '';
      for (const flux of [enfant.stdout, enfant.stderr])
        flux.setEncoding('utf8').on('data', (texte: string) => (sortie += texte));
      enfant.on('error', echouer).on('close', (code) => {
        const lignes = [...sortie.matchAll(/^(droits|mur SQL) : (.*)$/gm)].map(
          ([, quoi = '', combien = ''], rang) => [`${quoi} ${rang + 1}`, combien],
        );
        if (code === 0) reussir(Object.fromEntries(lignes) as Record<string, string>);
        else echouer(new Error(sortie.slice(-20_000)));
      });
    }),
};
