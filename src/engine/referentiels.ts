/**
 * Facts whose values are the codes of a referential: the closed file names it, and is given its codes before it is compiled.
 * What a code means on a day follows the version of that day; the hash of the rule file stays that of what was published.
 */
import type { FichierClos } from './cloture.ts';
import { FichierInvalide } from './erreurs.ts';
import type { DeclarationDeFait, EntreeDeReferentiel, FichierDeReferentiel, Propriete } from './format.ts';
import { comparerVersions } from './versions.ts';

/** A version of a referential. */
export interface Referentiel {
  readonly empreinte: string;
  readonly entrees: readonly EntreeDeReferentiel[];
}
/** Finds a referential by its id. */
export type TrouverReferentiel = (id: string) => Referentiel | undefined;

/** A rule file with the codes of the referentials its facts name. */
export interface FichierResolu {
  readonly fichier: FichierClos;
  /** Hash of each referential it was given. */
  readonly referentiels: Readonly<Record<string, string>>;
}

const SEPARATEUR = '/';

/** Referentials the facts of a file name, each once. */
export const referentielsCites = ({ faits }: Pick<FichierClos, 'faits'>): string[] => [
  ...new Set(
    Object.values(faits).flatMap(({ referentiel }) => referentiel?.split(SEPARATEUR).slice(0, 1) ?? []),
  ),
];

/** Gives a closed file the codes of its referentials. @throws FichierInvalide when one does not exist */
export function resoudre(fichier: FichierClos, trouver: TrouverReferentiel): FichierResolu {
  if (referentielsCites(fichier).length === 0) return { fichier, referentiels: {} };
  const referentiels: Record<string, string> = {};
  const faits = Object.fromEntries(
    Object.entries(fichier.faits).map(([nom, fait]): [string, DeclarationDeFait] => {
      if (fait.referentiel === undefined) return [nom, fait];
      const [id = '', liste] = fait.referentiel.split(SEPARATEUR);
      const trouve = trouver(id);
      const lignes = trouve && lignesDe(trouve.entrees, liste);
      if (!trouve || !lignes || lignes.length === 0)
        throw new FichierInvalide(`${fichier.id} ${fichier.version}`, [
          {
            controle: 'references',
            chemin: `/faits/${nom}/referentiel`,
            message: `le référentiel « ${fait.referentiel} » n’existe pas.`,
          },
        ]);
      referentiels[id] = trouve.empreinte;
      return [
        nom,
        {
          ...fait,
          valeurs: lignes.map(({ code }) => code),
          libelles: Object.fromEntries(lignes.map(({ code, libelle }) => [code, libelle])),
        },
      ];
    }),
  );
  return { fichier: { ...fichier, faits }, referentiels };
}

/** Lines of a referential, or those of a list within each of them: `services/roles`. */
function lignesDe(
  entrees: readonly EntreeDeReferentiel[],
  liste: string | undefined,
): readonly Pick<EntreeDeReferentiel, 'code' | 'libelle'>[] {
  if (liste === undefined) return entrees;
  return entrees.flatMap((entree) => {
    const dedans = entree[liste];
    return estUneListe(dedans) ? dedans.filter(estUneLigne) : [];
  });
}

const estUneListe = (propriete: Propriete | undefined): propriete is readonly Propriete[] =>
  Array.isArray(propriete);
const estUneLigne = (
  propriete: Propriete,
): propriete is { readonly code: string; readonly libelle: string } =>
  typeof propriete === 'object' &&
  propriete !== null &&
  'code' in propriete &&
  typeof propriete.code === 'string' &&
  typeof propriete.libelle === 'string';

/**
 * Finds referentials among versions of several: each with every code any of its versions has, as the highest one says it.
 * For who judges no case of one day.
 */
export function reunis(fichiers: readonly FichierDeReferentiel[]): TrouverReferentiel {
  return (id) => {
    const siens = fichiers
      .filter((fichier) => fichier.id === id)
      .toSorted((a, b) => comparerVersions(a.version, b.version));
    if (siens.length === 0) return undefined;
    const parCode = new Map<string, EntreeDeReferentiel>();
    for (const { entrees } of siens) for (const entree of entrees) parCode.set(entree.code, entree);
    return { empreinte: siens.map(({ version }) => version).join(' '), entrees: [...parCode.values()] };
  };
}
