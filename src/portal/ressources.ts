import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Router } from 'express';
import { get, monter } from '#src/http/route.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import type { Assets } from '#src/portal/composants/contexte.tsx';

/**
 * Where the portal's stylesheet, scripts and icon are served, for every page of our own (sign-in included).
 */
export const CHEMIN_RESSOURCES = '/ressources';

/** Where `npm run build` puts them. */
const LIVRES = join(PROGRAM_FOLDER, 'build', 'portail');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file as it is served. */
export interface Fichier {
  /** `portail-<hash>.css` */
  readonly nom: string;
  readonly contenu: Buffer;
}

export type RessourcesConstruites = Readonly<{
  ressources: Assets;
  /** Address of the declaration pages' script, for `Page scripts={[…]}`. */
  scriptDeclaration: string;
  /** Mount at {@link CHEMIN_RESSOURCES}, before the session: the files are the same for everybody. */
  router: Router;
}>;

/** The files delivered with the program, or made of its sources; served under their hash, cached for ever. */
export async function construireRessources(): Promise<RessourcesConstruites> {
  const fichiers =
    (await lireLivres()) ?? (await (await import('#src/portal/construire.ts')).construireFichiers());
  const adresse = (debut: string, fin: string): string => {
    const trouve = fichiers.find(({ nom }) => nom.startsWith(`${debut}-`) && nom.endsWith(fin));
    if (!trouve) throw new Error(`no file ${debut}${fin} among those of the portal`);
    return `${CHEMIN_RESSOURCES}/${trouve.nom}`;
  };
  return {
    ressources: {
      css: adresse('portail', '.css'),
      js: adresse('portail', '.js'),
      icone: adresse('marque', '.svg'),
    },
    scriptDeclaration: adresse('declaration', '.js'),
    router: servir(fichiers),
  };
}

/** @returns undefined in a checkout, which has none */
async function lireLivres(): Promise<Fichier[] | undefined> {
  const noms = await readdir(LIVRES).catch(() => undefined);
  return noms && Promise.all(noms.map(async (nom) => ({ nom, contenu: await readFile(join(LIVRES, nom)) })));
}

function servir(fichiers: readonly Fichier[]): Router {
  const parNom = new Map(fichiers.map(({ nom, contenu }) => [nom, contenu]));
  return monter([
    get('/:fichier', 'tous', (req, res, next) => {
      const contenu = parNom.get(req.params.fichier);
      const type = TYPES[extname(req.params.fichier)];
      if (!contenu || !type) return next();
      res.set('Cache-Control', 'public, max-age=31536000, immutable').type(type).send(contenu);
    }),
  ]);
}
