/** French for people: dates, hours, numbers, plurals. One home, for pages, mails, files and the command line. */
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import { ecrireTelephone } from '#src/kernel/saisie/telephone.ts';

/** A civil date 'AAAA-MM-JJ' as a French reader expects it: 'JJ/MM/AAAA'; '' when absent, a text that is none as it is. */
export function dateFr(date: string | { toString(): string } | null | undefined): string {
  if (date === null || date === undefined) return '';
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(date));
  return match ? `${match[3]}/${match[2]}/${match[1]}` : String(date);
}

/** The day before, 'AAAA-MM-JJ': the last day, included, of a period whose end is stored excluded. */
export const veille = (finExclue: string): string =>
  new Date(Date.parse(`${finExclue}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Last day of a period whose end is excluded: '31/12/2019'. */
export const dernierJour = (finExclue: string): string => dateFr(veille(finExclue));

/** An instant in the Caf's time zone, to the minute: « 09/09/2019 à 14 h 05 ». */
export function instantFr(instant: Date | string, fuseau = FUSEAU_NATIONAL): string {
  const parts = formatDInstant(fuseau).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('day')}/${part('month')}/${part('year')} à ${part('hour')}\u00a0h\u00a0${part('minute')}`;
}

/** By time zone, a handful: making one costs more than a hundred instants written. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatDInstant(fuseau: string): Intl.DateTimeFormat {
  const connu = formats.get(fuseau);
  if (connu) return connu;
  const format = new Intl.DateTimeFormat('fr-FR', {
    timeZone: fuseau,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(fuseau, format);
  return format;
}

/** The day of an instant in the Caf's time zone: '09/09/2019'. */
export const jourFr = (instant: Date | string, fuseau: string): string =>
  instantFr(instant, fuseau).slice(0, 10);

/** The civil day of an instant in the Caf's time zone: '2019-09-09'. */
export const jourCivil = (instant: Date | string, fuseau: string): string =>
  jourFr(instant, fuseau).split('/').reverse().join('-');

/** A telephone number in the one form it is shown in; '' when absent. */
export const telephoneFr = (telephone: string | null): string =>
  telephone ? ecrireTelephone(telephone) : '';

/** A count with French separators: « 12 500 »; at most `decimales` digits after the comma. */
export const nombreFr = (nombre: number, decimales = 3): string =>
  (decimales === 3 ? NOMBRE : new Intl.NumberFormat('fr-FR', { maximumFractionDigits: decimales })).format(
    nombre,
  );
/** Three digits at most after the comma, as the language says by default. */
const NOMBRE = new Intl.NumberFormat('fr-FR');

/** « a », « a et b », « a, b et c ». */
export const listeFr = (mots: readonly string[]): string => LISTE.format(mots);
const LISTE = new Intl.ListFormat('fr');

/** « BAILLET Chantal », as the source's lists name a person. */
export const nomDeListe = ({ nom, prenom }: { readonly nom: string; readonly prenom: string }): string =>
  `${nom.toLocaleUpperCase('fr')} ${prenom}`;

/** 'n chose(s)' with the French plural (0 and 1 are singular). */
export function compter(nombre: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${nombreFr(nombre)} ${nombre >= 2 ? pluriel : singulier}`;
}

/** A decimal string as euros, exact (no binary floating point): '1234.5' → '1 234,50 €'. */
export function eurosFr(montant: string): string {
  return `${decimalFr(montant, 2)} €`;
}

/**
 * A decimal string with French separators: '1234.5' → '1 234,5'.
 * `decimales` pads the fraction to at least that many digits; digits beyond it are kept, never rounded here.
 */
export function decimalFr(valeur: string, decimales = 0): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(valeur.trim());
  if (!match) return valeur;
  const entiere = (match[2] ?? '').replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
  const fraction = (match[3] ?? '').padEnd(decimales, '0');
  return `${match[1] ?? ''}${entiere}${fraction ? `,${fraction}` : ''}`;
}

/** Beyond, digits after the comma tell a reader nothing more. */
const CHIFFRES_LISIBLES = 6;

/**
 * A decimal string as one reads it, nothing rounded: useless zeros beyond `decimales` are dropped, and a
 * fraction that does not end is cut and says so: '33 333,333333…'.
 */
export function decimalLuFr(valeur: string, decimales = 0): string {
  const match = /^(-?\d+)(?:\.(\d*))?$/.exec(valeur.trim());
  if (!match) return valeur;
  const exacte = (match[2] ?? '').replace(/0+$/, '').padEnd(decimales, '0');
  const fraction = exacte.length > CHIFFRES_LISIBLES ? `${exacte.slice(0, CHIFFRES_LISIBLES)}…` : exacte;
  return decimalFr(match[1] ?? '') + (fraction ? `,${fraction}` : '');
}

/** The first letter in capital: « Votre Caf ». */
export const majuscule = (texte: string): string => texte.charAt(0).toLocaleUpperCase('fr') + texte.slice(1);

/** The hour of an instant in the Caf's time zone: « 9 h 05 ». */
export const heureFr = (instant: Date | string, fuseau: string): string =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: fuseau, hour: 'numeric', minute: '2-digit' })
    .format(new Date(instant))
    .replace(':', '\u00a0h\u00a0');
