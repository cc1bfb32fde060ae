import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOSSIERS_A_PART } from '#src/domain/politique/versions/genre.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';

/**
 * Title of each rule file by its id, as its latest version delivered says it: the one name a rule file has on
 * every screen.
 */
export function titresDesFichiers(racine = RULES_FOLDER): Readonly<Record<string, string>> {
  const jeux = readdirSync(racine, { withFileTypes: true })
    .filter((entree) => entree.isDirectory() && !DOSSIERS_A_PART.includes(entree.name))
    .map(({ name }) => name);
  return Object.fromEntries(
    jeux.flatMap((jeu) => {
      const derniere = readdirSync(join(racine, jeu))
        .filter((nom) => nom.endsWith('.json'))
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        .at(-1);
      if (derniere === undefined) return [];
      const { titre } = JSON.parse(readFileSync(join(racine, jeu, derniere), 'utf8')) as { titre?: unknown };
      return typeof titre === 'string' ? [[jeu, titre] as const] : [];
    }),
  );
}
