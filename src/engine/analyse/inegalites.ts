/**
 * Systems of linear inequalities, decided exactly by Fourier–Motzkin elimination. Over numbers with decimals
 * the answer is
 * exact; over whole numbers each inequality is tightened, which is exact for differences of two variables and
 * otherwise
 * may leave a system standing that no whole number satisfies (never the reverse: "impossible" is always a
 * proof).
 */
import { Nombre } from '#src/engine/nombre.ts';
import type { Forme } from './formes.ts';
import { ZERO, cleDesTermes, combiner, fois, normaliserForme, signe } from './formes.ts';

/** `forme ≤ 0`, or `forme < 0`. */
export interface Inegalite {
  readonly forme: Forme;
  readonly stricte: boolean;
}
export type EstEntiere = (nom: string) => boolean;

/** Beyond, the system is taken as possible: nothing is then proved. */
const INEGALITES_MAX = 300;

interface Etape {
  readonly nom: string;
  readonly inegalites: readonly Inegalite[];
}

/** False only when no value of the variables satisfies the system. */
export function estPossible(systeme: readonly Inegalite[], estEntiere: EstEntiere): boolean {
  return eliminer(systeme, estEntiere) !== undefined;
}

/** Chooses a value between two bounds; `undefined` when it finds none. */
export type Choisir = (nom: string, bas: Borne | undefined, haut: Borne | undefined) => Nombre | undefined;
export interface Borne {
  readonly valeur: Nombre;
  readonly exclue: boolean;
}

/**
 * Values satisfying the system, chosen one after the other; `undefined` when it is impossible or a choice
 * fails.
 */
export function resoudre(
  systeme: readonly Inegalite[],
  estEntiere: EstEntiere,
  choisir: Choisir,
): Map<string, Nombre> | undefined {
  const etapes = eliminer(systeme, estEntiere);
  if (!etapes) return undefined;
  const valeurs = new Map<string, Nombre>();
  for (const { nom, inegalites } of etapes.toReversed()) {
    const { bas, haut } = bornesDe(nom, inegalites, valeurs);
    const valeur = choisir(nom, bas, haut);
    if (valeur === undefined) return undefined;
    valeurs.set(nom, valeur);
  }
  return valeurs;
}

function bornesDe(
  nom: string,
  inegalites: readonly Inegalite[],
  valeurs: ReadonlyMap<string, Nombre>,
): { bas: Borne | undefined; haut: Borne | undefined } {
  let bas: Borne | undefined;
  let haut: Borne | undefined;
  for (const { forme, stricte } of inegalites) {
    let reste = forme.constante;
    let coefficient = ZERO;
    for (const [autre, facteur] of forme.termes) {
      if (autre === nom) coefficient = facteur;
      else reste = reste.plus(facteur.fois(valeurs.get(autre) ?? ZERO, Nombre), Nombre);
    }
    const borne: Borne = { valeur: new Nombre(-reste.n, reste.d).par(coefficient, Nombre), exclue: stricte };
    if (signe(coefficient) > 0) haut = plusStricte(haut, borne, -1);
    else bas = plusStricte(bas, borne, 1);
  }
  return { bas, haut };
}

function plusStricte(connue: Borne | undefined, nouvelle: Borne, sens: 1 | -1): Borne {
  if (!connue) return nouvelle;
  const ecart = Nombre.compare(nouvelle.valeur, connue.valeur) * sens;
  return ecart > 0 || (ecart === 0 && nouvelle.exclue) ? nouvelle : connue;
}

/**
 * Variables eliminated one by one with the inequalities each took part in; `undefined` when the system is
 * impossible.
 */
function eliminer(systeme: readonly Inegalite[], estEntiere: EstEntiere): Etape[] | undefined {
  let restantes = reduire(systeme, estEntiere);
  const etapes: Etape[] = [];
  while (restantes && restantes.length > 0) {
    const nom = moinsCouteuse(restantes);
    if (nom === undefined) return etapes;
    const concernees = restantes.filter(({ forme }) => coefficientDe(forme, nom) !== undefined);
    etapes.push({ nom, inegalites: concernees });
    const suivantes = restantes.filter((inegalite) => !concernees.includes(inegalite));
    const hautes = concernees.filter(({ forme }) => signe(coefficientDe(forme, nom) ?? ZERO) > 0).length;
    if (suivantes.length + hautes * (concernees.length - hautes) > INEGALITES_MAX) return etapes;
    suivantes.push(...combinaisons(nom, concernees));
    restantes = reduire(suivantes, estEntiere);
  }
  return restantes && etapes;
}

