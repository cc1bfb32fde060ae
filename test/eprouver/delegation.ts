import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Essai } from './essais.ts';

const FICHIER = 'test/integration/mandat/delegation.test.ts';

/** The property of `npm test`, over more trees: it needs the test runner's database. */
export const essai: Essai = {
  titre:
    'arbres de délégation tirés au hasard : ni plus, ni plus large, ni plus longtemps que ce qui a été confié',
  taille: 3_000,
  async executer({ graine, taille, surProgres }) {
    surProgres(0, taille);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', FICHIER],
      {
        env: { ...process.env, MCP_ARBRES: String(taille), MCP_GRAINE: String(graine) },
        maxBuffer: 16_000_000,
      },
    );
    surProgres(taille, taille);
    return { arbres: taille, actes: /délégation : (.*)/.exec(stdout)?.[1] ?? 'non comptés' };
  },
};
