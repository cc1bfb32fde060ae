const INSECABLE = '\u00a0';
const FINE = '\u202f';

/** Elements whose text is data, not prose: their content must reach the browser untouched. */
const VERBATIM = /^<(\/?)(textarea|pre|code|script|style|title)\b/i;

/**
 * Puts French non-breaking spaces into the text of rendered markup: « … », before « : ; ? ! % € » and « ° ».
 * Works on React's output, where `>` never stands unescaped in an attribute, so tags and attributes stay
 * untouched.
 */
export function typographier(html: string): string {
  let verbatim = 0;
  return html
    .split(/(<[^>]*>)/)
    .map((part) => {
      if (part.startsWith('<')) {
        const match = VERBATIM.exec(part);
        if (match) verbatim += match[1] === '/' ? -1 : 1;
        return part;
      }
      return verbatim > 0 ? part : espacer(part);
    })
    .join('');
}

function espacer(text: string): string {
  return text
    .replace(/« /g, `«${INSECABLE}`)
    .replace(/ »/g, `${INSECABLE}»`)
    .replace(/ ([:%€])(?=$|[\s.,;)\u00a0])/g, `${INSECABLE}$1`)
    .replace(/ ([;?!])/g, `${FINE}$1`)
    .replace(/ n° /g, ` n°${INSECABLE}`);
}
