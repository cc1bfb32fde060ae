/** Functions of the expressions of a form, over plain JSON and exact numbers. */
import {
  Jour,
  ajouterMois,
  anneeDe,
  dernierJour,
  estUneDate,
  joursEntre,
  lendemain,
  moisCivils,
  moisCivilsEntiers,
  moisDePresence,
  premierDuMois,
} from '#src/engine/dates.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import {
  joursHors,
  moisCouverts,
  moisEntre,
  plusGrandTotal,
  type Periode,
  type Presence,
} from '#src/engine/periodes.ts';

/** A value the expression needs is null. */
export class Absence extends Error {}

/** What cel-js hands to a function. */
export type Brut = unknown;

/** Exact number of a JSON value. @throws Absence, FormuleRefusee */
export function nombre(brut: Brut): Nombre {
  if (brut instanceof Nombre) return brut;
  if (typeof brut === 'bigint') return new Nombre(brut, 1n);
  if (typeof brut === 'string') return Nombre.depuisTexte(brut);
  if (brut === null || brut === undefined) throw new Absence();
  throw new FormuleRefusee('un nombre était attendu.');
}
function jour(brut: Brut): Jour {
  if (brut === null || brut === undefined) throw new Absence();
  if (typeof brut === 'string' && estUneDate(brut)) return new Jour(brut);
  throw new FormuleRefusee(`une date AAAA-MM-JJ était attendue (${String(brut)}).`);
}
const entier = (n: number): Nombre => new Nombre(BigInt(n), 1n);
const petit = (brut: Brut): number => Number(nombre(brut).versDecimal().toNumber());

/** Exact sum of every number or decimal string below a value; nulls count for nothing. */
function somme(brut: Brut): Nombre {
  if (brut === null || brut === undefined) return entier(0);
  if (Array.isArray(brut))
    return brut.reduce((total: Nombre, element: Brut) => total.plus(somme(element), Nombre), entier(0));
  if (typeof brut === 'object' && !(brut instanceof Nombre)) return somme(Object.values(brut));
  return nombre(brut);
}

function extreme(args: readonly Brut[], signe: 1 | -1): Brut {
  if (args.some((arg) => arg === null || arg === undefined) || args.length === 0) throw new Absence();
  const dates = args.every((arg) => typeof arg === 'string' && estUneDate(arg));
  const comparables = dates ? args : args.map(nombre);
  return comparables.reduce((meilleur, arg) => {
    const ecart = dates
      ? String(arg) < String(meilleur)
        ? -1
        : 1
      : Nombre.compare(nombre(arg), nombre(meilleur));
    return ecart * signe < 0 ? arg : meilleur;
  });
}

const estUnObjet = (brut: Brut): brut is Readonly<Record<string, Brut>> =>
  typeof brut === 'object' && brut !== null && !Array.isArray(brut);
const elements = (brut: Brut): readonly Readonly<Record<string, Brut>>[] =>
  Array.isArray(brut) ? (brut as readonly Brut[]).filter(estUnObjet) : [];

/**
 * Periods of a list `[{debut, fin}]`; a row without its two dates, or that ends before it begins, is not one
 * yet.
 */
const periodes = (brut: Brut): Periode[] =>
  elements(brut).flatMap(({ debut, fin }) =>
    typeof debut === 'string' &&
    typeof fin === 'string' &&
    estUneDate(debut) &&
    estUneDate(fin) &&
    debut < fin
      ? [{ debut: new Jour(debut), fin: new Jour(fin) }]
      : [],
  );

/** People of a list `[{valeur, poste, absences: [{debut, fin}]}]`; without a value one counts for nothing. */
const presences = (brut: Brut): Presence[] =>
  elements(brut).flatMap(({ valeur, poste, absences }) =>
    valeur === null || valeur === undefined
      ? []
      : [
          {
            valeur: nombre(valeur),
            poste: typeof poste === 'string' ? poste : null,
            absences: periodes(absences),
          },
        ],
  );

/** Functions an expression may call: how many arguments, and the computation. */
export const FONCTIONS: Readonly<
  Record<string, readonly [arites: readonly number[], calculer: (...args: Brut[]) => Brut]>
> = {
  somme: [[1], somme],
  nombre: [[1], (liste) => entier(Array.isArray(liste) ? liste.length : 0)],
  decimal: [[1], nombre],
  min: [[1, 2, 3, 4], (...args) => extreme(args.length === 1 && Array.isArray(args[0]) ? args[0] : args, 1)],
  max: [[1, 2, 3, 4], (...args) => extreme(args.length === 1 && Array.isArray(args[0]) ? args[0] : args, -1)],
  abs: [[1], (x) => (nombre(x).estNegatif ? nombre(x).oppose(Nombre) : nombre(x))],
  arrondi_1: [[2], (x, decimales) => nombre(x).arrondi(petit(decimales), Nombre)],
  moisCivils_1: [[2], (du, au) => entier(moisCivils(jour(du), jour(au)))],
  moisCivilsEntiers_1: [[2], (du, au) => entier(moisCivilsEntiers(jour(du), jour(au)))],
  moisPresence_1: [
    [4],
    (du, au, absentDu, absentAu) =>
      entier(moisDePresence(jour(du), jour(au), jour(absentDu), jour(absentAu))),
  ],
  joursEntre_1: [[2], (du, au) => entier(joursEntre(jour(du), jour(au)))],
  ajouterMois_1: [[2], (du, mois) => ajouterMois(jour(du), petit(mois)).iso],
  lendemain: [[1], (du) => lendemain(jour(du)).iso],
  veille: [[1], (fin) => dernierJour(jour(fin))],
  annee: [[1], (du) => entier(anneeDe(jour(du)))],
  moisEntre_1: [[2], (du, au) => moisEntre(jour(du), jour(au))],
  moisCouverts_1: [[3], (du, au, liste) => moisCouverts(jour(du), jour(au), periodes(liste))],
  moisSuivant_1: [[1], (du) => premierDuMois(jour(du), 1).iso],
  joursHors_1: [[3], (du, au, liste) => entier(joursHors(jour(du), jour(au), periodes(liste)))],
  plusGrandTotal_1: [[3], (du, au, liste) => plusGrandTotal(jour(du), jour(au), presences(liste))],
};
