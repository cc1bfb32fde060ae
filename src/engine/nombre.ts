/**
 * Exact numbers. A formula may divide and multiply back (`depenses / etp * etp`): with rounded
 * intermediates the cent could go the wrong way, so values stay rationals until the file rounds them.
 *
 * A rational is kept in two safe integers as long as it fits, which is nearly always and many times faster,
 * and in big
 * integers otherwise. Both forms obey the same definition; nothing outside this file sees which one is used.
 */
import { Decimal } from 'decimal.js';
import { FormuleRefusee } from './erreurs.ts';

/** Printed digits of a value without finite decimal form (1/3). */
const CHIFFRES_SIGNIFICATIFS = 34;
/** A formula may not build numbers larger than this: it would only be a way to exhaust memory. */
const BORNE = 10n ** 400n;
const SUR = Number.MAX_SAFE_INTEGER;
const SUR_GRAND = BigInt(SUR);
/** Places that show the first digit of any quotient of safe integers. */
const LOIN = 40;
const DECALAGE = 10n ** BigInt(LOIN);
const PUISSANCES_DE_10 = Array.from({ length: 16 }, (_, rang) => 10 ** rang);

const Impression = Decimal.clone({
  precision: 450,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** Texts that are long to work out: a decision and its trace write the same number several times. */
const ecrits = new WeakMap<Nombre, string>();

/** Constructor of a kind of exact number (a unit). Plain numbers must be safe integers. */
export type GenreDeNombre = new (n: bigint | number, d: bigint | number, echelle?: number) => Nombre;

/** An exact rational `n/d`, reduced, `d > 0`; `echelle` = printed decimals, set only by a rounding. */
export class Nombre {
  // Declared, not initialised: a field initialiser costs more than the arithmetic.
  /** Numerator and denominator when both are safe integers, `NaN` otherwise. */
  declare private pn: number;
  declare private pd: number;
  /** Both when they do not fit in safe integers. */
  declare private grand: { readonly n: bigint; readonly d: bigint } | undefined;
  declare readonly echelle: number | undefined;

  constructor(n: bigint | number, d: bigint | number, echelle?: number) {
    if (d === 0 || d === 0n) throw new FormuleRefusee('division par zéro.');
    if (typeof n === 'number' && typeof d === 'number') {
      const diviseur = d === 1 ? 1 : pgcd(n, d) * (d < 0 ? -1 : 1);
      // `+ 0`: zero has no sign here.
      this.pn = n / diviseur + 0;
      this.pd = d / diviseur;
      this.grand = undefined;
    } else {
      const reduit = reduire(BigInt(n), BigInt(d));
      const tient = reduit.n <= SUR_GRAND && reduit.n >= -SUR_GRAND && reduit.d <= SUR_GRAND;
      this.pn = tient ? Number(reduit.n) : Number.NaN;
      this.pd = tient ? Number(reduit.d) : Number.NaN;
      this.grand = tient ? undefined : reduit;
    }
    this.echelle = echelle;
  }

  get n(): bigint {
    return this.grand ? this.grand.n : BigInt(this.pn);
  }
  get d(): bigint {
    return this.grand ? this.grand.d : BigInt(this.pd);
  }

  /**
   * Decimal text as facts, parameters and printed results carry it: `"0.43"`, `-12`; commas, spaces and
   * exponents are refused.
   */
  static depuisTexte(texte: string, Genre: GenreDeNombre = Nombre): Nombre {
    const court = lireCourt(texte, Genre);
    if (court) return court;
    const lu = /^(-?)(\d{1,30})(?:\.(\d{1,40}))?$/.exec(texte);
    if (!lu) throw new FormuleRefusee(`« ${texte} » n’est pas un nombre décimal.`);
    const [, signe, entiere = '', decimale = ''] = lu;
    const n = BigInt(entiere + decimale);
    return new Genre(signe === '-' ? -n : n, 10n ** BigInt(decimale.length));
  }

  static compare(a: Nombre, b: Nombre): number {
    const gauche = a.pn * b.pd;
    const droite = b.pn * a.pd;
    // False on NaN: numbers that do not fit take the other way, here and below.
    if (gauche <= SUR && gauche >= -SUR && droite <= SUR && droite >= -SUR)
      return gauche < droite ? -1 : gauche > droite ? 1 : 0;
    const ecart = a.n * b.d - b.n * a.d;
    return ecart < 0n ? -1 : ecart > 0n ? 1 : 0;
  }

  get estEntier(): boolean {
    return this.pd === 1 || this.grand?.d === 1n;
  }
  get estNegatif(): boolean {
    return this.grand ? this.grand.n < 0n : this.pn < 0;
  }

  plus(b: Nombre, Genre: GenreDeNombre): Nombre {
    if (this.pd === b.pd && Math.abs(this.pn + b.pn) <= SUR) return new Genre(this.pn + b.pn, this.pd);
    const gauche = this.pn * b.pd;
    const droite = b.pn * this.pd;
    const d = this.pd * b.pd;
    if (petits(gauche, droite, d) && Math.abs(gauche + droite) <= SUR) return new Genre(gauche + droite, d);
    return new Genre(this.n * b.d + b.n * this.d, this.d * b.d);
  }

  moins(b: Nombre, Genre: GenreDeNombre): Nombre {
    if (this.pd === b.pd && Math.abs(this.pn - b.pn) <= SUR) return new Genre(this.pn - b.pn, this.pd);
    const gauche = this.pn * b.pd;
    const droite = b.pn * this.pd;
    const d = this.pd * b.pd;
    if (petits(gauche, droite, d) && Math.abs(gauche - droite) <= SUR) return new Genre(gauche - droite, d);
    return new Genre(this.n * b.d - b.n * this.d, this.d * b.d);
  }

  fois(b: Nombre, Genre: GenreDeNombre): Nombre {
    const n = this.pn * b.pn;
    const d = this.pd * b.pd;
    if (petits(n, d, 0)) return new Genre(n, d);
    return new Genre(this.n * b.n, this.d * b.d);
  }

  /** @throws FormuleRefusee when `b` is zero: a non-finite result is an error, never a value. */
  par(b: Nombre, Genre: GenreDeNombre): Nombre {
    const n = this.pn * b.pd;
    const d = this.pd * b.pn;
    if (petits(n, d, 0)) return new Genre(n, d);
    return new Genre(this.n * b.d, this.d * b.n);
  }

  oppose(Genre: GenreDeNombre): Nombre {
    return this.grand ? new Genre(-this.grand.n, this.grand.d) : this.recopier(-this.pn, new Genre(0, 1));
  }

  /** Same value, other unit; printed decimals are kept only if given. */
  en(Genre: GenreDeNombre, echelle?: number): Nombre {
    if (this.constructor === Genre && this.echelle === echelle) return this;
    return this.recopier(this.pn, new Genre(0, 1, echelle));
  }

  /** What is reduced already is not reduced again: it would cost as much as the arithmetic. */
  private recopier(pn: number, copie: Nombre): Nombre {
    // `+ 0`: zero has no sign here.
    copie.pn = pn + 0;
    copie.pd = this.pd;
    copie.grand = this.grand;
    return copie;
  }

  /** Rounds half away from zero and keeps the number of decimals for printing. */
  arrondi(decimales: number, Genre: GenreDeNombre): Nombre {
    const facteur = 10 ** decimales;
    const dessus = Math.abs(this.pn) * facteur * 2 + this.pd;
    const dessous = this.pd * 2;
    if (petits(dessus, dessous, facteur)) {
      const arrondi = (dessus - (dessus % dessous)) / dessous;
      return new Genre(this.pn < 0 ? -arrondi : arrondi, facteur, decimales);
    }
    const { n, d } = this;
    const grandFacteur = 10n ** BigInt(decimales);
    const arrondi = ((n < 0n ? -n : n) * grandFacteur * 2n + d) / (d * 2n);
    return new Genre(n < 0n ? -arrondi : arrondi, grandFacteur, decimales);
  }

  /** Nearest finite decimal, for display only. */
  versDecimal(): Decimal {
    return new Impression(this.n.toString()).div(this.d.toString());
  }

  /**
   * Text of the value: finite decimals in full, others with 34 significant digits; "0.5000" when rounded to
   * 4.
   */
  toString(): string {
    return this.ecrirePetit() ?? this.ecrireLong();
  }

  toJSON(): string {
    return this.toString();
  }

  /** Whole numbers, and decimals of at most 15 digits: those of nearly every file. */
  private ecrirePetit(): string | undefined {
    if (this.pd === 1 && !this.echelle) return String(this.pn);
    const decimales = this.echelle ?? decimalesDe(this.pd);
    const facteur = decimales === undefined ? undefined : PUISSANCES_DE_10[decimales];
    if (decimales === undefined || facteur === undefined || facteur % this.pd !== 0) return undefined;
    const chiffres = Math.abs(this.pn) * (facteur / this.pd);
    if (!(chiffres <= SUR)) return undefined;
    const texte = String(chiffres).padStart(decimales + 1, '0');
    return `${this.pn < 0 ? '-' : ''}${texte.slice(0, -decimales)}.${texte.slice(-decimales)}`;
  }

  private ecrireLong(): string {
    const texte = ecrits.get(this) ?? this.ecrirePeriodique() ?? this.ecrireGrand();
    ecrits.set(this, texte);
    return texte;
  }

  /**
   * A value without finite decimal form, in safe integers: its nearest writing with that many significant
   * digits.
   */
  private ecrirePeriodique(): string | undefined {
    if (this.grand || this.echelle !== undefined || aUneFormeFinie(BigInt(this.pd))) return undefined;
    const n = BigInt(Math.abs(this.pn));
    const d = BigInt(this.pd);
    const decimales = CHIFFRES_SIGNIFICATIFS + LOIN - ((n * DECALAGE) / d).toString().length;
    const chiffres = ((n * 10n ** BigInt(decimales) * 2n + d) / (d * 2n))
      .toString()
      .padStart(decimales + 1, '0');
    const coupe = chiffres.length - decimales;
    return `${this.pn < 0 ? '-' : ''}${chiffres.slice(0, coupe)}.${chiffres.slice(coupe)}`.replace(
      /\.?0+$/,
      '',
    );
  }

  private ecrireGrand(): string {
    if (this.echelle !== undefined) return this.versDecimal().toFixed(this.echelle);
    const { d } = this;
    if (d === 1n) return this.n.toString();
    const decimal = this.versDecimal();
    return (aUneFormeFinie(d) ? decimal : decimal.toSignificantDigits(CHIFFRES_SIGNIFICATIFS)).toFixed();
  }
}

const CHIFFRES_COURTS = 15;

/** A decimal text of at most 15 digits, read digit by digit; `undefined` when it is longer, or is none. */
function lireCourt(texte: string, Genre: GenreDeNombre): Nombre | undefined {
  const debut = texte.charCodeAt(0) === 45 ? 1 : 0;
  let n = 0;
  let point = -1;
  let rang = debut;
  for (; rang < texte.length; rang += 1) {
    const code = texte.charCodeAt(rang);
    if (code === 46 && point < 0) point = rang;
    else if (code >= 48 && code <= 57) n = n * 10 + (code - 48);
    else return undefined;
  }
  const chiffres = texte.length - debut - (point < 0 ? 0 : 1);
  if (chiffres < 1 || chiffres > CHIFFRES_COURTS || point === debut || point === texte.length - 1)
    return undefined;
  return new Genre(debut === 1 ? -n : n, PUISSANCES_DE_10[point < 0 ? 0 : texte.length - 1 - point] ?? 1);
}

/** True when the three are safe integers (a product rounded by floating point is beyond them). */
function petits(a: number, b: number, c: number): boolean {
  return a <= SUR && a >= -SUR && b <= SUR && b >= -SUR && c <= SUR && c >= -SUR;
}

/** Decimals of `1/d` when it has at most 15, with `d` a safe integer. */
function decimalesDe(d: number): number | undefined {
  const decimales = PUISSANCES_DE_10.findIndex((puissance) => puissance % d === 0);
  return decimales < 0 ? undefined : decimales;
}

function aUneFormeFinie(d: bigint): boolean {
  let reste = d;
  while (reste % 2n === 0n) reste /= 2n;
  while (reste % 5n === 0n) reste /= 5n;
  return reste === 1n;
}

function pgcd(a: number, b: number): number {
  let x = a < 0 ? -a : a;
  let y = b < 0 ? -b : b;
  while (y !== 0) {
    const reste = x % y;
    x = y;
    y = reste;
  }
  return x === 0 ? 1 : x;
}

function reduire(n: bigint, d: bigint): { n: bigint; d: bigint } {
  let x = n < 0n ? -n : n;
  let y = d < 0n ? -d : d;
  while (y !== 0n) [x, y] = [y, x % y];
  const diviseur = (x === 0n ? 1n : x) * (d < 0n ? -1n : 1n);
  const reduit = { n: n / diviseur, d: d / diviseur };
  if (reduit.n > BORNE || reduit.n < -BORNE || reduit.d > BORNE)
    throw new FormuleRefusee('le calcul produit un nombre démesuré.');
  return reduit;
}
