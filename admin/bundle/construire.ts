import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, version as versionEsbuild, type BuildOptions, type Metafile } from 'esbuild';
import { ACTIFS, lireManifeste, MANIFESTE, type Actifs, type Manifeste } from '#admin/bundle/manifeste.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

const ADMIN = path.resolve(import.meta.dirname, '..');
const RACINE = PROGRAM_FOLDER;

/** What a page asks for first. What is imported on demand (the workshop, its editor) becomes further files. */
const ENTREES = {
  gestion: path.join(ADMIN, 'application', 'entree.tsx'),
  style: path.join(ADMIN, 'application', 'style', 'gestion.css'),
  icone: path.join(ADMIN, 'application', 'style', 'icone.svg'),
} as const;

/**
 * Builds the scripts and the style sheet of the back-office into `build/admin`, unless they are already there
 * for the same sources. Needs neither AdminJS nor NODE_ENV: the result is always the production one.
 */
export async function construireActifs(sortie: string = ACTIFS): Promise<Actifs> {
  const connu = await lireManifeste(sortie);
  if (connu?.sources && (await empreinteDe(connu.sources)) === connu.empreinte)
    return { ...connu, dossier: sortie };

  const provisoire = `${sortie}-${process.pid}`;
  await mkdir(provisoire, { recursive: true });
  const { metafile } = await build({ ...OPTIONS, outdir: provisoire });
  await compresser(provisoire);
  const manifeste = await manifesteDe(metafile);
  await writeFile(path.join(provisoire, MANIFESTE), JSON.stringify(manifeste));
  await rm(sortie, { recursive: true, force: true });
  await rename(provisoire, sortie);
  return { ...manifeste, dossier: sortie };
}

const OPTIONS = {
  entryPoints: { ...ENTREES },
  absWorkingDir: RACINE,
  bundle: true,
  splitting: true,
  minify: true,
  metafile: true,
  format: 'esm',
  platform: 'browser',
  target: ['es2022'],
  charset: 'utf8',
  jsx: 'automatic',
  entryNames: '[name]-[hash]',
  chunkNames: 'module-[hash]',
  loader: { '.svg': 'copy' },
  legalComments: 'none',
  logLevel: 'silent',
  define: { 'process.env.NODE_ENV': '"production"' },
} as const satisfies BuildOptions;

async function manifesteDe({ inputs, outputs }: Metafile): Promise<Manifeste> {
  const sorties = Object.entries(outputs).map(([chemin, sortie]) => ({
    nom: path.basename(chemin),
    ...sortie,
  }));
  const fichier = (entree: keyof typeof ENTREES) => {
    const source = path.relative(RACINE, ENTREES[entree]);
    const sortie = sorties.find(
      ({ inputs: sources, entryPoint }) => (entryPoint ?? Object.keys(sources)[0]) === source,
    );
    if (!sortie) throw new Error(`the build gives no file for ${source}`);
    return sortie;
  };
  const script = fichier('gestion');
  const sources = [...Object.keys(inputs), path.relative(RACINE, import.meta.filename)].sort();
  return {
    script: script.nom,
    style: fichier('style').nom,
    icone: fichier('icone').nom,
    modules: script.imports.flatMap(({ kind, path: chemin }) =>
      kind === 'import-statement' ? [path.basename(chemin)] : [],
    ),
    sources,
    empreinte: await empreinteDe(sources),
  };
}

/** Hash of the sources and of the builder; one that is gone counts as empty. */
async function empreinteDe(sources: readonly string[]): Promise<string> {
  const hachage = createHash('sha256').update(`esbuild@${versionEsbuild}\n`);
  for (const source of sources)
    hachage.update(`\n${source}\n`).update(await readFile(path.join(RACINE, source)).catch(() => ''));
  return hachage.digest('hex');
}

const enBrotli = promisify(brotliCompress);
const enGzip = promisify(gzip);

/** Compresses each file once, harder than a server could at each request (10 of 11: the last takes twice as long). */
async function compresser(dossier: string): Promise<void> {
  await Promise.all(
    (await readdir(dossier)).map(async (nom) => {
      const fichier = path.join(dossier, nom);
      const brut = await readFile(fichier);
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 10,
        [constants.BROTLI_PARAM_SIZE_HINT]: brut.length,
      };
      await writeFile(`${fichier}.br`, await enBrotli(brut, { params }));
      await writeFile(`${fichier}.gz`, await enGzip(brut, { level: 9 }));
    }),
  );
}
