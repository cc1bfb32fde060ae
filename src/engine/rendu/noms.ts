/** Names of a rule file by what they mean. */
import type { FichierClos } from '#src/engine/cloture.ts';
import { dateEnLettres } from '#src/engine/messages.ts';
import type { Declaration } from './valeurs.ts';
import { enumerer, valeurCitee } from './valeurs.ts';

/** What a name stands for. */
export interface Nom extends Declaration {
  readonly genre: 'fait' | 'parametre' | 'calcul';
}
export type Noms = ReadonlyMap<string, Nom>;

export function nomsDe(fichier: FichierClos): Noms {
  const entrees = (
    genre: Nom['genre'],
    declarations: Readonly<Record<string, Declaration>>,
  ): [string, Nom][] =>
    Object.entries(declarations).map(([nom, { libelle, type, libelles, valeurs, valeursPossibles }]) => [
      nom,
      { genre, libelle, type, libelles, valeurs, valeursPossibles },
    ]);
  return new Map([
    ...entrees('fait', fichier.faits),
    ...entrees('parametre', fichier.parametres),
    ...entrees('calcul', fichier.faitsDerives),
  ]);
}

/** « Seuil de durée (3 mois depuis le 1er janvier 2019) »: a parameter with all its dated values. */
export function parametreEnMots(fichier: FichierClos, nom: string): string {
  const parametre = Object.hasOwn(fichier.parametres, nom) ? fichier.parametres[nom] : undefined;
  if (!parametre) return nom;
  const valeurs = parametre.valeurs.map(
    ({ du, valeur }) => `${valeurCitee(parametre, valeur)} depuis le ${dateEnLettres(du)}`,
  );
  return `${parametre.libelle} (${enumerer(valeurs, 'et')})`;
}
