/** A record, its page and its tables. Types only. */
import type { Cellule, Ton } from '#admin/definition/types/champ.ts';
import type { DecisionMontree } from '#admin/definition/types/decision.ts';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

export interface LienDeFiche {
  readonly id: string;
  readonly libelle: string;
  /** Absent when the reader may not open it. */
  readonly href?: string;
}

/** A record as every answer carries it: only what the reader may see. */
export interface Enregistrement {
  readonly id: string;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly populated: Readonly<Record<string, LienDeFiche>>;
  readonly errors: Readonly<Record<string, { readonly message: string }>>;
  readonly baseError: { readonly message: string } | null;
  readonly recordActions: readonly unknown[];
  readonly bulkActions: readonly unknown[];
}

export interface SectionDeFiche {
  readonly titre: string;
  readonly intro?: string;
  /** Opens on demand. */
  readonly repliee?: boolean;
  readonly valeurs: readonly ({ readonly etiquette: string; readonly aide?: string } & Cellule)[];
}

/** An action of a table; closed, it says why. */
export interface ActionDeTable {
  readonly libelle: string;
  readonly href: string;
  readonly pourquoi?: RefusExplique;
  readonly principale?: boolean;
}

export interface TableDeFiche {
  readonly titre: string;
  readonly intro?: string;
  readonly colonnes: readonly string[];
  readonly lignes: readonly { readonly cle: string; readonly cellules: readonly Cellule[] }[];
  readonly vide: string;
  readonly actions?: readonly ActionDeTable[];
  /** Last line, e.g. the total of the columns. */
  readonly pied?: readonly Cellule[];
  /** Total when only the first lines are shown. */
  readonly voirTout?: { readonly libelle: string; readonly href: string };
}

export interface EtapeChronologie {
  readonly le: string;
  readonly titre: string;
  readonly acteur?: string;
  readonly detail?: string;
  readonly ton?: Ton;
}

export interface BoutonDeFiche {
  readonly nom: string;
  readonly libelle: string;
  readonly href: string;
  readonly variante: 'principale' | 'secondaire' | 'danger';
  /** Why the action cannot be done now; the button is then closed. */
  readonly pourquoi?: RefusExplique;
}

export interface FicheMontree {
  readonly titre: string;
  readonly surtitre: string;
  readonly etat?: { readonly libelle: string; readonly ton: Ton };
  readonly alertes?: readonly { readonly ton: Ton; readonly titre: string; readonly texte?: string }[];
  readonly sections: readonly SectionDeFiche[];
  readonly tables: readonly TableDeFiche[];
  /** Further sections and tables, in reading order. */
  readonly suite?: readonly (SectionDeFiche | TableDeFiche)[];
  readonly decisions: readonly DecisionMontree[];
  readonly chronologie: readonly EtapeChronologie[];
  readonly actions: readonly BoutonDeFiche[];
  /** A text shown as it is, such as a rule file. */
  readonly texteBrut?: { readonly titre: string; readonly contenu: string };
  /** The journal keeps what was done to it: asked for apart, page by page. */
  readonly historique: boolean;
}
