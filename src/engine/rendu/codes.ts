/**
 * Codes of published files that carry no label of their own, as a person reads them. For the screens alone:
 * the messages of a
 * decision are written by the file and stay as they were.
 */
const MOTS: Readonly<Record<string, string>> = {
  inferieure: 'inférieure',
  egale: 'égale',
  superieure: 'supérieure',
  neutralise: 'neutralisé',
  'deja-proratise': 'déjà proratisé',
  applique: 'appliqué',
  complete: 'complète',
  indeterminee: 'indéterminée',
  apres: 'après',
};

/**
 * « egale » → « égale », « en-attente » → « en attente »; capitals are a code of the field (« RAM ») and
 * stay.
 */
export const codeEnMots = (code: string): string =>
  MOTS[code] ?? (code === code.toLowerCase() ? code.replaceAll('-', ' ') : code);
