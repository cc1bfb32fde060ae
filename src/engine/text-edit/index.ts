/** Edits of the text of a rule file, everything not edited being kept as it was written. Pure. */
export { EndroitIntrouvable, ecrire } from './texte.ts';
export { ecrireSaisie, lireSaisie } from './saisie.ts';
export type { Saisie } from './saisie.ts';
export {
  A_RELIRE,
  ajouterQuestion,
  ajouterScenario,
  ajouterSource,
  ajouterValeur,
  attenduDe,
  marquerARelire,
  modifierScenario,
  modifierValeur,
  repondreQuestion,
  retirerPoint,
  retirerScenario,
  retirerValeur,
  EditRefused,
} from './operations.ts';
export type { EditedFile, ValeurSaisie } from './operations.ts';
