/**
 * Values of every declared type, near one another so that they often meet: equal, one unit below, one unit
 * above.
 */
import type { TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import type { Hasard } from './hasard.ts';

export const TYPES: readonly TypeDeFait[] = [
  'booleen',
  'entier',
  'decimal',
  'euro',
  'etp',
  'euro-par-etp',
  'heure',
  'euro-par-heure',
  'place',
  'euro-par-place',
  'acte',
  'mois',
  'taux',
  'annee',
  'date',
  'enum',
  'texte',
];
export const ORDONNES: ReadonlySet<TypeDeFait> = new Set<TypeDeFait>([
  'entier',
  'decimal',
  'euro',
  'etp',
  'euro-par-etp',
  'heure',
  'euro-par-heure',
  'place',
  'euro-par-place',
  'acte',
  'mois',
  'taux',
  'annee',
  'date',
]);
const ENTIERS: ReadonlySet<TypeDeFait> = new Set<TypeDeFait>(['entier', 'mois', 'annee', 'place', 'acte']);
export const VALEURS_D_ENUM = ['rouge', 'vert', 'bleu'] as const;

const JOURS = [
  '2018-12-31',
  '2019-01-01',
  '2019-01-31',
  '2019-02-28',
  '2019-03-01',
  '2019-06-15',
  '2019-12-31',
  '2020-02-29',
  '2020-03-01',
  '2021-01-01',
] as const;
const DECIMAUX = [
  '0',
  '0.5',
  '0.50',
  '1',
  '1.00',
  '0.333',
  '2',
  '2.5',
  '0.645',
  '0.125',
  '12',
  '999999999999999',
  '0.00000000000000000001',
  '-1',
  '-0.5',
  '1200.25',
  '900719925474099.3',
] as const;

/** A value of the type, as a file or a form writes it. */
export function valeurDe(type: TypeDeFait, de: Hasard): ValeurJson {
  switch (type) {
    case 'booleen':
      return de.chance(0.5);
    case 'enum':
      return de.parmi(VALEURS_D_ENUM);
    case 'texte':
      return de.parmi(['', 'a', 'A', 'élan', 'rouge', '10', '9']);
    case 'date':
      return de.parmi(JOURS);
    case 'annee':
      return de.entier(2018, 2021);
    case 'mois':
    case 'place':
    case 'acte':
    case 'entier':
      return de.chance(0.9)
        ? de.entier(-2, 13)
        : de.parmi([9_007_199_254_740, 999_999_999_999_999, -999_999_999_999_999]);
    default:
      return de.parmi(DECIMAUX);
  }
}

/** The value itself, or one unit on either side. */
export function voisine(type: TypeDeFait, valeur: ValeurJson, de: Hasard): ValeurJson {
  const pas = de.entier(-1, 1);
  if (pas === 0) return valeur;
  if (type === 'date')
    return new Date(Date.parse(`${String(valeur)}T00:00:00Z`) + pas * 86_400_000).toISOString().slice(0, 10);
  if (ENTIERS.has(type) && typeof valeur === 'number') return valeur + pas;
  if (ORDONNES.has(type) && /^-?\d{1,9}(\.\d{1,6})?$/.test(String(valeur)))
    return (Number(valeur) + pas * de.parmi([1, 0.1, 0.01])).toFixed(3);
  return valeur;
}

/** Something that is not a value of the type, or not in its domain. */
export function valeurFausse(type: TypeDeFait, de: Hasard): unknown {
  return de.parmi<unknown>([
    '2019-02-30',
    '1,5',
    Number.NaN,
    {},
    [],
    'inconnue',
    type === 'booleen' ? 'true' : true,
    '1e3',
    ' 1',
    1.5,
    'x'.repeat(4001),
    '2019-1-1',
  ]);
}
