import { execFile } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Those the program is delivered for, besides the one that runs the tests. */
const RELEASES = ['22.23.3', '24.21.0'] as const;
const DELAI_MS = 90_000;

export interface NodeReleases {
  /** Path of the program of each release; this run's own where it cannot be had, which is said. */
  readonly programmes: readonly [string, string];
  supprimer(): Promise<void>;
}

/** Takes them from the registry, or from npm's cache once it has them. */
export async function installNodeReleases(): Promise<NodeReleases> {
  const dossier = await realpath(await mkdtemp(join(tmpdir(), 'node-')));
  await chmod(dossier, 0o755);
  const paquet = `node-${process.platform}-${process.arch}`;
  const installer = async (version: string): Promise<string> => {
    const ou = join(dossier, version);
    const options = ['--prefer-offline', '--no-save', '--no-package-lock', '--ignore-scripts'];
    try {
      await promisify(execFile)('npm', ['install', ...options, '--prefix', ou, `${paquet}@${version}`], {
        timeout: DELAI_MS,
      });
    } catch (erreur) {
      process.stderr.write(`Node ${version} is out of reach: not tried here. ${String(erreur)}\n`);
      return process.execPath;
    }
    return join(ou, 'node_modules', paquet, 'bin', 'node');
  };
  const [ancienne, recente] = RELEASES;
  return {
    programmes: await Promise.all([installer(ancienne), installer(recente)]),
    supprimer: () => rm(dossier, { recursive: true, force: true }),
  };
}
