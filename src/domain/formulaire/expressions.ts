import { compilerExpression, type Json, type Lisible } from '#src/engine/index.ts';

/** Roots every expression of a definition may read. */
export const RACINES = ['donnees', 'totaux', 'contexte', 'prepares', 'resultats', 'variables'] as const;
/** Roots it may read besides, in a row. */
export const LOCALES = ['ligne', 'deLaLigne', 'rang', 'periode'] as const;

const compilees = new Map<string, ReturnType<typeof compilerExpression>>();

/**
 * Value of an expression of a form definition over JSON; null when a value it needs is missing.
 * @throws FormuleRefusee when the expression is wrong
 */
export function evaluer(texte: string, contexte: Readonly<Record<string, Lisible>>): Json {
  let compilee = compilees.get(texte);
  if (!compilee) {
    compilee = compilerExpression(texte, { racines: RACINES, locales: LOCALES });
    compilees.set(texte, compilee);
  }
  return compilee.evaluer(contexte);
}
