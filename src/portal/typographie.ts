const INSECABLE = '\u00a0';
const FINE = '\u202f';

/** Elements whose text is data, not prose: their content must reach the browser untouched. */
const VERBATIM = /^<(\/?)(textarea|pre|code|script|style|title)\b/i;

/** What a text must hold for a space of it to change. */
const ESPACES = / [:%€;?!»n]|« /;

/**
 * Puts French non-breaking spaces into the text of rendered markup: « … », before « : ; ? ! % € » and « ° ».
 * Works on React's output, where `>` never stands unescaped in an attribute, so tags and attributes stay
 * untouched.
 */
export function typographier(html: string): string {
  let fait = '';
  let debut = 0;
  let verbatim = 0;
  while (debut < html.length) {
    const ouvrant = html.indexOf('<', debut);
    const texte = html.slice(debut, ouvrant === -1 ? html.length : ouvrant);
    fait += verbatim > 0 || !ESPACES.test(texte) ? texte : espacer(texte);
    if (ouvrant === -1) break;
    const fermant = html.indexOf('>', ouvrant);
    const balise = html.slice(ouvrant, fermant === -1 ? html.length : fermant + 1);
    const trouve = VERBATIM.exec(balise);
    if (trouve) verbatim += trouve[1] === '/' ? -1 : 1;
    fait += balise;
    debut = ouvrant + balise.length;
  }
  return fait;
}

function espacer(text: string): string {
  return text
    .replace(/« /g, `«${INSECABLE}`)
    .replace(/ »/g, `${INSECABLE}»`)
    .replace(/ ([:%€])(?=$|[\s.,;)\u00a0])/g, `${INSECABLE}$1`)
    .replace(/ ([;?!])/g, `${FINE}$1`)
    .replace(/ n° /g, ` n°${INSECABLE}`);
}
