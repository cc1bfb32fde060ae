import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { executerRegles } from '#src/cli/regles/commande.ts';
import { fichier } from '#test/unit/engine/appui.ts';

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

/** A folder of rule files of its own: two versions in force one after the other, and files that fail. */
export async function dossierDEssai(): Promise<string> {
  const dossier = await mkdtemp(join(tmpdir(), 'regles-'));
  await cp('rules/schemas', join(dossier, 'schemas'), { recursive: true });
  await ecrire(
    dossier,
    'essai/1.0.0.json',
    fichier({ applicable: { du: '2019-01-01', au: '2021-01-01', dateDeReference: 'x' } }),
  );
  await ecrire(
    dossier,
    'essai/1.1.0.json',
    fichier({
      version: '1.1.0',
      applicable: { du: '2020-01-01', au: null, dateDeReference: 'x' },
      scenarios: fichier().scenarios.map((scenario) => ({ ...scenario, date: '2020-06-01' })),
    }),
  );
  await ecrire(dossier, 'montant.json', { montant: '1' });
  await ecrire(
    dossier,
    'casse/1.0.0.json',
    '{ "id": "casse",\n  "applicable": { "du": "2019-01-01", "au": null }, }',
  );
  await ecrire(dossier, 'incomplet/1.0.0.json', { ...fichier({ id: 'incomplet' }), regles: [] });
  await ecrire(dossier, 'faux/1.0.0.json', fichier({ id: 'faux', scenarios: [fichier().scenarios[0]!] }));
  return dossier;
}
