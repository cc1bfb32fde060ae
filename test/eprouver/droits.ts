import type { Essai } from './essais.ts';
import { jouerLeTest } from './un-test.ts';

export const essai: Essai = {
  titre:
    'chacun à chaque porte : rôles × adresses × fiches × champs, selon la table des droits, puis le mur SQL',
  taille: 1,
  /** The walk of `npm test`, with nothing left out. */
  async executer() {
    const sortie = await jouerLeTest('droits/droits.test.ts', { DROITS_COMPLETS: '1' });
    return Object.fromEntries(
      [...sortie.matchAll(/^(droits|mur SQL) : (.*)$/gm)].map(([, quoi = '', combien = ''], rang) => [
        `${quoi} ${rang + 1}`,
        combien,
      ]),
    );
  },
};
