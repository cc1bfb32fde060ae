import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RACINE = resolve(import.meta.dirname, '../..');
const CONTENU = ['package.json', 'tsconfig.json', 'src', 'admin', 'migrations', 'rules'];

/**
 * The project as a newcomer finds it after `npm ci`: no data, no build. Being elsewhere, it has an embedded
 * database of its own.
 */
export async function copierProjet(): Promise<{ dossier: string; supprimer: () => Promise<void> }> {
  const dossier = await realpath(await mkdtemp(join(tmpdir(), 'projet-')));
  for (const nom of CONTENU) await cp(join(RACINE, nom), join(dossier, nom), { recursive: true });
  await symlink(join(RACINE, 'node_modules'), join(dossier, 'node_modules'));
  return { dossier, supprimer: () => rm(dossier, { recursive: true, force: true }) };
}
