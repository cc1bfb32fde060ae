import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { COMPOSANTS } from '#admin/bundle/composants.ts';

const ADMIN = path.resolve(import.meta.dirname, '..');
const RACINE = path.resolve(ADMIN, '..');
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

/** Style sheets: that of every screen, that of the workshop of rules. */
const FEUILLES: Readonly<Record<string, string>> = {
  'gestion.css': path.join(ADMIN, 'ui', 'style', 'gestion.css'),
  'regles.css': path.join(ADMIN, 'ecrans', 'atelier', 'atelier.css'),
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

/**
 * Modules of the first bundle that the later ones use from it: a second copy would have a context, a session
 * of its own.
 */
const PARTAGES = [
  'adresses.ts',
  'api.ts',
  'avis.tsx',
  'charger.ts',
  'etat.ts',
  'garde.ts',
  'icones.tsx',
  'page.tsx',
  'valeur.tsx',
  'tableau.tsx',
  'decision.tsx',
].map((nom) => `#admin/ui/${nom}`);

const partages: Plugin = {
  name: 'modules-of-the-first-bundle',
  setup(construction) {
    construction.onResolve({ filter: /^#admin\/ui\// }, ({ path: nom }) =>
      PARTAGES.includes(nom) ? { path: nom, namespace: 'partage' } : undefined,
    );
    construction.onLoad({ filter: /.*/, namespace: 'partage' }, ({ path: nom }) => ({
      contents: `module.exports = window.GestionPartage[${JSON.stringify(nom)}];`,
    }));
  },
};

/**
 * Bundles loaded by the screens that need them, by name: the first load does not carry the workshop of rules,
 * nor the workshop its editor.
 */
const SUPPLEMENTS: Readonly<Record<string, string>> = {
  regles: path.join(ADMIN, 'ecrans', 'atelier', 'entree.ts'),
  editeur: path.join(ADMIN, 'ecrans', 'atelier', 'brouillon', 'editeur', 'entree.ts'),
};

export interface Actifs {
  /** Folder that holds `bundle.js` (components), the further bundles and the style sheets. */
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
  const commun = {
    bundle: true,
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    absWorkingDir: RACINE,
  } as const;
  const script: BuildOptions = {
    ...commun,
    format: 'iife',
    platform: 'browser',
    target: ['es2022'],
    charset: 'utf8',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  await Promise.all([
    build({
      ...script,
      stdin: { contents: entree(), resolveDir: RACINE, sourcefile: 'entree.js' },
      outfile: path.join(provisoire, 'bundle.js'),
      plugins: [globales],
    }),
    ...Object.entries(SUPPLEMENTS).map(([nom, fichier]) =>
      build({
        ...script,
        entryPoints: [fichier],
        outfile: path.join(provisoire, `${nom}.js`),
        plugins: [globales, partages],
      }),
    ),
    ...Object.entries(FEUILLES).map(([nom, fichier]) =>
      build({
        ...commun,
        entryPoints: [fichier],
        outfile: path.join(provisoire, nom),
      }),
    ),
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
  const exposes = PARTAGES.map(
    (nom, rang) =>
      `import * as partage${rang} from ${JSON.stringify(nom)};\nPartage[${JSON.stringify(nom)}] = partage${rang};`,
  );
  return [
    'const Composants = {};',
    'const Partage = {};',
    ...lignes,
    ...exposes,
    'window.AdminJS.UserComponents = Composants;',
    'window.GestionPartage = Partage;',
  ].join('\n');
}

/**
 * Hash of everything the result depends on: our sources, the builder's version and that of the JSX runtime.
 */
async function empreinteDesSources(): Promise<string> {
  const hachage = createHash('sha256');
  const exiger = createRequire(import.meta.url);
  hachage.update(await readFile(path.join(RACINE, 'package.json')));
  for (const paquet of ['esbuild', 'react']) {
    const { version } = JSON.parse(await readFile(exiger.resolve(`${paquet}/package.json`), 'utf8')) as {
      version: string;
    };
    hachage.update(`${paquet}@${version}\n`);
  }
  hachage.update(entree().replaceAll(RACINE, ''));
  for (const partie of ['bundle', 'definition', 'ecrans', 'ui']) {
    const racine = path.join(ADMIN, partie);
    for (const nom of (await readdir(racine, { recursive: true })).sort()) {
      if (/\.(tsx?|css)$/.test(nom))
        hachage.update(`\n${partie}/${nom}\n`).update(await readFile(path.join(racine, nom)));
    }
  }
  return hachage.digest('hex');
}
