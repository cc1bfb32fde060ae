/** Civil dates and the ways of counting months a rule file may name. Pure calendar arithmetic, no time zone. */
import { Temporal } from 'temporal-polyfill';
import { FormuleRefusee } from './erreurs.ts';

/** A civil date; a plain text inside, so that comparing and copying it are safe anywhere. */
export class Jour {
  readonly iso: string;
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

/** True for a real date written `AAAA-MM-JJ` (30 February is not one), from 1900 to 2999. */
export function estUneDate(texte: string): boolean {
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(texte)) return false;
  try {
    Temporal.PlainDate.from(texte, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

function plainDate(jour: Jour): Temporal.PlainDate {
  return Temporal.PlainDate.from(jour.iso);
}

function jourDepuis(date: Temporal.PlainDate): Jour {
  const iso = date.toString();
  if (!estUneDate(iso)) throw new FormuleRefusee(`la date calculée « ${iso} » sort du calendrier admis.`);
  return new Jour(iso);
}

/** Months since year 0: the rank of the civil month of a date. */
function rangDuMois(date: Temporal.PlainDate): number {
  return date.year * 12 + (date.month - 1);
}

/** Civil months with at least one day in `[du, au)`; 0 when `au` is not after `du`. */
export function moisCivils(du: Jour, au: Jour): number {
  if (Jour.compare(au, du) <= 0) return 0;
  const dernier = plainDate(au).subtract({ days: 1 });
  return rangDuMois(dernier) - rangDuMois(plainDate(du)) + 1;
}

/**
 * Civil months of the opening `[debutOuverture, finOuverture)` with at least one day outside the absence
 * `[debutAbsence, finAbsence)`.
 */
export function moisDePresence(debutOuverture: Jour, finOuverture: Jour, debutAbsence?: Jour, finAbsence?: Jour): number {
  const total = moisCivils(debutOuverture, finOuverture);
  if (debutAbsence === undefined || finAbsence === undefined) return total;
  const debut = Jour.compare(debutAbsence, debutOuverture) > 0 ? debutAbsence : debutOuverture;
  const fin = Jour.compare(finAbsence, finOuverture) < 0 ? finAbsence : finOuverture;
  if (Jour.compare(fin, debut) <= 0) return total;
  // Presence is what precedes the absence, then what follows it; a month on both sides counts once.
  const avant = moisCivils(debutOuverture, debut);
  const apres = moisCivils(fin, finOuverture);
  const commun =
    avant > 0 && apres > 0 && rangDuMois(plainDate(debut).subtract({ days: 1 })) === rangDuMois(plainDate(fin)) ? 1 : 0;
  return avant + apres - commun;
}

/** Whole civil months contained in `[debut, fin)`. */
export function moisCivilsEntiers(debut: Jour, fin: Jour): number {
  const d = plainDate(debut);
  const premier = d.day === 1 ? rangDuMois(d) : rangDuMois(d) + 1;
  return Math.max(0, rangDuMois(plainDate(fin)) - premier);
}

/** Same day, months later; the last day of the month where that day does not exist. */
export function ajouterMois(jour: Jour, mois: number): Jour {
  return jourDepuis(plainDate(jour).add({ months: mois }, { overflow: 'constrain' }));
}

export function lendemain(jour: Jour): Jour {
  return ajouterJours(jour, 1);
}

export function ajouterJours(jour: Jour, jours: number): Jour {
  return jourDepuis(plainDate(jour).add({ days: jours }));
}

/** Days from one date to the other, negative when `au` is before `du`. */
export function joursEntre(du: Jour, au: Jour): number {
  return plainDate(du).until(plainDate(au), { largestUnit: 'days' }).days;
}

export function anneeDe(jour: Jour): number {
  return plainDate(jour).year;
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
 *   the last day of the month and the day rolled over into the next month are both tried, a difference is `divergente`;
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
  const origine = plainDate(debut);
  const bornee = origine.add({ months: seuil }, { overflow: 'constrain' });
  const debordee = bornee.add({ days: origine.day - bornee.day });
  const lecture = position(Jour.compare(fin, jourDepuis(bornee)));
  return lecture === position(Jour.compare(fin, jourDepuis(debordee))) ? lecture : 'divergente';
}

function position(ecart: number): Position {
  return ecart < 0 ? 'inferieure' : ecart > 0 ? 'superieure' : 'egale';
}
