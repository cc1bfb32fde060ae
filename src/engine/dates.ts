/**
 * Civil dates and the ways of counting months a rule file may name. Pure calendar arithmetic, no time zone.
 */
import { FormuleRefusee } from './erreurs.ts';

/** A civil date; a plain text inside, so that comparing and copying it are safe anywhere. */
export class Jour {
  // Declared, not initialised: dates are built by the million.
  declare readonly iso: string;
  constructor(iso: string) {
    this.iso = iso;
  }
  static compare(a: Jour, b: Jour): number {
    return a.iso < b.iso ? -1 : a.iso > b.iso ? 1 : 0;
  }
  toString(): string {
    return this.iso;
  }
  toJSON(): string {
    return this.iso;
  }
}

/** Year, month (1 to 12) and day of a civil date. */
interface Composantes {
  readonly annee: number;
  readonly mois: number;
  readonly jour: number;
}

const FORME = /^(?:19|2\d)\d{2}-\d{2}-\d{2}$/;

/** First and last days of the calendar admitted, from the forms to the database. */
export const PREMIER_JOUR = '1900-01-01';
export const DERNIER_JOUR = '2999-12-31';

/** True for a real date written `AAAA-MM-JJ` (30 February is not one), from 1900 to 2999. */
export function estUneDate(texte: string): boolean {
  if (!FORME.test(texte)) return false;
  const { annee, mois, jour } = decomposer(texte);
  return mois >= 1 && mois <= 12 && jour >= 1 && jour <= joursDuMois(annee, mois);
}

/** Reads the digits of `AAAA-MM-JJ` where they stand. */
function decomposer(iso: string): Composantes {
  return {
    annee: chiffre(iso, 0) * 1000 + chiffre(iso, 1) * 100 + chiffre(iso, 2) * 10 + chiffre(iso, 3),
    mois: chiffre(iso, 5) * 10 + chiffre(iso, 6),
    jour: chiffre(iso, 8) * 10 + chiffre(iso, 9),
  };
}

function chiffre(iso: string, rang: number): number {
  return iso.charCodeAt(rang) - 48;
}

function estBissextile(annee: number): boolean {
  return annee % 4 === 0 && (annee % 100 !== 0 || annee % 400 === 0);
}

const JOURS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function joursDuMois(annee: number, mois: number): number {
  return mois === 2 && estBissextile(annee) ? 29 : (JOURS[mois - 1] ?? 0);
}

/** Days since 1 March of year 0: years then end with their leap day, whose length no month depends on. */
function rangDuJour({ annee, mois, jour }: Composantes): number {
  const depuisMars = (mois + 9) % 12;
  const an = mois > 2 ? annee : annee - 1;
  return (
    365 * an +
    Math.floor(an / 4) -
    Math.floor(an / 100) +
    Math.floor(an / 400) +
    Math.floor((153 * depuisMars + 2) / 5) +
    jour -
    1
  );
}

const JOURS_DE_400_ANS = 146_097;

/** Inverse of {@link rangDuJour}. */
function jourDeRang(rang: number): Composantes {
  const siecles = Math.floor(rang / JOURS_DE_400_ANS);
  const reste = rang - siecles * JOURS_DE_400_ANS;
  const an = Math.floor(
    (reste - Math.floor(reste / 1460) + Math.floor(reste / 36_524) - Math.floor(reste / 146_096)) / 365,
  );
  const dansLAn = reste - (365 * an + Math.floor(an / 4) - Math.floor(an / 100));
  const depuisMars = Math.floor((5 * dansLAn + 2) / 153);
  const mois = depuisMars < 10 ? depuisMars + 3 : depuisMars - 9;
  return {
    annee: siecles * 400 + an + (mois <= 2 ? 1 : 0),
    mois,
    jour: dansLAn - Math.floor((153 * depuisMars + 2) / 5) + 1,
  };
}

const ecrire = ({ annee, mois, jour }: Composantes): string =>
  `${String(annee).padStart(4, '0')}-${String(mois).padStart(2, '0')}-${String(jour).padStart(2, '0')}`;

function jourDepuis(composantes: Composantes): Jour {
  const iso = ecrire(composantes);
  if (!estUneDate(iso)) throw new FormuleRefusee(`la date calculée « ${iso} » sort du calendrier admis.`);
  return new Jour(iso);
}

/** Months since year 0: the rank of the civil month of a date. */
function rangDuMois({ annee, mois }: Composantes): number {
  return annee * 12 + (mois - 1);
}

/** The rank of the civil month of the day before. */
function rangDuMoisDeLaVeille(jour: Jour): number {
  const composantes = decomposer(jour.iso);
  return rangDuMois(composantes) - (composantes.jour === 1 ? 1 : 0);
}

function veille(jour: Jour): Composantes {
  return jourDeRang(rangDuJour(decomposer(jour.iso)) - 1);
}

/**
 * True for a real date whose day after is in the calendar too: the last day of a period is judged by the day
 * that follows.
 */
export const aUnLendemain = (texte: string): boolean =>
  estUneDate(texte) && estUneDate(ecrire(jourDeRang(rangDuJour(decomposer(texte)) + 1)));

/**
 * Last day of a period that ends with `fin` excluded, `AAAA-MM-JJ`: for display, also on the first day of the
 * calendar admitted.
 */
