import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { COMPOSANTS } from '#admin/composants.ts';

const RACINE = path.resolve(import.meta.dirname, '..');
/** No segment starts with a dot: a static server refuses those. */
const SORTIE = path.join(RACINE, 'build', 'admin');

/** Libraries AdminJS already puts on the page as globals: bundling a second React would break its hooks. */
const GLOBALES: Readonly<Record<string, string>> = {
  react: 'React',
  'react-dom': 'ReactDOM',
  'react-redux': 'ReactRedux',
  'react-router': 'ReactRouter',
  'react-router-dom': 'ReactRouterDOM',
  adminjs: 'AdminJS',
};

const globales: Plugin = {
  name: 'adminjs-globals',
  setup(construction) {
    const filtre = new RegExp(`^(${Object.keys(GLOBALES).join('|')})$`);
    construction.onResolve({ filter: filtre }, ({ path: nom }) => ({ path: nom, namespace: 'globale' }));
    construction.onLoad({ filter: /.*/, namespace: 'globale' }, ({ path: nom }) => ({
      contents: `module.exports = window.${GLOBALES[nom]};`,
    }));
  },
};

export interface Actifs {
  /** Folder that holds `bundle.js` (components) and `gestion.css`. */
  readonly dossier: string;
  /** SHA-256 of all sources: the version of the assets in their address. */
  readonly empreinte: string;
}

/**
 * Builds the components and the style sheet of the back-office into `build/admin`, unless they are already
 * there for the same sources. Needs neither AdminJS nor NODE_ENV: the result is always the production one.
 */
export async function construireActifs(sortie: string = SORTIE): Promise<Actifs> {
  const empreinte = await empreinteDesSources();
  const temoin = path.join(sortie, 'empreinte');
  const actifs = { dossier: sortie, empreinte };
  if ((await readFile(temoin, 'utf8').catch(() => '')) === empreinte) return actifs;

  const provisoire = `${sortie}-${process.pid}`;
  await mkdir(provisoire, { recursive: true });
  const commun = { bundle: true, minify: true, legalComments: 'none', logLevel: 'silent', absWorkingDir: RACINE } as const;
  await Promise.all([
    build({
      ...commun,
      stdin: { contents: entree(), resolveDir: RACINE, sourcefile: 'entree.js' },
      outfile: path.join(provisoire, 'bundle.js'),
      format: 'iife',
      platform: 'browser',
      target: ['es2022'],
      charset: 'utf8',
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      plugins: [globales],
    }),
    build({ ...commun, entryPoints: [path.join(import.meta.dirname, 'style', 'gestion.css')], outfile: path.join(provisoire, 'gestion.css') }),
  ]);
  await writeFile(path.join(provisoire, 'empreinte'), empreinte);
  await rm(sortie, { recursive: true, force: true });
  await rename(provisoire, sortie);
  return actifs;
}

function entree(): string {
  const lignes = Object.entries(COMPOSANTS).map(
    ([nom, fichier]) => `import ${nom} from ${JSON.stringify(fichier)};\nComposants.${nom} = ${nom};`,
  );
  return ['const Composants = {};', ...lignes, 'window.AdminJS.UserComponents = Composants;'].join('\n');
}

/** Hash of everything the result depends on: our sources, the builder's version and that of the JSX runtime. */
async function empreinteDesSources(): Promise<string> {
  const hachage = createHash('sha256');
  const exiger = createRequire(import.meta.url);
  for (const paquet of ['esbuild', 'react']) {
    const { version } = JSON.parse(await readFile(exiger.resolve(`${paquet}/package.json`), 'utf8')) as { version: string };
    hachage.update(`${paquet}@${version}\n`);
  }
  hachage.update(entree().replaceAll(RACINE, ''));
  for (const partie of ['components', 'style']) {
    const racine = path.join(import.meta.dirname, partie);
    for (const nom of (await readdir(racine, { recursive: true })).sort()) {
      if (/\.(tsx?|css)$/.test(nom)) hachage.update(`\n${partie}/${nom}\n`).update(await readFile(path.join(racine, nom)));
    }
  }
  for (const partage of ['contrats.ts', 'affichage.ts']) {
    hachage.update(`\n${partage}\n`).update(await readFile(path.join(import.meta.dirname, partage)));
  }
  return hachage.digest('hex');
}
