/**
 * Hygiene of what a person types or pastes: one canonical form, nothing that cannot be seen. Pure, and
 * idempotent.
 */

/**
 * Control and format characters, fillers, variation selectors, noncharacters, the blank braille pattern:
 * nobody sees them.
 */
const INVISIBLES = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;
const INVISIBLES_SAUF_MISE_EN_PAGE =
  /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;
const BLANCS = /[\t-\r\u0085\p{Z}]+/gu;
const SAUTS_DE_LIGNE = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Hyphens and minus signs that word processors put in place of « - ». */
const TRAITS = /[\u2010\u2011\u2212\uFE63\uFF0D]/g;
const TIRETS_DANS_UN_MOT = /(?<=\p{L})[\u2012\u2013](?=\p{L})/gu;

/** A text on one line: visible characters, NFC, single spaces, none at the ends. */
export const nettoyerLigne = (texte: string): string =>
  texte.replace(BLANCS, ' ').replace(INVISIBLES, '').normalize('NFC').replace(/ +/g, ' ').trim();

/** A text on several lines: line feeds and tabs stay, spaces stay as they were typed. */
export const nettoyerTexte = (texte: string): string =>
  texte.replace(SAUTS_DE_LIGNE, '\n').replace(INVISIBLES_SAUF_MISE_EN_PAGE, '').normalize('NFC').trim();

/** Plain hyphens in place of those of word processors; a dash between two words stays. */
export const unifierTraits = (texte: string): string =>
  texte.replace(TRAITS, '-').replace(TIRETS_DANS_UN_MOT, '-');

/** Whether a text holds what {@link nettoyerTexte} takes out: its author is told. */
export const aDesInvisibles = (texte: string): boolean =>
  texte.replace(SAUTS_DE_LIGNE, '\n').search(INVISIBLES_SAUF_MISE_EN_PAGE) >= 0;

/** A name: one line, plain hyphens. */
export const nettoyerNom = (texte: string): string => unifierTraits(nettoyerLigne(texte));

/** The character that stands where an encoding was misread: the text is already lost. */
export const estAbime = (texte: string): boolean => texte.includes('\uFFFD');

/** What two ways of writing one name share: neither case, accents, hyphens nor order count. */
export const cleDeNom = (...parties: readonly string[]): string =>
  parties
    .join(' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((mot) => mot !== '')
    .sort()
    .join(' ');
