import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { executerRegles } from '#src/cli/regles/commande.ts';

/** What a process ended with and printed. */
export interface Sortie {
  readonly code: number | null;
  readonly sortie: string;
  readonly erreur: string;
}

/** Runs the command in this process, its two outputs captured. */
export async function regles(args: readonly string[]): Promise<Sortie> {
  const ecrits = { sortie: '', erreur: '' };
  const espions = [
    vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((morceau) => Boolean((ecrits.sortie += String(morceau)))),
    vi
      .spyOn(process.stderr, 'write')
      .mockImplementation((morceau) => Boolean((ecrits.erreur += String(morceau)))),
  ];
  try {
    return { code: await executerRegles(args), ...ecrits };
  } finally {
    for (const espion of espions) espion.mockRestore();
  }
}

/** Writes a file of the folder. */
export async function ecrire(dossier: string, chemin: string, contenu: unknown): Promise<void> {
  const cible = join(dossier, chemin);
  await mkdir(join(cible, '..'), { recursive: true });
  await writeFile(cible, typeof contenu === 'string' ? contenu : JSON.stringify(contenu, null, 2));
}
