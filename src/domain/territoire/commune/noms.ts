const ACCENTUE = /[^\x00-\x7f]/;

/** What people type differently, made alike: case, accents, hyphens, apostrophes, « œ », « St », « s/ ». */
export function comparable(texte: string): string {
  let net = texte.toLowerCase();
  if (ACCENTUE.test(net))
    net = net.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae');
  if (net.includes('/')) net = net.replace(/\bs ?\/ ?s(?=[ /-])/g, ' sous ').replace(/\bs ?\/|\//g, ' sur ');
  net = net.replace(/[^a-z0-9]+/g, ' ').trim();
  return net.includes('st')
    ? net.replace(/\bst(e?)(s?)\b/g, (_tout, feminin: string, pluriel: string) => `saint${feminin}${pluriel}`)
    : net;
}

const ARTICLE = /^(le|la|les|l) (.+)$/;
const PRECISION = / \([^)]*\)$/;

/**
 * The forms under which a name of the official list is also written, comparable, its own first: « mans le »
 * for Le Mans,
 * « bors » for Bors (Canton de Charente-Sud).
 */
export function variantes(nom: string): string[] {
  const formes = nom.endsWith(')')
    ? [comparable(nom), comparable(nom.replace(PRECISION, ''))]
    : [comparable(nom)];
  return formes.flatMap((forme) => {
    const [, article, reste] = ARTICLE.exec(forme) ?? [];
    return article === undefined ? [forme] : [forme, `${reste} ${article}`];
  });
}

/** Without its spaces: « lhay les roses » and « l hay les roses » are one. */
export const souder = (comparee: string): string => comparee.replaceAll(' ', '');
