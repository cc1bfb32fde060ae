import type { EntityManager } from '@mikro-orm/postgresql';
import { DONNEES_PERSONNELLES } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Personne } from '#src/domain/suivi/personne/personne.ts';

/** A column where the person's full name or address is written outside what links to him. */
export interface Mention {
  readonly table: string;
  readonly colonne: string;
  readonly lignes: number;
  /** Kept as proof of a signature; otherwise a text to look at by hand. */
  readonly pourquoi: 'signature' | 'texte';
}

/**
 * Looks for the person's full name and addresses in what the list calls signatures, free texts and people
 * without account.
 */
export async function mentions(em: EntityManager, { noms, courriels }: Personne): Promise<Mention[]> {
  const cherchees = [...noms, ...courriels].map(
    (texte) => `%${texte.replaceAll(/[\\%_]/g, (signe) => `\\${signe}`)}%`,
  );
  if (cherchees.length === 0) return [];
  const trouvees: Mention[] = [];
  for (const [table, { colonnes, lignesEffacees }] of Object.entries(DONNEES_PERSONNELLES)) {
    if (lignesEffacees) continue;
    for (const [colonne, classement] of Object.entries(colonnes)) {
      if (classement !== 'signature' && classement !== 'libre' && classement !== 'autrui') continue;
      // Table and column are those of the list: known when it runs.
      const [compte] = await em.execute<{ lignes: number }[]>(
        `select count(*)::int as lignes from ${table} where ${cherchees.map(() => `"${colonne}"::text ilike ?`).join(' or ')}`,
        cherchees,
      );
      const lignes = compte?.lignes ?? 0;
      if (lignes > 0)
        trouvees.push({
          table,
          colonne,
          lignes,
          pourquoi: classement === 'signature' ? 'signature' : 'texte',
        });
    }
  }
  return trouvees;
}
