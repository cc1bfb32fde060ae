/** What the server answers to the script of a declaration's form. */
export interface ReponseDAnalyse {
  /** Paths of the fields whose text cannot be read. */
  readonly erreurs: readonly string[];
  /** HTML to show beside fields, by path; a field absent from here has nothing to say. */
  readonly retours: Readonly<Record<string, string>>;
  readonly estimation: string;
  readonly controles: string;
  /** Fields that findings ask for and that are to be shown. */
  readonly exiges: readonly string[];
  readonly totaux: Readonly<Record<string, string>>;
  /** Read aloud when it changes. */
  readonly annonce: string;
}
/** What others saved made of a save. */
export interface FusionServie {
  /** Texts taken over from others, or chosen theirs, by path. */
  readonly repris: Readonly<Record<string, string>>;
  /**
   * Lists whose rows are no longer those that were sent: each row, and the rank it was sent under, if it was.
   */
  readonly lignes: Readonly<
    Record<
      string,
      readonly { readonly ligne: Readonly<Record<string, string>>; readonly saisie: number | null }[]
    >
  >;
  /** Fields and lists that are not recorded as they were sent. */
  readonly enAttente: readonly string[];
  /** The choices to make, as HTML; '' when there is none. */
  readonly disputes: string;
  readonly nombre: number;
  /** What was taken over, in words. */
  readonly phrase: string;
}
export interface ReponseDEnregistrement extends ReponseDAnalyse {
  readonly version: number;
  readonly enregistreA: string;
  /** Who else is typing; '' when nobody. */
  readonly presence: string;
  readonly fusion: FusionServie | null;
}
