import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Files share their worker's modules: nothing of ours keeps state in a module, and reading the server again for each file cost a minute.
const commun = { environment: 'node', pool: 'forks', maxWorkers: 2, isolate: false } as const;
/** What tests one screen stands in the screen's own folder. */
const dansLesEcrans = (projet: string): string =>
  `{admin,src/portal,src/server}/**/*.${projet}.test.{ts,tsx}`;
const BASE_DE_DONNEES = 'test/support/global-setup.ts';

/** Files whose length is hidden from the default order (their code is elsewhere): started last, they would keep one core idle. */
const LONGS = [
  'test/browser/journey/parcours.test.ts',
  'test/integration/demarrage/demarrage.test.ts',
  'test/integration/deploy/production.test.ts',
  'test/integration/echelle/nationale.test.ts',
  'test/integration/jobs/serveurs.test.ts',
  'test/unit/engine/direct/differentiel.test.ts',
];

class LesLongsDAbord extends BaseSequencer {
  override async sort(fichiers: TestSpecification[]): Promise<TestSpecification[]> {
    const estLong = ({ moduleId }: TestSpecification): boolean => LONGS.some((fin) => moduleId.endsWith(fin));
    const ordonnes = await super.sort(fichiers);
    return [...ordonnes.filter(estLong), ...ordonnes.filter((fichier) => !estLong(fichier))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LesLongsDAbord },
    reporters: ['default'],
    projects: [
      {
        test: {
          ...commun,
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/rules/**/*.test.ts', dansLesEcrans('unit')],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...commun,
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}', dansLesEcrans('integration')],
          globalSetup: BASE_DE_DONNEES,
          // One more than the cores: servers that start, queues that are looked at, a base that is away are waited for.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...commun,
          name: 'browser',
          include: ['test/browser/**/*.test.ts', dansLesEcrans('browser')],
          globalSetup: [BASE_DE_DONNEES, 'test/support/global-setup-chromium.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page shows follows a save, which waits for a pause in the typing.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
