/**
 * Cells of the space of cases, built forward from the inputs: each fact where a comparison cuts (the
 * threshold, the fact or
 * the sum it is compared with, and one unit on each side), at the bounds of its domain, at each value of its
 * enumeration,
 * absent when it may be. Used to look for cases where the proof stops, and to place boundary scenarios.
 */
import { estEntier } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { DeclarationDeFait, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { ajouterMois, Jour } from '#src/engine/dates.ts';
import { ecrireNombre, lireNombre, pasDe } from './concretisation.ts';
import type { Forme } from './formes.ts';
import { ZERO, entier } from './formes.ts';
import type { Cas } from './observation.ts';

/** Reproducible pseudo-random integers below a bound. */
export function hasard(graine = 20_190_701): (borne: number) => number {
  let etat = graine;
  return (borne) => {
    etat = (Math.imul(etat, 1_664_525) + 1_013_904_223) >>> 0;
    return borne === 0 ? 0 : Math.floor((etat / 2 ** 32) * borne);
  };
}

/** Where the comparisons of a file cut, and the lengths in months it names. */
export interface Coupures {
  readonly formes: Iterable<Forme>;
  readonly mois: readonly number[];
}

/**
 * Values of a fact on each side of every cut, the other facts being those of the case; sorted, without the
 * present one.
 */
export function valeursAuxCoupures(
  jeu: JeuCompile,
  coupures: Coupures,
  cas: Cas,
  fait: string,
): (ValeurJson | null)[] {
  const declaration = jeu.faits.get(fait);
  if (!declaration || declaration.informatif) return [];
  const valeurs = new Set<ValeurJson | null>(valeursDuDomaine(declaration));
  if (jeu.besoins.get(fait) !== 'toujours') valeurs.add(null);
  for (const forme of coupures.formes)
    for (const valeur of autourDeLaCoupure(jeu, forme, cas, fait, declaration)) valeurs.add(valeur);
  if (declaration.type === 'date')
    for (const valeur of autourDesDurees(jeu, coupures.mois, cas, fait)) valeurs.add(valeur);
  valeurs.delete(cas[fait] ?? null);
  return [...valeurs];
}

function valeursDuDomaine({ type, valeurs, min, max }: DeclarationDeFait): ValeurJson[] {
  if (type === 'booleen') return [true, false];
  if (type === 'enum') return [...(valeurs ?? [])];
  if (type === 'texte') return [];
  const pas = pasDe(type);
  return [
    ...autour(type, lireNombre(type, min), pas, [0, 1]),
    ...autour(type, lireNombre(type, max), pas, [-1, 0]),
  ];
}

function autour(
  type: TypeDeFait,
  centre: Nombre | undefined,
  pas: Nombre,
  decalages: readonly number[],
): ValeurJson[] {
  if (!centre) return [];
  return decalages.flatMap((decalage) => {
    const valeur = ecrireNombre(type, centre.plus(pas.fois(entier(decalage), Nombre), Nombre));
    return valeur === undefined ? [] : [valeur];
  });
}

/** The value that puts the case on the cut, when this fact takes part in it and the others are known. */
function autourDeLaCoupure(
  jeu: JeuCompile,
  { termes, constante }: Forme,
  cas: Cas,
  fait: string,
  { type }: DeclarationDeFait,
): ValeurJson[] {
  let somme = constante;
  let coefficient = ZERO;
  for (const [nom, facteur] of termes) {
    if (nom === fait) {
      coefficient = facteur;
      continue;
    }
    const autre = jeu.faits.get(nom);
    const valeur = autre && lireNombre(autre.type, cas[nom]);
    if (!valeur) return [];
    somme = somme.plus(facteur.fois(valeur, Nombre), Nombre);
  }
  if (coefficient.n === 0n) return [];
  const exact = new Nombre(-somme.n, somme.d).par(coefficient, Nombre);
  const centre = type === 'date' || estEntier(type) ? plancher(exact) : arrondir(exact);
  return autour(type, centre, pasDe(type), [-1, 0, 1]);
}

function plancher({ n, d }: Nombre): Nombre {
  return entier(n >= 0n ? n / d : -((-n + d - 1n) / d));
}
function arrondir(valeur: Nombre): Nombre {
  const { n, d } = valeur.arrondi(8, Nombre);
  return new Nombre(n, d);
}

/**
 * Dates a named number of months away from the other dates of the case, and the first day of their months and
 * years.
 */
function autourDesDurees(jeu: JeuCompile, mois: readonly number[], cas: Cas, fait: string): ValeurJson[] {
  const proches: string[] = [];
  for (const [nom, { type }] of jeu.faits) {
    const valeur = cas[nom];
    if (type !== 'date' || typeof valeur !== 'string') continue;
    const depart = new Jour(valeur);
    const annee = Number(valeur.slice(0, 4));
    proches.push(valeur, `${valeur.slice(0, 8)}01`, `${valeur.slice(0, 4)}-01-01`, `${annee + 1}-01-01`);
    if (nom !== fait)
      for (const combien of mois)
        proches.push(ajouterMois(depart, combien).iso, ajouterMois(depart, -combien).iso);
  }
  return [...new Set(proches)].flatMap((jour) =>
    autour('date', lireNombre('date', jour), entier(1), [-1, 0, 1]),
  );
}

/** The case with one fact at each value of its cuts, fact after fact. */
export function* voisins(
  jeu: JeuCompile,
  coupures: Coupures,
  cas: Cas,
  faits: Iterable<string>,
): Generator<{ readonly fait: string; readonly cas: Cas }> {
  for (const fait of faits) {
    for (const valeur of valeursAuxCoupures(jeu, coupures, cas, fait))
      yield { fait, cas: { ...cas, [fait]: valeur } };
  }
}

/**
 * Walks of a few steps from the cases, each step moving one fact to one of its cuts; always the same ones.
 */
export function* promenades(
  jeu: JeuCompile,
  coupures: Coupures,
  departs: readonly Cas[],
  faits: readonly string[],
  combien: number,
  graine?: number,
): Generator<Cas> {
  const tirer = hasard(graine);
  for (let rang = 0; rang < combien && departs.length > 0 && faits.length > 0; rang++) {
    let cas = departs[tirer(departs.length)] ?? {};
    for (let pas = 1 + tirer(3); pas > 0; pas--) {
      const fait = faits[tirer(faits.length)] ?? '';
      const valeurs = valeursAuxCoupures(jeu, coupures, cas, fait);
      cas = { ...cas, [fait]: valeurs[tirer(valeurs.length)] ?? null };
    }
    yield cas;
  }
}
