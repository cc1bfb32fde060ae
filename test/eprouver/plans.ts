import type { Essai } from './essais.ts';
import { jouerLeTest } from './un-test.ts';

export const essai: Essai = {
  titre: 'le plan de chaque instruction de chaque page, liste, recherche et export, sur un quart du pays',
  taille: 1,
  /** The test of `npm test`, whose base is grown by SQL, on a base as the loader makes it. */
  async executer() {
    const sortie = await jouerLeTest('plans/plans.test.ts', { PLANS_SUR_LE_QUART: '1' });
    return Object.fromEntries(
      [...sortie.matchAll(/^plans : (\d+ .*) pour (.*)$/gm)].map(([, combien = '', qui = '']) => [
        qui,
        combien,
      ]),
    );
  },
};
