/** The files that use the values of a shared parameter file: they name the version they take. */
import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { activationsConnues, recouvre } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { remplacer } from '#src/engine/text-edit/texte.ts';
import { commun, type Jours } from '#src/domain/politique/versions/activations.ts';

/** A version in force or programmed that uses the values, on the days it would be taken up. */
export interface Employeur extends Jours {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  readonly texte: string;
  /** The version of the values it takes. */
  readonly cite: string;
}

/** JSON pointers of what a text takes from a shared file, and the version it takes. */
function citations(texte: string, partage: string): { readonly chemin: string; readonly version: string }[] {
  const { parametres = {} } = JSON.parse(texte) as {
    readonly parametres?: Readonly<Record<string, { readonly partage?: string; readonly version?: string }>>;
  };
  return Object.entries(parametres).flatMap(([nom, parametre]) =>
    parametre.partage === partage && parametre.version !== undefined
      ? [{ chemin: `/parametres/${nom}/version`, version: parametre.version }]
      : [],
  );
}

/** Whether a text takes these values at this version, and at no other. */
export function citeVersion(texte: string, partage: string, numero: string): boolean {
  try {
    const citees = citations(texte, partage);
    return citees.length > 0 && citees.every(({ version }) => version === numero);
  } catch {
    // A draft that is no JSON takes nothing.
    return false;
  }
}

/**
 * The versions that rule some of these days and take other values than those of `numero`; a stretch of days
 * each.
 */
export async function employeursDe(
  { em }: Pick<UniteDeLecture, 'em'>,
  partage: string,
  numero: string,
  jours: Jours,
): Promise<Employeur[]> {
  const lignes = await lireLignes(
    em,
    activationsConnues
      .select(['v.genre', 'v.jeu', 'v.numero', 'v.empreinte', 'v.texte', 'a.du', 'a.au'])
      .where('a.genre', '<>', 'parametres')
      .where(({ ref }) => recouvre(ref('a.effective'), jours))
      .where(({ ref }) => sql<boolean>`position(${`"${partage}"`} in ${ref('v.texte')}) > 0`)
      .orderBy('a.genre', 'desc')
      .orderBy('a.jeu')
      .orderBy('a.du', (ordre) => ordre.asc().nullsFirst()),
  );
  return lignes.flatMap((ligne): Employeur[] => {
    const cite = citations(ligne.texte, partage).find(({ version }) => version !== numero)?.version;
    const communs = commun(joursDe(ligne), jours);
    return cite === undefined || communs === null ? [] : [{ ...ligne, ...communs, cite }];
  });
}

/** The text with the new values taken, under another number; all the rest as it was written. */
export const reporterValeurs = (
  texte: string,
  partage: string,
  numero: string,
  sousLeNumero: string,
): string =>
  citations(texte, partage).reduce(
    (repris, { chemin }) => remplacer(repris, chemin, numero),
    remplacer(texte, '/version', sousLeNumero),
  );
