import { compilerExpression, type Json, type Lisible } from '#src/engine/index.ts';

/** Roots every expression of a definition may read. */
export const RACINES = ['donnees', 'totaux', 'contexte', 'prepares', 'resultats', 'variables'] as const;
/** Roots it may read besides, in a row. */
export const LOCALES = ['ligne', 'deLaLigne', 'rang', 'periode'] as const;

/** A member of a root; null for the root read whole. */
export type MembreLu = readonly [racine: string, membre: string | null];

type Compilee = ReturnType<typeof compilerExpression>;

const compilees = new Map<string, Compilee>();

/**
 * Value of an expression of a form definition over JSON; null when a value it needs is missing.
 * @throws FormuleRefusee when the expression is wrong
 */
export const evaluer = (texte: string, contexte: Readonly<Record<string, Lisible>>): Json =>
  compiler(texte).evaluer(contexte);

/** What expressions read together, each member once. @throws FormuleRefusee when one of them is wrong */
export function membresLus(textes: readonly string[]): MembreLu[] {
  const lus = new Map<string, MembreLu>();
  for (const expression of textes.map(compiler))
    for (const racine of expression.lit)
      for (const membre of expression.membres(racine)) lus.set(`${racine} ${membre ?? ''}`, [racine, membre]);
  return [...lus.values()];
}

function compiler(texte: string): Compilee {
  const connue = compilees.get(texte);
  if (connue) return connue;
  const compilee = compilerExpression(texte, { racines: RACINES, locales: LOCALES });
  compilees.set(texte, compilee);
  return compilee;
}
