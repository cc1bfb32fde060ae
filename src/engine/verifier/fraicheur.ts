/**
 * How fresh a file is: what nobody has read again on its text for too long, and what its rules and values
 * cite.
 */
import { Jour, ajouterMois } from '#src/engine/dates.ts';
import type {
  FichierDeParametres,
  FichierDeRegles,
  Parametre,
  ParametrePartage,
  Source,
} from '#src/engine/format.ts';
import { appuis, appuisDesParametres } from './appuis.ts';

/**
 * What carries dates of verification: a rule file, a shared parameter file or, by its sources alone, a form.
 */
export interface FichierDate {
  readonly sources: readonly Pick<Source, 'id' | 'titre' | 'lieu' | 'verifieLe'>[];
  readonly parametres?: Readonly<Record<string, Parametre | ParametrePartage>>;
}

/** A value or a source to read again on its text. */
export interface AReverifier {
  readonly genre: 'valeur' | 'source';
  /** Name of the parameter, or id of the source. */
  readonly nom: string;
  /** Label of the parameter; title and place of the source. */
  readonly libelle: string;
  /** First day of the value; null for a source. */
  readonly du: string | null;
  /** `AAAA-MM-JJ`. */
  readonly verifieLe: string;
}

/**
 * The day, `delai` months before `jour` (`AAAA-MM-JJ`), before which a verification is too old: on that very
 * day it is still fresh.
 */
export function limiteDeFraicheur(jour: string, delai: number): string {
  return ajouterMois(new Jour(jour), -delai).iso;
}

/**
 * Values and sources last verified before `limite`, the oldest first. Shared parameters answer for theirs, in
 * their own file.
 */
export function aReverifier({ sources, parametres = {} }: FichierDate, limite: string): AReverifier[] {
  const tous: AReverifier[] = [
    ...Object.entries(parametres).flatMap(([nom, parametre]) =>
      'partage' in parametre
        ? []
        : parametre.valeurs.map(({ du, derniereVerification }) => ({
            genre: 'valeur' as const,
            nom,
            libelle: parametre.libelle,
            du,
            verifieLe: derniereVerification,
          })),
    ),
    ...sources.map(({ id, titre, lieu, verifieLe }) => ({
      genre: 'source' as const,
      nom: id,
      libelle: `${titre}, ${lieu}`,
      du: null,
      verifieLe,
    })),
  ];
  return tous
    .filter(({ verifieLe }) => verifieLe < limite)
    .sort((a, b) => (a.verifieLe < b.verifieLe ? -1 : a.verifieLe > b.verifieLe ? 1 : 0));
}

/** Citations of points by the rules, values and derived facts of a file: a point cited twice counts twice. */
export function compterCitations(fichier: FichierDeRegles | FichierDeParametres): number {
  const liste = fichier.format === 'mcp.regles/1' ? appuis(fichier) : appuisDesParametres(fichier.parametres);
  return liste.reduce((somme, { sources }) => somme + sources.length, 0);
}
