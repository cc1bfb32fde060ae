import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { parNumero, recouvre } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { comparerFormulaires } from '#src/domain/formulaire/comparer.ts';
import { NumeroTropBas } from '#src/domain/politique/versions/refus.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import {
  comparer,
  comparerFichiersDeParametres,
  comparerReferentiels,
  niveauRespecte,
  type ComparaisonDeJeux,
  type ComparaisonDeStructure,
} from '#src/engine/comparer/index.ts';
import { comparerVersions, compiler, type FichierClos, type JeuCompile } from '#src/engine/index.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

/** The version a new one is compared with. */
export interface VersionPrecedente {
  readonly empreinte: string;
  readonly numero: string;
  readonly canonique: string;
}

/**
 * The highest version in force on one of these days, as known now; failing that the highest approved one. One
 * query.
 */
export async function versionPrecedente(
  { em }: UniteDeLecture,
  genre: GenreDeVersion,
  jeu: string,
  jours: Jours,
): Promise<VersionPrecedente | null> {
  const [precedente] = await lireLignes(
    em,
    tables
      .selectFrom('version_regle as v')
      .select(['v.empreinte', 'v.numero', 'v.canonique'])
      .where('v.genre', '=', genre)
      .where('v.jeu', '=', jeu)
      .orderBy(
        ({ exists, selectFrom }) =>
          exists(
            selectFrom('activation as a')
              .select('a.id')
              .whereRef('a.empreinte', '=', 'v.empreinte')
              .where('a.connu_au', 'is', null)
              .where(({ ref }) => recouvre(ref('a.effective'), jours)),
          ),
        'desc',
      )
      .orderBy(({ ref }) => parNumero(ref('v.numero')), 'desc')
      .limit(1),
  );
  return precedente ?? null;
}

/** Any two versions of one file, by meaning. */
export type ComparaisonDeVersions = ComparaisonDeJeux | ComparaisonDeStructure;

/** A version to compare: what passed the gate has the shape of its kind. */
export interface VersionAComparer {
  readonly empreinte: string;
  readonly canonique: string;
}

/**
 * Compares two versions of a file by meaning.
 * @param completer gives a rule file the codes of its referentials
 * @throws FichierInvalide
 */
export function comparerContenus(
  genre: GenreDeVersion,
  avant: VersionAComparer,
  apres: VersionAComparer,
  completer: (clos: FichierClos) => FichierClos,
): ComparaisonDeVersions {
  const empreintes = { avant: avant.empreinte, apres: apres.empreinte };
  const lire = <T>({ canonique }: VersionAComparer): T => JSON.parse(canonique) as T;
  const compilerLa = (clos: FichierClos): JeuCompile => compiler(completer(clos), clos);
  switch (genre) {
    case 'regles':
      return comparer(compilerLa(lire(avant)), compilerLa(lire(apres)));
    case 'referentiel':
      return comparerReferentiels(lire(avant), lire(apres), empreintes);
    case 'parametres':
      return comparerFichiersDeParametres(lire(avant), lire(apres), empreintes);
    case 'formulaire':
      return comparerFormulaires(lire(avant), lire(apres), empreintes);
  }
}

/**
 * Compares a version with the one it replaces, by meaning, and holds its number to the level that follows.
 * @returns null when there is nothing to compare
 * @throws NumeroTropBas
 */
export function comparerALaPrecedente(
  {
    genre,
    jeu,
    numero,
    ...version
  }: VersionAComparer & { readonly genre: GenreDeVersion; readonly jeu: string; readonly numero: string },
  precedente: VersionPrecedente | null,
  completer: (clos: FichierClos) => FichierClos,
): ComparaisonDeVersions | null {
  if (!precedente) return null;
  if (comparerVersions(numero, precedente.numero) <= 0)
    throw new NumeroTropBas(
      `Le numéro ${numero} doit suivre celui de la version ${precedente.numero} de « ${jeu} », que la vôtre remplace.`,
    );
  const comparaison = comparerContenus(genre, precedente, version, completer);
  const { message } = niveauRespecte(comparaison);
  if (message !== null) throw new NumeroTropBas(`${message} (${comparaison.raisons.join(' ; ')}.)`);
  return comparaison;
}
