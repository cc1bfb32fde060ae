/** How a file is named on the command line: « quotas », or « parametres/ram » where two kinds share a name. */
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import {
  GENRES,
  GENRES_DE_VERSION,
  genreDuDossier,
  type GenreDeVersion,
} from '#src/domain/politique/versions/genre.ts';

/** Folders that tell a kind; rule files need none. */
export const DOSSIERS: readonly string[] = GENRES_DE_VERSION.flatMap((genre) => GENRES[genre].dossier ?? []);
export const NOM_DE_FICHIER = `<jeu | ${DOSSIERS.map((dossier) => `${dossier}/nom`).join(' | ')}>`;

/** The kind and the name a person meant; the kind is undefined when he did not say it. */
export function lireNom(nom: string): { readonly genre: GenreDeVersion | undefined; readonly jeu: string } {
  const [premier = '', second] = nom.split('/');
  if (second === undefined) return { genre: undefined, jeu: premier };
  if (premier !== 'regles' && !DOSSIERS.includes(premier))
    throw new UsageInvalide(`« ${nom} » n’est pas un nom de fichier : écrivez ${NOM_DE_FICHIER}.`);
  return { genre: genreDuDossier(premier), jeu: second };
}

/** The kinds a name may be of, rule files first: they are meant by a bare name where two share it. */
export const genresDits = (genre: GenreDeVersion | undefined): readonly GenreDeVersion[] =>
  genre === undefined ? ['regles', ...GENRES_DE_VERSION.filter((un) => un !== 'regles')] : [genre];
