/** Which account of a year a declaration gives: expected, brought up to date in the autumn, or final. */
export const PERENNITES = ['previsionnelle', 'actualisee', 'reelle'] as const;
export type Perennite = (typeof PERENNITES)[number];
