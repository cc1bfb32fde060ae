/**
 * Unit types of formulas. A number carries its unit in its class; the algebra below says which unit an
 * operation gives. Everything else is a type error found before anything runs.
 */
import { Jour } from '#src/engine/dates.ts';
import type { TypeDeFait } from '#src/engine/format.ts';
import type { GenreDeNombre } from '#src/engine/nombre.ts';
import { Nombre } from '#src/engine/nombre.ts';

/** A numeric type of formulas: its CEL name and the class of its values. */
export interface Unite {
  readonly nom: string;
  readonly Genre: GenreDeNombre;
}
interface UniteDimensionnee extends Unite {
  /** Exponents of {@link NOMS_DE_BASE}, in their order. */
  readonly dimension: Dimension;
}
type Dimension = readonly number[];

function unite(nom: string): Unite {
  // One class per unit: cel-js tells types apart by constructor.
  return { nom, Genre: { [nom]: class extends Nombre {} }[nom] ?? Nombre };
}

const ENTIER = unite('Entier');
const DECIMAL = unite('Decimal');
const TAUX = unite('Taux');
const ANNEE = unite('Annee');
const SANS_DIMENSION: readonly Unite[] = [ENTIER, DECIMAL, TAUX];

/**
 * Euros are never a divisor; a price per ETP, a month-ETP or a rate per month are useful steps of a formula.
 * Hours, places and acts measure an activity: each meets euros, never another measure.
 */
const EXPOSANTS_EURO = [0, 1] as const;
const EXPOSANTS = [-1, 0, 1] as const;
const MESURES_D_ACTIVITE = ['Heure', 'Place', 'Acte'] as const;
const NOMS_DE_BASE = ['Euro', 'Etp', 'Mois', ...MESURES_D_ACTIVITE] as const;
const SANS_ACTIVITE: Dimension = MESURES_D_ACTIVITE.map(() => 0);

function nomDeDimension(dimension: Dimension): string {
  const avec = (exposant: number): string =>
    NOMS_DE_BASE.filter((_, rang) => dimension[rang] === exposant).join('');
  const dessous = avec(-1);
  return `${avec(1)}${dessous ? `Par${dessous}` : ''}`;
}

const DIMENSIONNEES: readonly UniteDimensionnee[] = EXPOSANTS_EURO.flatMap((euro): Dimension[] => [
  ...EXPOSANTS.flatMap((etp) => EXPOSANTS.map((mois) => [euro, etp, mois, ...SANS_ACTIVITE])),
  ...MESURES_D_ACTIVITE.flatMap((mesure) =>
    [-1, 1].map((exposant) => [
      euro,
      0,
      0,
      ...MESURES_D_ACTIVITE.map((autre) => (autre === mesure ? exposant : 0)),
    ]),
  ),
])
  .filter((dimension) => dimension.some((exposant) => exposant !== 0))
  .map((dimension) => ({ ...unite(nomDeDimension(dimension)), dimension }));

/** All numeric types of formulas. */
export const UNITES: readonly Unite[] = [...SANS_DIMENSION, ANNEE, ...DIMENSIONNEES];
const PAR_NOM: ReadonlyMap<string, Unite> = new Map(UNITES.map((u) => [u.nom, u]));

function uniteNommee(nom: string): Unite {
  const trouvee = PAR_NOM.get(nom);
  if (!trouvee) throw new Error(`unknown unit ${nom}`);
  return trouvee;
}

/** Name of the unitless types; a bare integer literal (`int`) mixes with them. */
export const NOMS_SANS_DIMENSION: readonly string[] = SANS_DIMENSION.map((u) => u.nom);

const UNITES_DES_TYPES: ReadonlyMap<TypeDeFait, Unite> = new Map([
  ['entier', ENTIER],
  ['decimal', DECIMAL],
  ['taux', TAUX],
  ['euro', uniteNommee('Euro')],
  ['etp', uniteNommee('Etp')],
  ['euro-par-etp', uniteNommee('EuroParEtp')],
  ['heure', uniteNommee('Heure')],
  ['euro-par-heure', uniteNommee('EuroParHeure')],
  ['place', uniteNommee('Place')],
  ['euro-par-place', uniteNommee('EuroParPlace')],
  ['acte', uniteNommee('Acte')],
  ['mois', uniteNommee('Mois')],
  ['annee', ANNEE],
]);
/** Every declared type that is a number. */
export const TYPES_NUMERIQUES: readonly TypeDeFait[] = [...UNITES_DES_TYPES.keys()];

/** Unit of a declared type, or `undefined` when the type is not a number. */
export function uniteDuType(type: TypeDeFait): Unite | undefined {
  return UNITES_DES_TYPES.get(type);
}

