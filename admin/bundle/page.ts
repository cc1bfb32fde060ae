import { adresseDActif } from '#admin/bundle/actifs.ts';
import type { Actifs } from '#admin/bundle/manifeste.ts';

/** The page of the back-office: one for every address, its screens are drawn by the script. */
export interface PageDeGestion {
  /** Lets the scripts of this answer run under the content policy. */
  readonly nonce: string;
  /** Title of the screen asked for; the screen refines it once loaded. */
  readonly titre: string;
  readonly racine: string;
  readonly actifs: Pick<Actifs, 'script' | 'style' | 'icone' | 'modules'>;
  /** What the script starts with: who is signed in, and what they may see. */
  readonly etat: unknown;
}

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

/** The HTML of the page, its state safe inside its script. */
export function ecrirePage({ nonce, titre, racine, actifs, etat }: PageDeGestion): string {
  const adresse = (nom: string) => enHtml(racine + adresseDActif(nom));
  const marque = `nonce="${enHtml(nonce)}"`;
  return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${enHtml(titre)}</title>
<link rel="icon" type="image/svg+xml" href="${adresse(actifs.icone)}">
<link rel="stylesheet" href="${adresse(actifs.style)}">
${actifs.modules.map((nom) => `<link rel="modulepreload" href="${adresse(nom)}">`).join('\n')}
<script ${marque} type="application/json" id="etat">${enScript(etat)}</script>
<script ${marque} type="module" src="${adresse(actifs.script)}"></script>
</head>
<body>
<div id="app"></div>
<noscript>L’espace de gestion a besoin de JavaScript : activez-le dans votre navigateur.</noscript>
</body>
</html>
`;
}
