import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Router, type Request, type Response } from 'express';
import type { Actifs } from '#admin/bundle/construire.ts';

const compresser = promisify(gzip);
const exiger = createRequire(import.meta.url);

/**
 * Public files of the back-office, by their address below the root; always AdminJS's production scripts,
 * whatever NODE_ENV.
 */
function fichiers({ dossier }: Actifs): Readonly<Record<string, string>> {
  const adminjs = path.join(path.dirname(exiger.resolve('adminjs')), 'lib', 'frontend', 'assets', 'scripts');
  const systeme = path.join(path.dirname(exiger.resolve('@adminjs/design-system')), '..');
  return {
    '/frontend/assets/global.bundle.js': path.join(adminjs, 'global-bundle.production.js'),
    '/frontend/assets/app.bundle.js': path.join(adminjs, 'app-bundle.production.js'),
    '/frontend/assets/design-system.bundle.js': path.join(systeme, 'bundle.production.js'),
    '/frontend/assets/components.bundle.js': path.join(dossier, 'bundle.js'),
    '/actifs/gestion.css': path.join(dossier, 'gestion.css'),
    '/actifs/regles.css': path.join(dossier, 'regles.css'),
    '/actifs/regles.js': path.join(dossier, 'regles.js'),
    '/actifs/editeur.js': path.join(dossier, 'editeur.js'),
    '/actifs/icone.svg': path.join(import.meta.dirname, '..', 'ui', 'style', 'icone.svg'),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface Contenu {
  readonly brut: Buffer;
  readonly compresse: Buffer;
}

/**
 * Serves those files from memory, compressed once. Express's own file server answers 404 in a checkout
 * below a directory whose name starts with a dot, and AdminJS serves its 3 MB of scripts uncompressed.
 */
export function servirActifs(actifs: Actifs): Router {
  const routeur = Router();
  const contenus = new Map<string, Promise<Contenu>>();
  const charger = async (fichier: string): Promise<Contenu> => {
    const brut = await readFile(fichier);
    return { brut, compresse: await compresser(brut) };
  };
  for (const [adresse, fichier] of Object.entries(fichiers(actifs))) {
    routeur.get(adresse, async (requete: Request, reponse: Response) => {
      let contenu = contenus.get(fichier);
      if (!contenu) contenus.set(fichier, (contenu = charger(fichier)));
      const { brut, compresse } = await contenu;
      const accepte = requete.acceptsEncodings('gzip') === 'gzip';
      reponse.set({
        'Content-Type': TYPES[path.extname(fichier)],
        'Cache-Control':
          requete.query['v'] === actifs.empreinte.slice(0, 16)
            ? 'private, max-age=31536000, immutable'
            : 'private, no-cache',
        Vary: 'Accept-Encoding',
        'X-Content-Type-Options': 'nosniff',
        ...(accepte ? { 'Content-Encoding': 'gzip' } : {}),
      });
      reponse.end(accepte ? compresse : brut);
    });
  }
  return routeur;
}
