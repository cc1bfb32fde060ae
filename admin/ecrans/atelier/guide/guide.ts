/**
 * A piece of a line of the guide. Plain data: the screen writes it as text, so nothing in it can act as HTML.
 */
export type Morceau =
  | { readonly genre: 'texte' | 'gras' | 'code'; readonly texte: string }
  | { readonly genre: 'lien'; readonly texte: string; readonly vers: string };
type Ligne = readonly Morceau[];

export type Bloc =
  | { readonly genre: 'titre'; readonly niveau: number; readonly texte: string; readonly ancre: string }
  | { readonly genre: 'paragraphe'; readonly contenu: Ligne }
  | { readonly genre: 'liste'; readonly ordonnee: boolean; readonly elements: readonly Ligne[] }
  | {
      readonly genre: 'table';
      readonly entete: readonly Ligne[];
      readonly lignes: readonly (readonly Ligne[])[];
    }
  | { readonly genre: 'code'; readonly texte: string };

/** Data of the page of the guide: its title, and what comes under it. */
export interface PageGuide {
  readonly titre: string;
  readonly blocs: readonly Bloc[];
}

const PUCE = /^(?:-|(\d+)\.) +/;
const MARQUES = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g;
/** Where a link of the guide may lead: a screen of ours, or a heading of the guide. */
const INTERNE = /^(?:\/gestion(?:\/|$)|#)/;

/** Anchor of a heading, as Git forges make it. */
const ancreDe = (texte: string): string =>
  texte
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** French punctuation keeps to its word. */
const insecables = (texte: string): string =>
  texte.replace(/« /g, '«\u00a0').replace(/ (?=[»;:!?])/g, '\u00a0');

function morceaux(texte: string): Morceau[] {
  const lus: Morceau[] = [];
  let fin = 0;
  const brut = (jusque: number) => {
    if (jusque > fin) lus.push({ genre: 'texte', texte: insecables(texte.slice(fin, jusque)) });
  };
  for (const { 0: tout, 1: gras, 2: code, 3: libelle, 4: vers, index } of texte.matchAll(MARQUES)) {
    brut(index);
    fin = index + tout.length;
    if (gras !== undefined) lus.push({ genre: 'gras', texte: insecables(gras) });
    else if (code !== undefined) lus.push({ genre: 'code', texte: code });
    else if (vers && INTERNE.test(vers)) lus.push({ genre: 'lien', texte: insecables(libelle ?? ''), vers });
    else lus.push({ genre: 'texte', texte: insecables(libelle ?? '') });
  }
  brut(texte.length);
  return lus;
}

const cellules = (ligne: string): Ligne[] =>
  ligne
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cellule) => morceaux(cellule.trim()));

function blocDe(lignes: readonly string[]): Bloc {
  const [premiere = '', , ...reste] = lignes;
  const titre = /^(#+) +(.*)$/.exec(premiere);
  if (titre)
    return {
      genre: 'titre',
      niveau: titre[1]?.length ?? 1,
      texte: titre[2] ?? '',
      ancre: ancreDe(titre[2] ?? ''),
    };
  if (premiere.startsWith('|'))
    return { genre: 'table', entete: cellules(premiere), lignes: reste.map(cellules) };
  const puce = PUCE.exec(premiere);
  if (!puce) return { genre: 'paragraphe', contenu: morceaux(lignes.map((ligne) => ligne.trim()).join(' ')) };
  const elements: string[] = [];
  for (const ligne of lignes) {
    if (PUCE.test(ligne)) elements.push(ligne.replace(PUCE, ''));
    else elements.push(`${elements.pop() ?? ''} ${ligne.trim()}`);
  }
  return { genre: 'liste', ordonnee: puce[1] !== undefined, elements: elements.map(morceaux) };
}

/**
 * Reads the Markdown the guide is written in: headings, paragraphs, flat lists, tables, fenced code, bold,
 * code and links.
 */
export function lireGuide(markdown: string): PageGuide {
  const blocs = markdown.split(/^(```[^\n]*\n[\s\S]*?\n```)$/m).flatMap((partie): Bloc[] => {
    if (partie.startsWith('```'))
      return [{ genre: 'code', texte: partie.replace(/^```[^\n]*\n|\n```$/g, '') }];
    return partie
      .split(/\n\s*\n/)
      .map((bloc) => bloc.split('\n').filter((ligne) => ligne.trim() !== ''))
      .filter((lignes) => lignes.length > 0)
      .map(blocDe);
  });
  const [titre, ...suite] = blocs;
  return titre?.genre === 'titre' ? { titre: titre.texte, blocs: suite } : { titre: '', blocs };
}
