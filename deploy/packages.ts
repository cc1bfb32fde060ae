/** What the packages bring that the program never runs, left out of what is built. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

/** Drivers of other databases, which MikroORM and its query builder name and nobody installs. */
export const NOT_INSTALLED = [
  ...['better-sqlite3', 'libsql', 'mariadb', 'mysql', 'mysql2', 'oracledb', 'sqlite3', 'tedious'],
  ...['pg-native', 'pg-query-stream'],
];

/** AdminJS draws pages and bundles components of its own, whose addresses `admin/shell/adminjs.ts` takes away. */
const NEVER_CALLED =
  /\/adminjs\/lib\/(frontend\/(layout|login)-template|backend\/bundler\/components\.bundler)\.js$/;
/** What is not imported by name of these goes: their modules only declare. */
const ONLY_DECLARES = /^@adminjs\/design-system$|^\.\/frontend\/index\.js$/;
/** What it looks up on the disk at load: its version, and files of the front, whose addresses are taken away. */
const LOOKED_UP: readonly {
  readonly file: RegExp;
  readonly text: string;
  readonly instead: () => Promise<string>;
}[] = [
  {
    file: /\/adminjs\/lib\/adminjs\.js$/,
    text: "fs.readFileSync(path.join(__dirname, '../package.json'), 'utf-8')",
    async instead() {
      const manifest = await readFile(
        join(PROGRAM_FOLDER, 'node_modules', 'adminjs', 'package.json'),
        'utf8',
      );
      const { version } = JSON.parse(manifest) as { version: string };
      return JSON.stringify(JSON.stringify({ version }));
    },
  },
  {
    file: /\/adminjs\/lib\/backend\/utils\/router\/router\.js$/,
    text: 'src: resolveDesignSystemBundle()',
    instead: () => Promise.resolve("src: ''"),
  },
];

/** AdminJS dispatches to our resources and pages; the rest of it (React components, Babel, Rollup) stays out. */
export const withoutFrontOfAdminJS: Plugin = {
  name: 'without-front-of-adminjs',
  setup(build) {
    build.onLoad({ filter: NEVER_CALLED }, ({ path }) => ({
      contents: `export default () => { throw new Error(${JSON.stringify(`left out of the build: ${path.split('/node_modules/').at(-1)}`)}); };`,
    }));
    build.onResolve({ filter: ONLY_DECLARES }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'resolved') return undefined;
      const resolved = await build.resolve(path, { resolveDir, kind, pluginData: 'resolved' });
      return { ...resolved, sideEffects: false };
    });
    for (const { file, text, instead } of LOOKED_UP)
      build.onLoad({ filter: file }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!source.includes(text)) throw new Error(`${path} no longer says: ${text}`);
        return { contents: source.replace(text, await instead()) };
      });
  },
};
