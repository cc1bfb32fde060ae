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
export interface ReponseDEnregistrement extends ReponseDAnalyse {
  readonly version: number;
  readonly enregistreA: string;
}
