import type { Fixture } from './fixture.ts';

/** Hash of the delivered version of a rule file. */
export const livree = (fixture: Fixture, jeu: string): string =>
  fixture.livrees.find((version) => version.jeu === jeu && version.genre === 'regles')?.empreinte ?? '';