function coefficientDe(forme: Forme, nom: string): Nombre | undefined {
  return forme.termes.find(([autre]) => autre === nom)?.[1];
}

function moinsCouteuse(systeme: readonly Inegalite[]): string | undefined {
  const comptes = new Map<string, [hautes: number, basses: number]>();
  for (const { forme } of systeme) {
    for (const [nom, coefficient] of forme.termes) {
      const compte = comptes.get(nom) ?? [0, 0];
      compte[signe(coefficient) > 0 ? 0 : 1]++;
      comptes.set(nom, compte);
    }
  }
  let meilleure: string | undefined;
  let cout = Infinity;
  for (const [nom, [hautes, basses]] of comptes) {
    if (hautes * basses < cout) [meilleure, cout] = [nom, hautes * basses];
  }
  return meilleure;
}

function combinaisons(nom: string, concernees: readonly Inegalite[]): Inegalite[] {
  const hautes: Inegalite[] = [];
  const basses: Inegalite[] = [];
  for (const { forme, stricte } of concernees) {
    const coefficient = coefficientDe(forme, nom) ?? ZERO;
    const absolu = new Nombre(coefficient.d, coefficient.n < 0n ? -coefficient.n : coefficient.n);
    (signe(coefficient) > 0 ? hautes : basses).push({ forme: fois(forme, absolu), stricte });
  }
  return hautes.flatMap((haute) =>
    basses.map((basse) => ({
      forme: combiner(haute.forme, new Nombre(1n, 1n), basse.forme),
      stricte: haute.stricte || basse.stricte,
    })),
  );
}

/**
 * Tightens, drops what is always true, keeps the strongest of parallel inequalities; `undefined` when one is
 * never true.
 */
function reduire(systeme: readonly Inegalite[], estEntiere: EstEntiere): Inegalite[] | undefined {
  const fortes = new Map<string, Inegalite>();
  for (const brute of systeme) {
    if (brute.forme.termes.length === 0) {
      const ecart = signe(brute.forme.constante);
      if (ecart > 0 || (ecart === 0 && brute.stricte)) return undefined;
      continue;
    }
    const serree = resserrer(brute, estEntiere);
    const cle = cleDesTermes(serree.forme);
    const connue = fortes.get(cle);
    const ecart = connue ? Nombre.compare(serree.forme.constante, connue.forme.constante) : 1;
    if (ecart > 0 || (ecart === 0 && serree.stricte)) fortes.set(cle, serree);
  }
  return [...fortes.values()];
}

/** Over whole numbers `2x < 5` is `x ≤ 2`. */
function resserrer({ forme, stricte }: Inegalite, estEntiere: EstEntiere): Inegalite {
  if (!forme.termes.every(([nom]) => estEntiere(nom))) return { forme: normaliserForme(forme), stricte };
  const facteur = forme.termes.reduce((ppcm, [, { d }]) => (ppcm * d) / pgcd(ppcm, d), 1n);
  const diviseur = forme.termes.reduce((commun, [, { n, d }]) => pgcd(commun, (n * facteur) / d), 0n);
  const primitive = fois(forme, new Nombre(facteur, diviseur));
  const { n, d } = primitive.constante;
  // c + Σ ≤ 0 with Σ whole: Σ ≤ floor(-c), and Σ ≤ ceil(-c) - 1 when strict.
  const plancher = plancherDe(-n, d);
  const borne = stricte && d === 1n ? plancher - 1n : plancher;
  return {
    forme: normaliserForme({ termes: primitive.termes, constante: new Nombre(-borne, 1n) }),
    stricte: false,
  };
}

function plancherDe(n: bigint, d: bigint): bigint {
  return n >= 0n ? n / d : -((-n + d - 1n) / d);
}

function pgcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
