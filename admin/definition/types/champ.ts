/** How a value is shown, typed and filtered, on the server and in the browser. Types only. */

/** How a value is shown, typed and filtered. */
export type Genre =
  | 'texte'
  | 'texte-long'
  | 'courriel'
  | 'telephone'
  | 'lien'
  | 'entier'
  | 'annee'
  | 'decimal'
  | 'etp'
  | 'euro'
  | 'date'
  | 'instant'
  | 'booleen'
  | 'choix'
  | 'choix-multiple'
  | 'reference'
  | 'identifiant';

export type Ton = 'neutre' | 'info' | 'succes' | 'attention' | 'erreur';

export interface Option {
  readonly valeur: string;
  readonly libelle: string;
  readonly ton?: Ton;
  /** One line under the option, for radio buttons and boxes. */
  readonly aide?: string;
  /** In a form: offered only when another field has one of these values. */
  readonly si?: { readonly champ: string; readonly vaut: readonly string[] };
}

/** A column, a filter or a shown value. */
export interface DescripteurChamp {
  readonly nom: string;
  readonly libelle: string;
  readonly genre: Genre;
  readonly options?: readonly Option[];
  /** Resource a `reference` points to. */
  readonly ressource?: string;
  readonly triable?: boolean;
  readonly aide?: string;
}

export interface Cellule {
  readonly genre: Genre;
  readonly valeur: unknown;
  readonly libelle?: string;
  readonly ton?: Ton;
  readonly href?: string;
}
