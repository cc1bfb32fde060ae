/** Mutants of a rule file and the score its scenarios get. */
export type { GenreDeMutation, Mutant, OptionsDeMutation, ScoreDeMutation, Survivant } from './types.ts';
export { mutants } from './mutants.ts';
export { scoreDeMutation } from './score.ts';
