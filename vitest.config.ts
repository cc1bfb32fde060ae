import { defineConfig } from 'vitest/config';

const commun = { environment: 'node', pool: 'forks', maxWorkers: 2 } as const;
const BASE_DE_DONNEES = 'test/support/global-setup.ts';

export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { test: { ...commun, name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}', 'test/rules/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          ...commun,
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}'],
          globalSetup: BASE_DE_DONNEES,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...commun,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [BASE_DE_DONNEES, 'test/support/global-setup-chromium.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
