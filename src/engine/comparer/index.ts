/** Semantic comparison of two versions of a rule file. */
export type { Comparaison, Differences, EffetSurLesCas, Niveau, ParametreChange, SectionComparee, VerdictDeNiveau } from './types.ts';
