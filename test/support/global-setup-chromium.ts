import type { TestProject } from 'vitest/node';
import { trouverChromium } from './chromium.ts';
import type { Chromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: Chromium;
  }
}

/** Finds the browser once for the run; without one the run fails. */
export default async function preparer(projet: TestProject): Promise<void> {
  projet.provide('chromium', await trouverChromium());
}
