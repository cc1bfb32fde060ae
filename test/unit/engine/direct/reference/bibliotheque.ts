/** The library of formulas written a second time from its description in `src/engine/README.md`. */
import Fraction from 'fraction.js';
import type { ValeurDeReference } from './valeurs.ts';
import { Echec, JourCivil, Quantite, comparer } from './valeurs.ts';

function nombre(valeur: ValeurDeReference | undefined): Fraction {
  if (valeur instanceof Quantite) return valeur.x;
  throw new Echec('a number was expected');
}
function jour(valeur: ValeurDeReference | undefined): JourCivil {
  if (valeur instanceof JourCivil) return valeur;
  throw new Echec('a day was expected');
}
function petit(valeur: ValeurDeReference | undefined): number {
  const x = nombre(valeur);
  if (x.d !== 1n || x.n > 12_000n) throw new Echec('a small whole number was expected');
  return Number(x.s * x.n);
}
const entier = (n: number): Quantite => new Quantite(new Fraction(n));

/** The calendar of the engine: from 1900 to 2999. */
function admis(du: JourCivil): JourCivil {
  const { annee } = du.parties;
  if (annee < 1900 || annee > 2999) throw new Echec('outside the calendar');
  return du;
}

/** First days of the civil months that begin in `[du, au)`. */
function premiers(du: JourCivil, au: JourCivil): JourCivil[] {
  const { annee, mois } = du.parties;
  const trouves: JourCivil[] = [];
  for (let rang = 0; ; rang++) {
    const premier = JourCivil.du(annee, mois + rang, 1);
    if (premier.rang >= au.rang) return trouves;
    if (premier.rang >= du.rang) trouves.push(premier);
  }
}

/** The part of each civil month that lies in `[du, au)`. */
function partsDeMois(du: JourCivil, au: JourCivil): [debut: number, fin: number][] {
  const bornes = [
    du.rang,
    ...premiers(du, au)
      .map(({ rang }) => rang)
      .filter((rang) => rang > du.rang),
    au.rang,
  ];
  return bornes
    .slice(1)
    .flatMap((fin, rang): [number, number][] =>
      (bornes[rang] ?? 0) < fin ? [[bornes[rang] ?? 0, fin]] : [],
    );
}

/** A whole month begins in the period, and the next one begins no later than its end. */
function moisEntiers(du: JourCivil, au: JourCivil): number {
  return Math.max(0, premiers(du, new JourCivil(au.rang + 1)).length - 1);
}

function moisDePresence(du: JourCivil, au: JourCivil, absentDu?: JourCivil, absentAu?: JourCivil): number {
  const absent = ([debut, fin]: [number, number]): boolean =>
    absentDu !== undefined && absentAu !== undefined && absentDu.rang <= debut && fin <= absentAu.rang;
  return partsDeMois(du, au).filter((part) => !absent(part)).length;
}

function decale(du: JourCivil, mois: number): { dernier: JourCivil; deborde: JourCivil } {
  const { annee, mois: depart, jour: quantieme } = du.parties;
  const fin = JourCivil.du(annee, depart + mois + 1, 0);
  return {
    dernier: new JourCivil(Math.min(fin.rang, fin.rang - fin.parties.jour + quantieme)),
    deborde: JourCivil.du(annee, depart + mois, quantieme),
  };
}

function position(ecart: number): string {
  return ecart < 0 ? 'inferieure' : ecart > 0 ? 'superieure' : 'egale';
}

function comparerDuree(debut: JourCivil, fin: JourCivil, seuil: number, decompte: string): string {
  const civile = position(moisEntiers(debut, fin) - seuil);
  if (decompte === 'mois-civils') return civile;
  const { dernier, deborde } = decale(debut, seuil);
  const lectures = [admis(dernier), admis(deborde)].map((borne) => position(fin.rang - borne.rang));
  const dateADate = lectures[0] === lectures[1] ? (lectures[0] ?? '') : 'divergente';
  if (decompte === 'date-a-date') return dateADate;
  if (decompte !== 'concordance') throw new Echec('unknown count');
  return civile === dateADate ? civile : 'divergente';
}

function extreme(arguments_: readonly ValeurDeReference[], signe: 1 | -1): ValeurDeReference {
  return arguments_.reduce((meilleur, candidat) =>
    (comparer(candidat, meilleur) ?? 0) * signe < 0 ? candidat : meilleur,
  );
}

/** Half away from zero. */
export function arrondir(x: Fraction, decimales: number): Quantite {
  const facteur = new Fraction(10n ** BigInt(decimales));
  const absolu = x.abs().mul(facteur).add(new Fraction(1, 2)).floor().div(facteur);
  return new Quantite(x.s < 0n ? absolu.neg() : absolu, decimales);
}

function constructeur(valeur: ValeurDeReference | undefined): Quantite {
  return typeof valeur === 'string' ? Quantite.depuis(valeur) : new Quantite(nombre(valeur));
}

type Fonction = (...arguments_: ValeurDeReference[]) => ValeurDeReference;

export const BIBLIOTHEQUE: Readonly<Record<string, Fonction>> = {
  ...Object.fromEntries(
    [
      'entier',
      'decimal',
      'taux',
      'euro',
      'etp',
      'euroParEtp',
      'heure',
      'euroParHeure',
      'place',
      'euroParPlace',
      'acte',
      'mois',
    ].map((nom): [string, Fonction] => [nom, constructeur]),
  ),
  annee: (valeur) => (valeur instanceof JourCivil ? entier(valeur.parties.annee) : constructeur(valeur)),
  date: (texte) => JourCivil.depuis(String(texte)),
  min: (...arguments_) => extreme(arguments_, 1),
  max: (...arguments_) => extreme(arguments_, -1),
  abs: (valeur) =>
    valeur instanceof Quantite && valeur.x.s >= 0n ? valeur : new Quantite(nombre(valeur).abs()),
  arrondi_1: (valeur, decimales) => arrondir(nombre(valeur), petit(decimales)),
  moisCivils_1: (du, au) => entier(partsDeMois(jour(du), jour(au)).length),
  moisCivilsEntiers_1: (du, au) => entier(moisEntiers(jour(du), jour(au))),
  moisPresence_1: (du, au, absentDu, absentAu) =>
    entier(
      absentDu === undefined
        ? moisDePresence(jour(du), jour(au))
        : moisDePresence(jour(du), jour(au), jour(absentDu), jour(absentAu)),
    ),
  comparerDuree_1: (debut, fin, seuil, decompte) =>
    comparerDuree(jour(debut), jour(fin), petit(seuil), String(decompte)),
  ajouterMois_1: (du, mois) => admis(decale(jour(du), petit(mois)).dernier),
  joursEntre_1: (du, au) => entier(jour(au).rang - jour(du).rang),
  debutAnnee: (annee) => admis(JourCivil.du(petit(annee), 0, 1)),
};
