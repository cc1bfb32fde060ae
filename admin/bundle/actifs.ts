import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { get, type Route } from '#src/http/route.ts';
import type { Actifs } from '#admin/bundle/manifeste.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
/** Smallest first: browsers that take both name gzip before. */
const ENCODAGES = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Address of a built file, below the root of the back-office. */
export const adresseDActif = (nom: string): string => `/actifs/${nom}`;

/**
 * Serves the built files from memory, compressed beforehand. Express's own file server answers 404 in a
 * checkout below a directory whose name starts with a dot. A name carries the hash of its content: a browser
 * keeps the file for good, and one of an earlier version is not found.
 */
export async function routeDesActifs({ dossier }: Actifs): Promise<Route> {
  const noms = await readdir(dossier);
  const contenus = new Map(
    await Promise.all(noms.map(async (nom) => [nom, await readFile(path.join(dossier, nom))] as const)),
  );
  return get('/actifs/:fichier', 'internes', (requete, reponse, next) => {
    const { fichier } = requete.params;
    const type = TYPES[path.extname(fichier)];
    const [encodage, suffixe] = ENCODAGES.find(([nom]) => requete.acceptsEncodings(nom)) ?? [undefined, ''];
    const contenu = contenus.get(`${fichier}${suffixe}`);
    if (!type || !contenu) return next();
    reponse.set({
      'Content-Type': type,
      'Cache-Control': 'private, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
      ...(encodage ? { 'Content-Encoding': encodage } : {}),
    });
    reponse.end(contenu);
  });
}
