const INSECABLE = '\u00a0';
const FINE = '\u202f';

/**
 * French typography: the apostrophe between letters, non-breaking spaces within « » and before « : ; ? ! % €
 * ».
 */
export const espacer = (texte: string): string =>
  texte
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replace(/« /g, `«${INSECABLE}`)
    .replace(/ »/g, `${INSECABLE}»`)
    .replace(/ ([:%€])(?=$|[\s.,;)])/g, `${INSECABLE}$1`)
    .replace(/ ([;?!])/g, `${FINE}$1`);
