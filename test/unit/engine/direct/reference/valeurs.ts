/**
 * Values of the reference: exact fractions of `fraction.js`, days, texts, booleans. Nothing here comes from
 * the engine.
 */
import Fraction from 'fraction.js';

/** The formula really read a name without value. */
export class Absence extends Error {}
/** The formula cannot be computed. */
export class Echec extends Error {}

/** A number, and the decimals a rounding asked to print. */
export class Quantite {
  readonly x: Fraction;
  readonly decimales: number | undefined;
  constructor(x: Fraction, decimales?: number) {
    this.x = x;
    this.decimales = decimales;
  }
  static depuis(texte: string | number | bigint): Quantite {
    return new Quantite(new Fraction(typeof texte === 'bigint' ? texte : String(texte)));
  }
}

/** A civil day, in days since 1970. */
export class JourCivil {
  readonly rang: number;
  constructor(rang: number) {
    this.rang = rang;
  }
  static depuis(iso: string): JourCivil {
    const [annee = 0, mois = 0, jour = 0] = iso.split('-').map(Number);
    return JourCivil.du(annee, mois - 1, jour);
  }
  /** Month from 0; days and months beyond their end run over, as everywhere in JavaScript. */
  static du(annee: number, mois: number, jour: number): JourCivil {
    // Not `Date.UTC`, which takes the years 0 to 99 for 1900 to 1999.
    return new JourCivil(new Date(0).setUTCFullYear(annee, mois, jour) / 86_400_000);
  }
  get parties(): { readonly annee: number; readonly mois: number; readonly jour: number } {
    const date = new Date(this.rang * 86_400_000);
    return { annee: date.getUTCFullYear(), mois: date.getUTCMonth(), jour: date.getUTCDate() };
  }
  toString(): string {
    return new Date(this.rang * 86_400_000).toISOString().slice(0, 10);
  }
}

export type ValeurDeReference = Quantite | JourCivil | string | boolean;

/** Order of two numbers or two days; `undefined` for anything else. */
export function comparer(a: ValeurDeReference, b: ValeurDeReference): number | undefined {
  if (a instanceof Quantite && b instanceof Quantite) return a.x.compare(b.x);
  if (a instanceof JourCivil && b instanceof JourCivil) return a.rang - b.rang;
  return undefined;
}

export function egales(a: ValeurDeReference, b: ValeurDeReference): boolean {
  const ordre = comparer(a, b);
  return ordre === undefined ? a === b : ordre === 0;
}

/**
 * True when a text written by the engine is this value: to the last digit, or to 33 digits when it has no
 * finite decimal form.
 */
export function estEcrite(valeur: ValeurDeReference, texte: unknown): boolean {
  if (!(valeur instanceof Quantite))
    return valeur instanceof JourCivil ? texte === valeur.toString() : texte === valeur;
  if (typeof texte !== 'string') return false;
  const { x, decimales } = valeur;
  if (decimales !== undefined) return texte === ecrire(x, decimales);
  for (let rang = 0; rang <= 60; rang++)
    if (x.mul(new Fraction(10n ** BigInt(rang))).d === 1n) return texte === ecrire(x, rang);
  const ecart = new Fraction(texte).sub(x).abs();
  return ecart.compare(x.abs().div(new Fraction(10n ** 33n))) <= 0;
}

function ecrire(x: Fraction, decimales: number): string {
  const chiffres = (x.n * 10n ** BigInt(decimales)) / x.d;
  const texte = chiffres.toString().padStart(decimales + 1, '0');
  const coupe = texte.length - decimales;
  return `${x.s < 0n && chiffres > 0n ? '-' : ''}${texte.slice(0, coupe)}${decimales > 0 ? `.${texte.slice(coupe)}` : ''}`;
}