/** CEL type of a declared type. */
export function typeCel(type: TypeDeFait): string {
  const numerique = uniteDuType(type);
  if (numerique) return numerique.nom;
  return type === 'booleen' ? 'bool' : type === 'date' ? 'Date' : 'string';
}

/** Types a formula may have when the file declares `type`. */
export function typesCelAdmis(type: TypeDeFait): readonly string[] {
  if (type === 'decimal') return NOMS_SANS_DIMENSION;
  if (type === 'taux') return ['Taux', 'Decimal'];
  return [typeCel(type)];
}

const ENTIERS: ReadonlySet<TypeDeFait> = new Set(['entier', 'mois', 'annee', 'place', 'acte']);
/** Types whose values are whole numbers: what is counted one by one. Part of an act is told in hours. */
export const estEntier = (type: TypeDeFait): boolean => ENTIERS.has(type);

const EN_EUROS: ReadonlySet<TypeDeFait> = new Set([
  'euro',
  'euro-par-etp',
  'euro-par-heure',
  'euro-par-place',
]);
/** Types written with cents. */
export const estEnEuros = (type: TypeDeFait): boolean => EN_EUROS.has(type);

/** An operator overload between two numeric types. */
export interface Surcharge {
  readonly operateur: '+' | '-' | '*' | '/';
  readonly gauche: Unite;
  readonly droite: Unite;
  readonly resultat: Unite;
}

function sansUnite(operateur: '+' | '-' | '*' | '/', gauche: Unite, droite: Unite): Unite {
  if (gauche === droite && operateur !== '/') return gauche;
  if (gauche === TAUX && droite === TAUX) return TAUX;
  return DECIMAL;
}

function somme(a: Dimension, b: Dimension, signe: 1 | -1): Dimension {
  return a.map((exposant, rang) => exposant + signe * (b[rang] ?? 0));
}

function uniteDeDimension(dimension: Dimension): Unite | undefined {
  if (dimension.every((exposant) => exposant === 0)) return TAUX;
  return DIMENSIONNEES.find((u) => u.dimension.every((exposant, rang) => exposant === dimension[rang]));
}

function* algebre(): Generator<Surcharge> {
  for (const gauche of SANS_DIMENSION) {
    for (const droite of SANS_DIMENSION) {
      for (const operateur of ['+', '-', '*', '/'] as const) {
        yield { operateur, gauche, droite, resultat: sansUnite(operateur, gauche, droite) };
      }
    }
    for (const portee of DIMENSIONNEES) {
      yield { operateur: '*', gauche, droite: portee, resultat: portee };
      yield { operateur: '*', gauche: portee, droite: gauche, resultat: portee };
      yield { operateur: '/', gauche: portee, droite: gauche, resultat: portee };
      const inverse = uniteDeDimension(portee.dimension.map((exposant) => -exposant));
      if (inverse) yield { operateur: '/', gauche, droite: portee, resultat: inverse };
    }
  }
  for (const gauche of DIMENSIONNEES) {
    for (const operateur of ['+', '-'] as const)
      yield { operateur, gauche, droite: gauche, resultat: gauche };
    for (const droite of DIMENSIONNEES) {
      const produit = uniteDeDimension(somme(gauche.dimension, droite.dimension, 1));
      if (produit) yield { operateur: '*', gauche, droite, resultat: produit };
      const quotient = uniteDeDimension(somme(gauche.dimension, droite.dimension, -1));
      if (quotient) yield { operateur: '/', gauche, droite, resultat: quotient };
    }
  }
  yield { operateur: '-', gauche: ANNEE, droite: ANNEE, resultat: ENTIER };
  yield { operateur: '+', gauche: ANNEE, droite: ENTIER, resultat: ANNEE };
  yield { operateur: '-', gauche: ANNEE, droite: ENTIER, resultat: ANNEE };
}

/** Every allowed arithmetic overload. */
export const SURCHARGES: readonly Surcharge[] = [...algebre()];

/** Overloads whose unitless side may be a bare integer literal. */
export const ENTIER_NU = ENTIER;

/** A value inside the engine: typed, exact, immutable. */
export type Valeur = Nombre | Jour | string | boolean;

/** Builds a number of a declared type from its decimal text. */
export function nombreDuType(type: TypeDeFait, texte: string): Nombre | undefined {
  const cible = uniteDuType(type);
  return cible && Nombre.depuisTexte(texte, cible.Genre);
}

/** Text of a value, as decisions and traces carry it (booleans stay booleans). */
export function valeurEnJson(valeur: Valeur): string | boolean {
  return valeur instanceof Nombre || valeur instanceof Jour ? valeur.toString() : valeur;
}
