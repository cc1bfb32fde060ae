/**
 * How a file is named on the command line: « quotas », or « parametres/ram » where two kinds share a name.
 */
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/version-regle.ts';

export const NOM_DE_FICHIER = '<jeu | parametres/nom | formulaires/nom>';
export const DOSSIERS = { regles: 'regles', parametres: 'parametres', formulaires: 'formulaire' } as const;

/** The kind and the name a person meant; the kind is undefined when he did not say it. */
export function lireNom(nom: string): { readonly genre: GenreDeVersion | undefined; readonly jeu: string } {
  const [premier = '', second] = nom.split('/');
  if (second === undefined) return { genre: undefined, jeu: premier };
  if (!Object.hasOwn(DOSSIERS, premier))
    throw new UsageInvalide(`« ${nom} » n’est pas un nom de fichier : écrivez ${NOM_DE_FICHIER}.`);
  return { genre: DOSSIERS[premier as keyof typeof DOSSIERS], jeu: second };
}
