import type { FichierClos, FichierDeParametres, FichierDeReferentiel } from '#src/engine/index.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

/** A published version as the registry keeps it in memory. */
export interface VersionPubliee {
  readonly empreinte: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly canonique: string;
}

/** What the registry reads of a form definition; the rest belongs to the declaration domain. */
export interface EnTeteDeFormulaire {
  readonly id: string;
  readonly version: string;
  readonly applicable: { readonly du: string; readonly au: string | null };
  readonly typeEquipement: string;
}

/** A published version with its content parsed. */
export type VersionLue = { readonly empreinte: string; readonly numero: string; readonly jeu: string } & (
  | { readonly genre: 'regles'; readonly contenu: FichierClos }
  | { readonly genre: 'referentiel'; readonly contenu: FichierDeReferentiel }
  | { readonly genre: 'parametres'; readonly contenu: FichierDeParametres }
  | { readonly genre: 'formulaire'; readonly contenu: EnTeteDeFormulaire }
);

/** Parses a stored version. Its text passed the publication gate and its hash is checked by the database. */
export function ouvrirVersion({ empreinte, genre, jeu, numero, canonique }: VersionPubliee): VersionLue {
  const contenu: unknown = JSON.parse(canonique);
  switch (genre) {
    case 'regles':
      return { empreinte, jeu, numero, genre, contenu: contenu as FichierClos };
    case 'referentiel':
      return { empreinte, jeu, numero, genre, contenu: contenu as FichierDeReferentiel };
    case 'parametres':
      return { empreinte, jeu, numero, genre, contenu: contenu as FichierDeParametres };
    case 'formulaire':
      return { empreinte, jeu, numero, genre, contenu: contenu as EnTeteDeFormulaire };
  }
}
