/**
 * Exact numbers. A formula may divide and multiply back (`depenses / etp * etp`): with rounded
 * intermediates the cent could go the wrong way, so values stay rationals until the file rounds them.
 */
import { Decimal } from 'decimal.js';
import { FormuleRefusee } from './erreurs.ts';

/** Printed digits of a value without finite decimal form (1/3). */
const CHIFFRES_SIGNIFICATIFS = 34;
/** A formula may not build numbers larger than this: it would only be a way to exhaust memory. */
const BORNE = 10n ** 400n;

const Impression = Decimal.clone({ precision: 450, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });

/** Constructor of a kind of exact number (a unit). */
export type GenreDeNombre = new (n: bigint, d: bigint, echelle?: number) => Nombre;

/** An exact rational `n/d`, reduced, `d > 0`; `echelle` = printed decimals, set only by a rounding. */
export class Nombre {
  readonly n: bigint;
  readonly d: bigint;
  readonly echelle: number | undefined;

  constructor(n: bigint, d: bigint, echelle?: number) {
    if (d === 0n) throw new FormuleRefusee('division par zéro.');
    const diviseur = pgcd(n, d) * (d < 0n ? -1n : 1n);
    this.n = n / diviseur;
    this.d = d / diviseur;
    this.echelle = echelle;
    if (this.n > BORNE || this.n < -BORNE || this.d > BORNE) throw new FormuleRefusee('le calcul produit un nombre démesuré.');
  }

  /** Decimal text as facts and parameters carry it: `"0.43"`, `-12`; commas, spaces and exponents are refused. */
  static depuisTexte(texte: string, Genre: GenreDeNombre = Nombre): Nombre {
    const lu = /^(-?)(\d{1,30})(?:\.(\d{1,20}))?$/.exec(texte);
    if (!lu) throw new FormuleRefusee(`« ${texte} » n'est pas un nombre décimal.`);
    const [, signe, entiere = '', decimale = ''] = lu;
    const n = BigInt(entiere + decimale);
    return new Genre(signe === '-' ? -n : n, 10n ** BigInt(decimale.length));
  }

  static compare(a: Nombre, b: Nombre): number {
    const ecart = a.n * b.d - b.n * a.d;
    return ecart < 0n ? -1 : ecart > 0n ? 1 : 0;
  }

  get estEntier(): boolean {
    return this.d === 1n;
  }

  plus(b: Nombre, Genre: GenreDeNombre): Nombre {
    return new Genre(this.n * b.d + b.n * this.d, this.d * b.d);
  }

  moins(b: Nombre, Genre: GenreDeNombre): Nombre {
    return new Genre(this.n * b.d - b.n * this.d, this.d * b.d);
  }

  fois(b: Nombre, Genre: GenreDeNombre): Nombre {
    return new Genre(this.n * b.n, this.d * b.d);
  }

  /** @throws FormuleRefusee when `b` is zero: a non-finite result is an error, never a value. */
  par(b: Nombre, Genre: GenreDeNombre): Nombre {
    return new Genre(this.n * b.d, this.d * b.n);
  }

  /** Same value, other unit. */
  en(Genre: GenreDeNombre): Nombre {
    return new Genre(this.n, this.d);
  }

  /** Rounds half away from zero and keeps the number of decimals for printing. */
  arrondi(decimales: number, Genre: GenreDeNombre): Nombre {
    const facteur = 10n ** BigInt(decimales);
    const absolu = (this.n < 0n ? -this.n : this.n) * facteur;
    const arrondi = (absolu * 2n + this.d) / (this.d * 2n);
    return new Genre(this.n < 0n ? -arrondi : arrondi, facteur, decimales);
  }

  /** Nearest finite decimal, for display only. */
  versDecimal(): Decimal {
    return new Impression(this.n.toString()).div(this.d.toString());
  }

  /** Text of the value: finite decimals in full, others with 34 significant digits; "0.5000" when rounded to 4. */
  toString(): string {
    if (this.echelle !== undefined) return this.versDecimal().toFixed(this.echelle);
    if (this.d === 1n) return this.n.toString();
    const decimal = this.versDecimal();
    return (aUneFormeFinie(this.d) ? decimal : decimal.toSignificantDigits(CHIFFRES_SIGNIFICATIFS)).toFixed();
  }

  toJSON(): string {
    return this.toString();
  }
}

function aUneFormeFinie(d: bigint): boolean {
  let reste = d;
  while (reste % 2n === 0n) reste /= 2n;
  while (reste % 5n === 0n) reste /= 5n;
  return reste === 1n;
}

function pgcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
