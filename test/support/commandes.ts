import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Commande } from '#src/kernel/commande.ts';

export type UneCommande = Commande<z.ZodType, unknown>;

/** Every command of the program, by its module's export. */
export async function toutesLesCommandes(): Promise<[nom: string, commande: UneCommande][]> {
  const racine = resolve(import.meta.dirname, '../../src');
  const fichiers = readdirSync(racine, { recursive: true, encoding: 'utf8' }).filter(
    (chemin) =>
      chemin.endsWith('.ts') && readFileSync(resolve(racine, chemin), 'utf8').includes('definirCommande('),
  );
  const trouvees = new Map<string, UneCommande>();
  for (const fichier of fichiers) {
    const module = (await import(/* @vite-ignore */ resolve(racine, fichier))) as Record<string, unknown>;
    for (const [nom, une] of Object.entries(module))
      if (estCommande(une)) trouvees.set(`${nom} (${une.nom})`, une);
  }
  return [...trouvees].sort(([a], [b]) => a.localeCompare(b));
}

const estCommande = (une: unknown): une is UneCommande =>
  typeof une === 'object' && une !== null && 'executer' in une && 'saisie' in une && 'droit' in une;
