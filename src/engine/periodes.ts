/**
 * Periods of civil days `[debut, fin)`: united, measured in civil months. Calendar arithmetic only, no time
 * zone.
 */
import { Jour, joursEntre, moisCivils, premierDuMois } from './dates.ts';
import { Nombre } from './nombre.ts';

/** A period of at least one day, its end excluded. */
export interface Periode {
  readonly debut: Jour;
  readonly fin: Jour;
}

/**
 * Periods that touch or overlap, as one; `membres` are their ranks in the list given, oldest beginning first.
 */
export interface PeriodeReunie extends Periode {
  readonly membres: readonly number[];
  /** Two members share at least one day. */
  readonly chevauchement: boolean;
  /** Two members are the same period. */
  readonly doublon: boolean;
}

const ordre = (a: Periode, b: Periode): number =>
  Jour.compare(a.debut, b.debut) || Jour.compare(a.fin, b.fin);
const apres = (a: Jour, b: Jour): boolean => Jour.compare(a, b) > 0;

/**
 * Unites the periods that touch (one ends the day the other begins) or overlap; one day between them
 * separates.
 * However a period is cut, doubled or listed, the periods united are the same. Oldest first.
 */
export function reunir(periodes: readonly Periode[]): PeriodeReunie[] {
  const reunies: { debut: Jour; fin: Jour; membres: number[]; chevauchement: boolean; doublon: boolean }[] =
    [];
  const parDebut = periodes
    .map((periode, rang) => ({ ...periode, rang }))
    .sort((a, b) => ordre(a, b) || a.rang - b.rang);
  for (const [place, { debut, fin, rang }] of parDebut.entries()) {
    const derniere = reunies.at(-1);
    if (!derniere || apres(debut, derniere.fin)) {
      reunies.push({ debut, fin, membres: [rang], chevauchement: false, doublon: false });
      continue;
    }
    const precedente = parDebut[place - 1];
    derniere.membres.push(rang);
    derniere.chevauchement ||= apres(derniere.fin, debut);
    derniere.doublon ||= precedente !== undefined && ordre(precedente, { debut, fin }) === 0;
    if (apres(fin, derniere.fin)) derniere.fin = fin;
  }
  return reunies;
}

/** The part of periods inside `[debut, fin)`. */
function dans(debut: Jour, fin: Jour, periodes: readonly Periode[]): Periode[] {
  return periodes
    .map((periode) => ({
      debut: apres(debut, periode.debut) ? debut : periode.debut,
      fin: apres(periode.fin, fin) ? fin : periode.fin,
    }))
    .filter((periode) => apres(periode.fin, periode.debut));
}

/** Civil months begun in `[debut, fin)`, `AAAA-MM`, in order. */
export function moisEntre(debut: Jour, fin: Jour): string[] {
  return Array.from({ length: moisCivils(debut, fin) }, (_, rang) =>
    premierDuMois(debut, rang).iso.slice(0, 7),
  );
}

/** Civil months of `[debut, fin)` none of whose days, there, is outside the periods: `AAAA-MM`, in order. */
export function moisCouverts(debut: Jour, fin: Jour, periodes: readonly Periode[]): string[] {
  const reunies = reunir(dans(debut, fin, periodes));
  return moisEntre(debut, fin).filter((_, rang) => {
    const [premier] = dans(debut, fin, [
      { debut: premierDuMois(debut, rang), fin: premierDuMois(debut, rang + 1) },
    ]);
    return (
      premier !== undefined &&
      reunies.some((periode) => !apres(periode.debut, premier.debut) && !apres(premier.fin, periode.fin))
    );
  });
}

/** Days of `[debut, fin)` outside the periods. */
export function joursHors(debut: Jour, fin: Jour, periodes: readonly Periode[]): number {
  if (!apres(fin, debut)) return 0;
  return reunir(dans(debut, fin, periodes)).reduce(
    (jours, periode) => jours - joursEntre(periode.debut, periode.fin),
    joursEntre(debut, fin),
  );
}

/** What somebody counts for, but during his absences. */
export interface Presence {
  readonly valeur: Nombre;
  readonly absences: readonly Periode[];
  /** Those of one post count for one: the greatest of those present. Null: nobody else's. */
  readonly poste: string | null;
}

/**
 * Greatest total of those present on one same day of `[debut, fin)`, each post once; 0 when there is no such
 * day.
 */
export function plusGrandTotal(debut: Jour, fin: Jour, presences: readonly Presence[]): Nombre {
  const rien = new Nombre(0n, 1n);
  if (!apres(fin, debut)) return rien;
  // Somebody present on a day also is on the first day, not later, when an absence ends or the period begins.
  const jours = [
    debut,
    ...presences.flatMap(({ absences }) => absences.map((absence) => absence.fin)),
  ].filter((jour) => !apres(debut, jour) && apres(fin, jour));
  const totaux = jours.map((jour) =>
    total(
      presences.filter(
        ({ absences }) =>
          !absences.some((absence) => !apres(absence.debut, jour) && apres(absence.fin, jour)),
      ),
    ),
  );
  return totaux.reduce(plusGrand, rien);
}

const plusGrand = (a: Nombre, b: Nombre): Nombre => (Nombre.compare(b, a) > 0 ? b : a);

function total(presents: readonly Presence[]): Nombre {
  const parPoste = new Map<string | number, Nombre>();
  for (const [rang, { poste, valeur }] of presents.entries())
    parPoste.set(poste ?? rang, plusGrand(parPoste.get(poste ?? rang) ?? valeur, valeur));
  return [...parPoste.values()].reduce((somme, valeur) => somme.plus(valeur, Nombre), new Nombre(0n, 1n));
}
