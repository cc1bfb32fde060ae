/** What the page of the back-office is completed with. */
export interface HabillagePage {
  readonly nonce: string;
  /** Title of the screen asked for; the component refines it once loaded. */
  readonly titre: string;
  /** Version of the assets, put in their addresses so that a browser may keep them. */
  readonly version: string;
  readonly racine: string;
  /** Completes the state AdminJS hands to the browser. */
  readonly etat: (etat: Record<string, unknown>) => Record<string, unknown>;
}

const ETAT = /window\.REDUX_STATE = ([^\n]*);\n/;
const ECHAPPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON that cannot leave the script it stands in. */
export function enScript(valeur: unknown): string {
  return JSON.stringify(valeur).replace(/[<>\u2028\u2029]/g, (signe) => ECHAPPES[signe] ?? signe);
}

const enHtml = (texte: string) => texte.replace(/[&<>"']/g, (signe) => `&#${signe.charCodeAt(0)};`);

/**
 * The page AdminJS renders, made presentable and safe: it prints its state unescaped into a script (a name
 * with
 * `</script>` would run), asks Google for a font, has no nonce for a strict content policy and no title of
 * its own.
 */
export function habillerPage(html: string, habillage: HabillagePage): string {
  const { nonce, titre, version, racine, etat } = habillage;
  // A page whose state is not where it is expected would go out unescaped: better no page.
  if (!ETAT.test(html)) throw new Error('the page of AdminJS does not carry its state where expected');
  return html
    .replace(
      ETAT,
      (_ligne, json: string) =>
        `window.REDUX_STATE = ${enScript(etat(JSON.parse(json) as Record<string, unknown>))};\n`,
    )
    .replace(
      /window\.THEME = ([^\n]*);\n/,
      (_ligne, json: string) => `window.THEME = ${enScript(JSON.parse(json))};\n`,
    )
    .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
    .replace(/<html lang=[^>]*>/, '<html lang="fr">')
    .replace(
      /<title>[^<]*<\/title>/,
      () =>
        `<title>${enHtml(titre)}</title>\n      <link rel="icon" type="image/svg+xml" href="${racine}/actifs/icone.svg?v=${version}">`,
    )
    .replace(/(src|href)="([^"?]+\/frontend\/assets\/[^"?]+\.(?:js|css))"/g, `$1="$2?v=${version}"`)
    .replace(/<head>/, `<head>\n      <script>window.__webpack_nonce__ = ${enScript(nonce)};</script>`)
    .replace(/<(script|style)(?=[\s>])/g, `<$1 nonce="${enHtml(nonce)}"`)
    .replace(
      '<div id="app" />',
      '<div id="app"></div>\n      <noscript>L’espace de gestion a besoin de JavaScript : activez-le dans votre navigateur.</noscript>',
    );
}
