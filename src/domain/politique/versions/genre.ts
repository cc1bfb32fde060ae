/** Kinds of governed files, in the order they name each other: what others name comes first. */
export const GENRES_DE_VERSION = ['referentiel', 'parametres', 'regles', 'formulaire'] as const;
export type GenreDeVersion = (typeof GENRES_DE_VERSION)[number];

interface Genre {
  /** Folder of `rules/`; null for rule files, which lie at its top, a folder each. */
  readonly dossier: string | null;
  /** What such a file says of itself. */
  readonly format: string;
  /** Schema of `rules/schemas/`. */
  readonly schema: string;
}

/** What tells each kind apart. */
export const GENRES: Readonly<Record<GenreDeVersion, Genre>> = {
  referentiel: {
    dossier: 'referentiels',
    format: 'mcp.referentiel/1',
    schema: 'referentiel.schema.json',
  },
  parametres: { dossier: 'parametres', format: 'mcp.parametres/1', schema: 'parametres.schema.json' },
  regles: { dossier: null, format: 'mcp.regles/1', schema: 'regles.schema.json' },
  formulaire: { dossier: 'formulaires', format: 'mcp.formulaire/1', schema: 'formulaire.schema.json' },
};

/** Folders of `rules/` that hold no rule file. */
export const DOSSIERS_A_PART: readonly string[] = [
  ...GENRES_DE_VERSION.flatMap((genre) => GENRES[genre].dossier ?? []),
  'schemas',
];

/** Kind of the files of a folder of `rules/`. */
export const genreDuDossier = (dossier: string): GenreDeVersion =>
  GENRES_DE_VERSION.find((genre) => GENRES[genre].dossier === dossier) ?? 'regles';

/** What a file may say it is. */
export const FORMATS: readonly string[] = GENRES_DE_VERSION.map((genre) => GENRES[genre].format);

/** Kind a file says it is; undefined when it says none we know. */
export const genreDuFormat = (format: unknown): GenreDeVersion | undefined =>
  GENRES_DE_VERSION.find((genre) => GENRES[genre].format === format);

/** A file as people name it: `quotas`, `parametres/ram`. */
export const nomDeFichier = (genre: GenreDeVersion, jeu: string): string =>
  GENRES[genre].dossier === null ? jeu : `${GENRES[genre].dossier}/${jeu}`;

/** Files in the order they name each other. */
export const dansLOrdre = <T extends { readonly genre: GenreDeVersion }>(fichiers: readonly T[]): T[] =>
  fichiers.toSorted((a, b) => GENRES_DE_VERSION.indexOf(a.genre) - GENRES_DE_VERSION.indexOf(b.genre));
