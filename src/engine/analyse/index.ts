/** Exact analysis of a compiled rule file: gaps, conflicts, overlaps, unreachable rules, boundary scenarios. */
export type { ConstatDAnalyse, GenreDeConstat, OptionsDAnalyse, RapportDAnalyse } from './types.ts';