export const dernierJour = (fin: Jour): string => ecrire(veille(fin));

/** Same day, months later; the last day of the month where that day does not exist. */
function plusMois({ annee, mois, jour }: Composantes, ajoutes: number): Composantes {
  const rang = annee * 12 + (mois - 1) + ajoutes;
  const an = Math.floor(rang / 12);
  const moisAtteint = rang - an * 12 + 1;
  return { annee: an, mois: moisAtteint, jour: Math.min(jour, joursDuMois(an, moisAtteint)) };
}

/** Civil months with at least one day in `[du, au)`; 0 when `au` is not after `du`. */
export function moisCivils(du: Jour, au: Jour): number {
  if (Jour.compare(au, du) <= 0) return 0;
  return rangDuMoisDeLaVeille(au) - rangDuMois(decomposer(du.iso)) + 1;
}

/**
 * Civil months of the opening `[debutOuverture, finOuverture)` with at least one day outside the absence
 * `[debutAbsence, finAbsence)`.
 */
export function moisDePresence(
  debutOuverture: Jour,
  finOuverture: Jour,
  debutAbsence?: Jour,
  finAbsence?: Jour,
): number {
  const total = moisCivils(debutOuverture, finOuverture);
  if (debutAbsence === undefined || finAbsence === undefined) return total;
  const debut = Jour.compare(debutAbsence, debutOuverture) > 0 ? debutAbsence : debutOuverture;
  const fin = Jour.compare(finAbsence, finOuverture) < 0 ? finAbsence : finOuverture;
  if (Jour.compare(fin, debut) <= 0) return total;
  // Presence is what precedes the absence, then what follows it; a month on both sides counts once.
  const avant = moisCivils(debutOuverture, debut);
  const apres = moisCivils(fin, finOuverture);
  const commun =
    avant > 0 && apres > 0 && rangDuMoisDeLaVeille(debut) === rangDuMois(decomposer(fin.iso)) ? 1 : 0;
  return avant + apres - commun;
}

/** Whole civil months contained in `[debut, fin)`. */
export function moisCivilsEntiers(debut: Jour, fin: Jour): number {
  const d = decomposer(debut.iso);
  const premier = d.jour === 1 ? rangDuMois(d) : rangDuMois(d) + 1;
  return Math.max(0, rangDuMois(decomposer(fin.iso)) - premier);
}

/** Same day, months later; the last day of the month where that day does not exist. */
export function ajouterMois(jour: Jour, mois: number): Jour {
  return jourDepuis(plusMois(decomposer(jour.iso), mois));
}

/** First day of the civil month of a date, or of the one `suivants` months later. */
export function premierDuMois(jour: Jour, suivants = 0): Jour {
  return jourDepuis(plusMois({ ...decomposer(jour.iso), jour: 1 }, suivants));
}

export function lendemain(jour: Jour): Jour {
  return ajouterJours(jour, 1);
}

export function ajouterJours(jour: Jour, jours: number): Jour {
  return jourDepuis(jourDeRang(rangDuJour(decomposer(jour.iso)) + jours));
}

/** Days from one date to the other, negative when `au` is before `du`. */
export function joursEntre(du: Jour, au: Jour): number {
  return rangDuJour(decomposer(au.iso)) - rangDuJour(decomposer(du.iso));
}

export function anneeDe(jour: Jour): number {
  return decomposer(jour.iso).annee;
}

export const DECOMPTES = ['concordance', 'date-a-date', 'mois-civils'] as const;
export type Decompte = (typeof DECOMPTES)[number];
export const POSITIONS = ['inferieure', 'egale', 'superieure', 'divergente'] as const;
export type Position = (typeof POSITIONS)[number];

export function estUnDecompte(texte: string): texte is Decompte {
  return DECOMPTES.some((decompte) => decompte === texte);
}

/**
 * Position of the duration `[debut, fin)` against a threshold in months.
 * - `mois-civils`: whole civil months inside the period;
 * - `date-a-date`: `fin` against `debut` + threshold; where that day does not exist (30 November + 3 months),
 *   the last day of the month and the day rolled over into the next month are both tried, a difference is
 *   `divergente`;
 * - `concordance`: decides only where both readings agree.
 */
export function comparerDuree(debut: Jour, fin: Jour, seuil: number, decompte: Decompte): Position {
  switch (decompte) {
    case 'mois-civils':
      return position(moisCivilsEntiers(debut, fin) - seuil);
    case 'date-a-date':
      return dateADate(debut, fin, seuil);
    case 'concordance': {
      const civile = position(moisCivilsEntiers(debut, fin) - seuil);
      return civile === dateADate(debut, fin, seuil) ? civile : 'divergente';
    }
  }
}

function dateADate(debut: Jour, fin: Jour, seuil: number): Position {
  const origine = decomposer(debut.iso);
  const bornee = plusMois(origine, seuil);
  const debordee = jourDeRang(rangDuJour(bornee) + origine.jour - bornee.jour);
  const lecture = position(Jour.compare(fin, jourDepuis(bornee)));
  return lecture === position(Jour.compare(fin, jourDepuis(debordee))) ? lecture : 'divergente';
}

function position(ecart: number): Position {
  return ecart < 0 ? 'inferieure' : ecart > 0 ? 'superieure' : 'egale';
}
