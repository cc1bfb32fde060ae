import type { FichierClos } from '#src/engine/cloture.ts';
import type { FichierDeParametres } from '#src/engine/format.ts';
import type { GenreDeVersion } from '#src/domain/regle/version-regle.ts';

/** A published version as the registry keeps it in memory. */
export interface VersionPubliee {
  readonly empreinte: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly canonique: string;
}

/** What every published file says of itself, whatever its kind. */
export interface EnTete {
  readonly id: string;
  readonly version: string;
  readonly applicable?: { readonly du: string; readonly au: string | null };
  readonly typeEquipement?: string;
}

/** A published version with its content parsed. */
export type VersionLue = { readonly empreinte: string; readonly numero: string; readonly jeu: string } & (
  | { readonly genre: 'regles'; readonly contenu: FichierClos }
  | { readonly genre: 'parametres'; readonly contenu: FichierDeParametres }
  | { readonly genre: 'formulaire'; readonly contenu: EnTete }
);

/** Parses a stored version. Its text passed the publication gate and its hash is checked by the database. */
export function lireVersion({ empreinte, genre, jeu, numero, canonique }: VersionPubliee): VersionLue {
  const contenu: unknown = JSON.parse(canonique);
  switch (genre) {
    case 'regles': return { empreinte, jeu, numero, genre, contenu: contenu as FichierClos };
    case 'parametres': return { empreinte, jeu, numero, genre, contenu: contenu as FichierDeParametres };
    case 'formulaire': return { empreinte, jeu, numero, genre, contenu: contenu as EnTete };
  }
}

/** Highest semver first. */
export function parVersionDecroissante(a: { readonly numero: string }, b: { readonly numero: string }): number {
  const [x, y] = [a, b].map(({ numero }) => numero.split('.').map(Number));
  for (let rang = 0; rang < 3; rang += 1) {
    const ecart = (y?.[rang] ?? 0) - (x?.[rang] ?? 0);
    if (ecart !== 0) return ecart;
  }
  return 0;
}

/** Half-open interval: `du` included, `au` excluded. */
export function couvre(applicable: EnTete['applicable'], date: string): boolean {
  return applicable === undefined || (applicable.du <= date && (applicable.au === null || date < applicable.au));
}
