/** What the page starts with, and how it says which build it is of. */
import type { DescripteurChamp } from '#admin/definition/types/champ.ts';

export interface Avis {
  readonly type: 'success' | 'error' | 'info' | 'warning';
  readonly message: string;
}

/** Metadata of a resource, as the page carries it: trimmed to the reader's role. */
export interface RessourceJson {
  readonly id: string;
  readonly libelle: string;
  readonly singulier: string;
  readonly groupe: string | null;
  readonly description?: string;
  readonly href: string | null;
  readonly listable: boolean;
  readonly colonnes: readonly DescripteurChamp[];
  readonly filtres: readonly DescripteurChamp[];
  readonly recherche: string | null;
  /** Resource-level actions: « Créer… ». Those the reader may not start come back closed with the list. */
  readonly actionsDeListe: readonly {
    readonly nom: string;
    readonly libelle: string;
    readonly principale: boolean;
  }[];
  /** Screens that stand in place of the generic one, by action. */
  readonly ecrans: Readonly<Record<string, string>>;
}

export interface EcranJson {
  readonly nom: string;
  readonly libelle: string;
  readonly groupe: string | null;
  readonly href: string;
}

/** Who is signed in, as the page carries it. */
export interface SessionGestion {
  readonly id: string;
  readonly nom: string;
  readonly profil: string;
  readonly caf: string | null;
  readonly fuseau: string;
  /** The account opens other spaces too. */
  readonly autresProfils: boolean;
}

/** Header by which a page says which build its scripts are of. */
export const VERSION_DE_LA_PAGE = 'X-Gestion-Version';
