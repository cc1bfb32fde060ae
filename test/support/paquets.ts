import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';

const RACINE = resolve(import.meta.dirname, '../..');

/**
 * A package that `npm ci` installs: its licence as the lock file says it (SPDX expression), and whether only
 * development needs it.
 */
export type Paquet = { nom: string; version: string; licence: string; developpement: boolean };

const verrou = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

/** Every package of the lock file, those nested in others too. */
export async function paquetsInstalles(): Promise<Paquet[]> {
  const { packages } = verrou.parse(JSON.parse(await readFile(resolve(RACINE, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([chemin]) => chemin !== '')
    .map(([chemin, { version, license, dev, devOptional }]) => ({
      nom: chemin.replace(/^.*node_modules\//, ''),
      version: version ?? '?',
      licence: license ?? 'inconnue',
      developpement: dev === true || devOptional === true,
    }));
}

/** Names of the runtime dependencies of package.json. */
export async function dependancesDeService(): Promise<string[]> {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(resolve(RACINE, 'package.json'), 'utf8')));
  return Object.keys(dependencies);
}

/** Names of the packages explained in docs/dependances.md, one line each. */
export async function dependancesExpliquees(): Promise<string[]> {
  const texte = await readFile(resolve(RACINE, 'docs/dependances.md'), 'utf8');
  return [...texte.matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, nom]) => nom ?? '');
}

const ADMISES = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-4.0',
];
const ADMISES_EN_DEVELOPPEMENT = [...ADMISES, 'MPL-2.0'];
/**
 * Packages whose package.json names a file instead of a licence: the file was read, it is the MIT licence.
 */
const LUES = ['@adminjs/express'];

/**
 * Whether a package may be used: one of the licences its expression offers is among those of
 * docs/dependances.md.
 */
export function licenceAdmise({ nom, licence, developpement }: Paquet): boolean {
  const admises = developpement ? ADMISES_EN_DEVELOPPEMENT : ADMISES;
  const offertes = licence.replace(/[()]/g, '').split(' OR ');
  return LUES.includes(nom) || offertes.some((offerte) => admises.includes(offerte));
}
