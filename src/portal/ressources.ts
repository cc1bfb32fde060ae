import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Router } from 'express';
import { get, monter } from '#src/http/route.ts';
import type { Assets } from '#src/portal/composants/contexte.tsx';

/**
 * Where the portal's stylesheet, scripts and icon are served, for every page of our own (sign-in included).
 */
export const CHEMIN_RESSOURCES = '/ressources';

const ICI = fileURLToPath(new URL('.', import.meta.url));
const SCRIPT_DECLARATION = `${ICI}declarations/volet/client/declaration.ts`;

type Fichier = Readonly<{ contenu: Buffer; type: string }>;

export type RessourcesConstruites = Readonly<{
  ressources: Assets;
  /** Address of the declaration pages' script, for `Page scripts={[…]}`; undefined while there is none. */
  scriptDeclaration?: string;
  /** Mount at {@link CHEMIN_RESSOURCES}, before the session: the files are the same for everybody. */
  router: Router;
}>;

/**
 * Builds stylesheet and scripts in memory (tens of milliseconds) and serves them under their hash, cached for
 * ever.
 */
export async function construireRessources(): Promise<RessourcesConstruites> {
  const fichiers = new Map<string, Fichier>();
  const publier = (nom: string, extension: string, type: string, contenu: Buffer): string => {
    const hash = createHash('sha256').update(contenu).digest('hex').slice(0, 12);
    const fichier = `${nom}-${hash}.${extension}`;
    fichiers.set(fichier, { contenu, type });
    return `${CHEMIN_RESSOURCES}/${fichier}`;
  };
  const css = publier(
    'portail',
    'css',
    'text/css; charset=utf-8',
    await assembler(`${ICI}style/portail.css`),
  );
  const js = publier(
    'portail',
    'js',
    'text/javascript; charset=utf-8',
    await assembler(`${ICI}client/portail.ts`),
  );
  const icone = publier('marque', 'svg', 'image/svg+xml', await readFile(`${ICI}style/marque.svg`));
  const scriptDeclaration = existsSync(SCRIPT_DECLARATION)
    ? publier('declaration', 'js', 'text/javascript; charset=utf-8', await assembler(SCRIPT_DECLARATION))
    : undefined;
  return { ressources: { css, js, icone }, scriptDeclaration, router: servir(fichiers) };
}

async function assembler(entree: string): Promise<Buffer> {
  const resultat = await esbuild.build({
    entryPoints: [entree],
    bundle: true,
    minify: true,
    write: false,
    format: entree.endsWith('.css') ? undefined : 'esm',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    logLevel: 'silent',
    legalComments: 'none',
  });
  const [sortie] = resultat.outputFiles;
  if (!sortie) throw new Error(`esbuild wrote nothing for ${entree}`);
  return Buffer.from(sortie.contents);
}

function servir(fichiers: ReadonlyMap<string, Fichier>): Router {
  return monter([
    get('/:fichier', 'tous', (req, res, next) => {
      const fichier = fichiers.get(req.params.fichier);
      if (!fichier) return next();
      res
        .set('Cache-Control', 'public, max-age=31536000, immutable')
        .type(fichier.type)
        .send(fichier.contenu);
    }),
  ]);
}
