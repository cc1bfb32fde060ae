/**
 * Conditions of rule files, without `not`: what json-rules-engine and the direct evaluator are both built
 * from, and the
 * predicates of the guards `requisSi` and `siPossible` in the decision of record.
 *
 * A comparison with an absent fact is unknown, and a rule fires only if certainly true. Two-valued engines
 * make
 * `not` of an unknown true, so `not` is first pushed down to the comparisons, whose operators are then all
 * false
 * on an absent fact.
 */
import type { Valeur } from './cel/unites.ts';
import { Jour } from './dates.ts';
import { convertir, ordonner } from './faits.ts';
import { FormuleRefusee } from './erreurs.ts';
import type { Comparaison, Condition, Operande, TypeDeFait } from './format.ts';
import { Nombre } from './nombre.ts';
import type { ParametresEnVigueur } from './parametres.ts';

export type Operateur = Comparaison['operator'];

/** A comparison whose operand is a value, or the name of a parameter to look up. */
export interface Feuille {
  readonly fait: string;
  readonly operateur: Operateur;
  readonly operande: { readonly valeur: Valeur | readonly Valeur[] } | { readonly parametre: string };
}
/** What an evaluator found of one rule. */
export interface Verdict {
  readonly declenchee: boolean;
  /** Results of its comparisons, depth first. */
  readonly comparaisons: readonly boolean[];
}

/** Conditions without `not`. */
export type Normale = Feuille | { readonly groupe: 'all' | 'any'; readonly conditions: readonly Normale[] };

const CONTRAIRES: Readonly<Record<Operateur, Operateur>> = {
  equal: 'notEqual',
  notEqual: 'equal',
  in: 'notIn',
  notIn: 'in',
  lessThan: 'greaterThanInclusive',
  greaterThanInclusive: 'lessThan',
  greaterThan: 'lessThanInclusive',
  lessThanInclusive: 'greaterThan',
};

/**
 * Typed operators: same names as the stock ones of json-rules-engine, exact on numbers and dates, false on
 * absence.
 */
export const OPERATEURS: Readonly<Record<Operateur, (fait: unknown, operande: unknown) => boolean>> = {
  equal: (a, b) => present(a) && memeValeur(a, b),
  notEqual: (a, b) => present(a) && !memeValeur(a, b),
  in: (a, b) => present(a) && Array.isArray(b) && b.some((valeur) => memeValeur(a, valeur)),
  notIn: (a, b) => present(a) && Array.isArray(b) && !b.some((valeur) => memeValeur(a, valeur)),
  lessThan: (a, b) => present(a) && ordre(a, b) < 0,
  lessThanInclusive: (a, b) => present(a) && ordre(a, b) <= 0,
  greaterThan: (a, b) => present(a) && ordre(a, b) > 0,
  greaterThanInclusive: (a, b) => present(a) && ordre(a, b) >= 0,
};

/** Operators that need an ordered type (number or date). */
export const OPERATEURS_D_ORDRE: ReadonlySet<Operateur> = new Set([
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
]);

/**
 * Stands for a fact that is absent and not needed, inside json-rules-engine (which rejects undefined facts).
 */
export const ABSENT: null = null;

function present(valeur: unknown): boolean {
  return valeur !== ABSENT && valeur !== undefined;
}

function estUneValeur(valeur: unknown): valeur is Valeur {
  return (
    typeof valeur === 'string' ||
    typeof valeur === 'boolean' ||
    valeur instanceof Nombre ||
    valeur instanceof Jour
  );
}

function memeValeur(a: unknown, b: unknown): boolean {
  if (!estUneValeur(a) || !estUneValeur(b)) return false;
  const rang = ordonner(a, b);
  return rang === undefined ? a === b : rang === 0;
}

function ordre(a: unknown, b: unknown): number {
  // NaN makes every order comparison false: values without a common order are never lower nor greater.
  return estUneValeur(a) && estUneValeur(b) ? (ordonner(a, b) ?? Number.NaN) : Number.NaN;
}

/**
 * Removes `not` and types the constants. @throws FormuleRefusee when a constant does not have the fact's type
 */
export function normaliser(
  condition: Condition,
  typeDe: (fait: string) => TypeDeFait,
  inverse = false,
): Normale {
  if ('not' in condition) return normaliser(condition.not, typeDe, !inverse);
  if ('fact' in condition) {
    return {
      fait: condition.fact,
      operateur: inverse ? CONTRAIRES[condition.operator] : condition.operator,
      operande: lireOperande(condition.fact, typeDe(condition.fact), condition.value),
    };
  }
  const [groupe, conditions] =
    'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  return {
    groupe: inverse === (groupe === 'all') ? 'any' : 'all',
    conditions: conditions.map((enfant) => normaliser(enfant, typeDe, inverse)),
  };
}

function lireOperande(fait: string, type: TypeDeFait, operande: Operande): Feuille['operande'] {
  if (typeof operande === 'object' && 'parametre' in operande) return { parametre: operande.parametre };
  const lire = (brut: unknown): Valeur => {
    const lue = convertir(type, brut);
    if ('refus' in lue) throw new FormuleRefusee(`la valeur comparée au fait « ${fait} » ${lue.refus}`);
    return lue.valeur;
  };
  return { valeur: Array.isArray(operande) ? operande.map(lire) : lire(operande) };
}

export function estUneFeuille(condition: Normale): condition is Feuille {
  return 'fait' in condition;
}

/** Every comparison of a condition. */
export function feuilles(condition: Normale): Feuille[] {
  return estUneFeuille(condition) ? [condition] : condition.conditions.flatMap(feuilles);
}

export function valeurDeLOperande(
  feuille: Feuille,
  parametres: ParametresEnVigueur,
): Valeur | readonly Valeur[] {
  if ('valeur' in feuille.operande) return feuille.operande.valeur;
  const parametre = parametres.get(feuille.operande.parametre);
  if (!parametre) throw new FormuleRefusee(`le paramètre « ${feuille.operande.parametre} » n’existe pas.`);
  return parametre.valeur;
}

export type Predicat = (faits: ReadonlyMap<string, Valeur>) => boolean;

/** Direct predicate: true only if certainly true. */
export function predicat(condition: Normale, parametres: ParametresEnVigueur): Predicat {
  if (estUneFeuille(condition)) {
    const comparer = OPERATEURS[condition.operateur];
    const operande = valeurDeLOperande(condition, parametres);
    return (faits) => comparer(faits.get(condition.fait), operande);
  }
  const enfants = condition.conditions.map((enfant) => predicat(enfant, parametres));
  return condition.groupe === 'all'
    ? (faits) => enfants.every((enfant) => enfant(faits))
    : (faits) => enfants.some((enfant) => enfant(faits));
}
