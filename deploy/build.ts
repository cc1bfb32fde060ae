/**
 * `npm run build [-- <folder>]`: the program as it runs in production, in `dist/` unless told otherwise. Plain
 * JavaScript, no tsx, the screens' files built; of `node_modules`, only what a bundle cannot hold.
 */
import { cp, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { construireActifs } from '#admin/bundle/construire.ts';
import { MANIFESTE } from '#admin/bundle/manifeste.ts';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';
import { construireFichiers } from '#src/portal/construire.ts';
import { NOT_INSTALLED, withoutFrontOfAdminJS } from '#deploy/packages.ts';

const DIST = resolve(PROGRAM_FOLDER, process.argv[2] ?? 'dist');
/** Programs a person or a machine starts: `npm run <name>` from the folder built as from the checkout. */
const COMMANDS = [
  'start',
  'travailleur',
  'compte',
  'regles',
  'journal',
  'sauvegarde',
  'doctor',
  'demo',
  'sante',
];
/** Native code, and data read by its path: installed beside the bundle, with the files named here. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  '@node-rs/argon2': ['index.js'],
  [`@node-rs/argon2-${process.platform}-${process.arch}-gnu`]: [
    `argon2.${process.platform}-${process.arch}-gnu.node`,
  ],
  '@etalab/decoupage-administratif': ['data/communes.json', 'data/departements.json'],
};
/** Folders the program reads at run time, and what of them is no part of it. */
const READ = ['rules', 'migrations', 'docs/guide-analyste.md'];

interface Manifest {
  readonly version: string;
  readonly engines?: object;
  readonly [field: string]: unknown;
}
const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Threads are programs of their own; in a checkout a `.mjs` of the same name starts them through tsx. */
async function threads(): Promise<string[]> {
  const files = await Promise.all(
    ['src', 'admin'].map(async (folder) =>
      (await readdir(join(PROGRAM_FOLDER, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  );
  return files.flat().filter((file) => file.endsWith('-thread.ts'));
}

async function bundle(): Promise<void> {
  const sources = [...COMMANDS.map((name) => join('src', 'cli', `${name}.ts`)), ...(await threads())];
  await build({
    absWorkingDir: PROGRAM_FOLDER,
    entryPoints: sources.map((source) => ({ in: source, out: basename(source, '.ts') })),
    outdir: DIST,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'module-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    charset: 'utf8',
    // Errors and entities are known by the name of their class.
    keepNames: true,
    legalComments: 'external',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Packages written for CommonJS ask for what Node brings.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    external: [...Object.keys(BESIDE), 'esbuild', ...NOT_INSTALLED],
    plugins: [withoutFrontOfAdminJS],
    logLevel: 'warning',
  });
}

async function screens(): Promise<void> {
  const { dossier } = await construireActifs(join(DIST, 'build', 'admin'));
  const manifest = join(dossier, MANIFESTE);
  const { sources: _notDelivered, ...delivered } = JSON.parse(await readFile(manifest, 'utf8')) as Manifest;
  await writeFile(manifest, JSON.stringify(delivered));
  const portal = join(DIST, 'build', 'portail');
  await mkdir(portal);
  for (const { nom, contenu } of await construireFichiers()) await writeFile(join(portal, nom), contenu);
}

/** @returns the packages with the version of each */
async function packages(): Promise<Readonly<Record<string, string>>> {
  const versions: Record<string, string> = {};
  for (const [name, files] of Object.entries(BESIDE)) {
    const from = await realpath(join(PROGRAM_FOLDER, 'node_modules', name));
    const to = join(DIST, 'node_modules', name);
    for (const file of ['package.json', ...files]) await cp(join(from, file), join(to, file));
    versions[name] = (await manifestOf(from)).version;
  }
  return versions;
}

await rm(DIST, { recursive: true, force: true });
await bundle();
await screens();
for (const path of READ)
  await cp(join(PROGRAM_FOLDER, path), join(DIST, path), {
    recursive: true,
    filter: (source) => !source.endsWith('.ts'),
  });
const { name, version, engines } = await manifestOf(PROGRAM_FOLDER);
const manifest = {
  name,
  version,
  private: true,
  type: 'module',
  engines,
  scripts: Object.fromEntries(COMMANDS.map((command) => [command, `exec node ${command}.mjs`])),
  dependencies: await packages(),
};
await writeFile(join(DIST, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
