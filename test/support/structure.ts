/** What imports what, read in the sources: the structure tests judge it. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const RACINE = join(import.meta.dirname, '../..');

/** One import of a file by another, both from the folder read. */
interface Import {
  readonly de: string;
  readonly vers: string;
}

/** Texts of the product below a folder of the root, by path; a screen's own tests are not the product. */
export const sourcesDe = (dossier: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(RACINE, dossier), { recursive: true, encoding: 'utf8' })
      .filter((nom) => /\.(tsx?|mjs)$/.test(nom) && !/\.test\.tsx?$/.test(nom))
      .map((nom) => [nom, readFileSync(join(RACINE, dossier, nom), 'utf8')]),
  );

/** Imports inside a folder, those of types and at run time included. */
export function importsDe(dossier: string): readonly Import[] {
  const notre = new RegExp(`(?:from|import\\()\\s*'(#${dossier}/|\\.{1,2}/)([^']+)'`, 'g');
  return [...sourcesDe(dossier)].flatMap(([de, texte]) =>
    [...texte.matchAll(notre)].map(([, debut = '', suite = '']) => ({
      de,
      vers: debut.startsWith('#') ? suite : normalize(join(dirname(de), debut, suite)),
    })),
  );
}

/**
 * Groups of folders that reach one another, at each level: neighbours below one parent. The files that stand
 * in the parent itself are one more neighbour, when asked.
 */
export function noeuds(imports: readonly Import[], parent?: 'with the files of the parent'): string[] {
  const niveaux = new Map<string, Map<string, Set<string>>>();
  for (const { de, vers } of imports) {
    const [a, b] = [segments(de), segments(vers)];
    let commun = 0;
    while (commun < a.length && commun < b.length && a[commun] === b[commun]) commun += 1;
    if (commun === a.length && commun === b.length) continue;
    if (!parent && (commun === a.length || commun === b.length)) continue;
    const niveau = a.slice(0, commun).join('/');
    const fleches = niveaux.get(niveau) ?? new Map<string, Set<string>>();
    const [depart = '.', arrivee = '.'] = [a[commun], b[commun]];
    fleches.set(depart, (fleches.get(depart) ?? new Set()).add(arrivee));
    niveaux.set(niveau, fleches);
  }
  return [...niveaux].flatMap(([niveau, fleches]) =>
    [...fleches.keys()].filter((un) => atteints(fleches, un).has(un)).map((un) => `${niveau}/${un}`),
  );
}

const segments = (chemin: string): string[] => (chemin.includes('/') ? dirname(chemin).split('/') : []);

function atteints(fleches: ReadonlyMap<string, ReadonlySet<string>>, depart: string): Set<string> {
  const vus = new Set<string>();
  const pile = [...(fleches.get(depart) ?? [])];
  for (let un = pile.pop(); un !== undefined; un = pile.pop()) {
    if (vus.has(un)) continue;
    vus.add(un);
    pile.push(...(fleches.get(un) ?? []));
  }
  return vus;
}
