import type { AnomalieMontree } from '#admin/ecrans/atelier/brouillon/client.ts';

/** Names of the file being edited, proposed as one types. */
export interface NomsProposes {
  readonly faits: readonly { readonly nom: string; readonly libelle: string }[];
  readonly parametres: readonly { readonly nom: string; readonly libelle: string }[];
  readonly citations: readonly { readonly nom: string; readonly libelle: string }[];
  readonly questions: readonly { readonly nom: string; readonly libelle: string }[];
  readonly messages: readonly { readonly nom: string; readonly libelle: string }[];
  readonly issues: readonly { readonly nom: string; readonly libelle: string }[];
}

export interface OptionsDEditeur {
  readonly texte: string;
  readonly nonce: string;
  readonly schema: unknown;
  readonly libelle: string;
  readonly lectureSeule: boolean;
  readonly noms: () => NomsProposes;
  readonly changer: (texte: string) => void;
}

/** A text editor on the page. */
export interface Editeur {
  /** Replaces the text by its least difference: the caret stays, and it can be undone. */
  ecrire(texte: string): void;
  signaler(anomalies: readonly AnomalieMontree[]): void;
  allerA(ligne: number, colonne: number): void;
  detruire(): void;
}
