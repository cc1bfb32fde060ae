/** Numbers as people write or paste them. Two readings are never chosen between: both are offered. */
import { Decimal } from 'decimal.js';
import { nettoyerLigne, unifierTraits } from './texte.ts';

/**
 * `euro`: an amount, where a point or a comma may part thousands. `decimal`: Etp, hours, rates, where the
 * comma is decimal.
 */
export type GenreDeNombre = 'euro' | 'decimal' | 'entier';
/**
 * The exact number, plain, and with the decimals written; or what is wrong with the text: a sentence that
 * follows the name of the field.
 */
export type NombreLu = { readonly valeur: string; readonly ecrite: string } | { readonly faute: string };
type Positif = { readonly chiffres: string } | { readonly faute: string };

const DEVISE = /^(?:€|EUR(?![a-z]))\s?|\s?(?:€|(?<![a-z])EUR|(?<![a-z])euros?)$/giu;
const PARENTHESES = /^\((.+)\)$/;
const GROUPES = {
  espaces: /^\d{1,3}(?: \d{3})+$/,
  apostrophes: /^\d{1,3}(?:['’ʼ]\d{3})+$/,
  points: /^\d{1,3}(?:\.\d{3})+$/,
  virgules: /^\d{1,3}(?:,\d{3})+$/,
};
const CHIFFRES_MAX = 15;
const DECIMALES_MAX = 18;

const EXEMPLES: Readonly<Record<GenreDeNombre, string>> = {
  euro: 'Écrivez par exemple 1 234,56.',
  decimal: 'Écrivez par exemple 0,8.',
  entier: 'Écrivez un nombre entier, par exemple 12.',
};

/** Reads a number typed in French, or pasted from a spreadsheet, a ledger or a mail. */
export function lireNombre(texte: string, genre: GenreDeNombre): NombreLu {
  const ecrit = unifierTraits(nettoyerLigne(texte)).replace(/^[\u2012-\u2014]/, '-');
  const nu = genre === 'euro' ? ecrit.replace(DEVISE, '') : ecrit;
  const illisible = { faute: `« ${ecrit.slice(0, 60)} » n’est pas un nombre. ${EXEMPLES[genre]}` };
  if (/%$/.test(nu)) return enPourcentage(nu, genre) ?? illisible;
  // Ledgers write what is owed between parentheses.
  const comptable = genre === 'euro' ? PARENTHESES.exec(nu)?.[1]?.trim() : undefined;
  const sens = comptable !== undefined || nu.startsWith('-') ? '-' : '';
  const absolu = (comptable ?? nu.replace(/^[-+]\s?/, '')).replace(DEVISE, '');
  const lu = lirePositif(absolu, genre);
  if (lu === null)
    return /\d \d/.test(absolu) && lirePositif(absolu.replaceAll(' ', ''), genre)
      ? { faute: direEspaces(ecrit) }
      : illisible;
  if ('faute' in lu) return lu;
  const ecrite = /[1-9]/.test(lu.chiffres) ? `${sens}${lu.chiffres}` : lu.chiffres;
  return { valeur: new Decimal(ecrite).toFixed(), ecrite };
}

function lirePositif(absolu: string, genre: GenreDeNombre): Positif | null {
  const decimal = decimalDe(absolu);
  if (decimal === null) return null;
  const { entiere, fraction, separateur } = decimal;
  const groupee = / |['’ʼ]|[.,]/.test(entiere);
  const chiffres = entiere.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (separateur !== '' && !groupee && deuxLectures(chiffres, fraction, separateur, genre))
    return { faute: direLesDeux(absolu, chiffres, fraction, genre) };
  if (chiffres.length > CHIFFRES_MAX || fraction.length > DECIMALES_MAX) return null;
  return { chiffres: fraction === '' ? chiffres : `${chiffres || '0'}.${fraction}` };
}

interface Decoupe {
  /** As written, its groups of three apart. */
  readonly entiere: string;
  readonly fraction: string;
  readonly separateur: '' | '.' | ',';
}

/**
 * The whole part and the fraction; null when it is no number. Of two different marks the last, written once,
 * is decimal.
 */
function decimalDe(texte: string): Decoupe | null {
  const rang = Math.max(texte.lastIndexOf('.'), texte.lastIndexOf(','));
  const signe = texte[rang];
  if (signe !== '.' && signe !== ',')
    return estEntier(texte) ? { entiere: texte, fraction: '', separateur: '' } : null;
  if (texte.indexOf(signe) !== rang)
    return GROUPES.points.test(texte) || GROUPES.virgules.test(texte)
      ? { entiere: texte, fraction: '', separateur: '' }
      : null;
  const entiere = texte.slice(0, rang);
  const fraction = texte.slice(rang + 1);
  return /^\d+$/.test(fraction) && (entiere === '' || estEntier(entiere))
    ? { entiere, fraction, separateur: signe }
    : null;
}

const estEntier = (texte: string): boolean =>
  /^\d+$/.test(texte) || Object.values(GROUPES).some((groupes) => groupes.test(texte));

/**
 * « 12.500 »: twelve thousand five hundred, or twelve and a half? Below 1, or after more than three digits,
 * only one reading holds.
 */
function deuxLectures(
  chiffres: string,
  fraction: string,
  separateur: '.' | ',',
  genre: GenreDeNombre,
): boolean {
  if (fraction.length !== 3 || chiffres.length > 3 || Number(chiffres) < 1) return false;
  return genre !== 'decimal' || separateur === '.';
}

function direLesDeux(absolu: string, chiffres: string, fraction: string, genre: GenreDeNombre): string {
  const entier = new Decimal(`${chiffres}${fraction}`).toFixed();
  const decimal = new Decimal(`${chiffres}.${fraction}`)
    .toFixed(genre === 'euro' && /0$/.test(fraction) ? 2 : undefined)
    .replace('.', ',');
  if (genre === 'entier')
    return `« ${absolu} » peut se lire de deux façons. Écrivez « ${entier} » si c’est le nombre voulu.`;
  const unite = genre === 'euro' ? ' €' : '';
  return `« ${absolu} » peut se lire ${ecrireGroupe(entier)}${unite} ou ${decimal}${unite}. Écrivez « ${entier} » ou « ${decimal} ».`;
}

const direEspaces = (ecrit: string): string =>
  `« ${ecrit.slice(0, 60)} » : une espace ne sépare que des groupes de trois chiffres. Écrivez le nombre sans espace.`;
const ecrireGroupe = (entier: string): string => entier.replace(/\B(?=(\d{3})+$)/g, '\u202f');

function enPourcentage(texte: string, genre: GenreDeNombre): NombreLu | null {
  const lu = lirePositif(texte.replace(/\s?%$/, ''), 'decimal');
  if (lu === null || 'faute' in lu || genre !== 'decimal') return null;
  return {
    faute: `« ${texte} » est un pourcentage : écrivez « ${new Decimal(lu.chiffres).div(100).toFixed().replace('.', ',')} ».`,
  };
}

/** The plain number as a person would write it: what {@link lireNombre} reads back as the same number. */
export const ecrireNombre = (valeur: string): string => valeur.replace('.', ',');
