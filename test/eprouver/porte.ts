import { eprouverLaPorte } from '#test/unit/domain/regle/porte.ts';
import type { Essai } from './essais.ts';

/** Far above what the heaviest shipped file asks, far below what a person waits for, ms. */
const DUREE_MAX = 2_000;

export const essai: Essai = {
  titre:
    'fichiers mutés à la porte de l’atelier : toujours une réponse en français, jamais un fichier contraire au schéma',
  taille: 100_000,
  executer: async ({ graine, taille, surProgres }) => ({
    ...(await eprouverLaPorte({
      graine,
      taille,
      completSur: 20,
      echecsToleres: 30,
      dureeMax: DUREE_MAX,
      surProgres,
    })),
  }),
};
