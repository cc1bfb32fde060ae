import type { Decor } from './decor.ts';

/** Hash of the delivered version of a rule file. */
export const livree = (decor: Decor, jeu: string): string =>
  decor.livrees.find((version) => version.jeu === jeu && version.genre === 'regles')?.empreinte ?? '';
