/** What differs between two versions of a rule file. Plain JSON. */
import type { Scenario } from '#src/engine/format.ts';

export type Niveau = 'majeur' | 'mineur' | 'correctif';

/** A value of a parameter that differs over an interval; `null` = no value. */
export interface ParametreChange {
  readonly nom: string;
  readonly libelle: string;
  readonly de: string | boolean | null;
  readonly vers: string | boolean | null;
  /** Half-open interval where the two differ; `au` null = without end. */
  readonly du: string;
  readonly au: string | null;
}

/** Entries of one section, by id. `modifies` names what changed in each, in French. */
export interface Differences {
  readonly ajoutes: readonly string[];
  readonly retires: readonly string[];
  readonly modifies: readonly { readonly id: string; readonly quoi: readonly string[] }[];
}
export type SectionComparee =
  | 'faits'
  | 'contraintes'
  | 'faitsDerives'
  | 'issues'
  | 'regles'
  | 'questions'
  | 'messages'
  | 'sources'
  | 'scenarios'
  | 'invariants';

/** Cases that go from one outcome to another, with one of them. */
export interface ChangementDeCas {
  /**
   * Outcome before and after: state, outcome codes, missing facts or refusal, and the results that differ.
   * French.
   */
  readonly avant: string;
  readonly apres: string;
  /** Rules or results that differ. */
  readonly causes: readonly string[];
  /** Ready for the new version: `attendu` is what the new version decides. */
  readonly temoin: Scenario;
}

export interface ComparaisonDeJeux {
  readonly jeu: string;
  readonly avant: { readonly version: string; readonly empreinte: string };
  readonly apres: { readonly version: string; readonly empreinte: string };
  readonly parametres: readonly ParametreChange[];
  readonly sections: Readonly<Record<SectionComparee, Differences>>;
  /** Envelope fields that differ: `titre`, `resume`, `applicable`, `decision`. */
  readonly enveloppe: readonly string[];
  readonly effets: readonly ChangementDeCas[];
  /** True when `effets` is empty by proof, or when each question was settled by a case. */
  readonly exacte: boolean;
  /** French: how it was established, and what was only sampled. */
  readonly methode: string;
  /** Level the new version number must rise by, at least. */
  readonly niveau: Niveau;
  /** French: why this level. */
  readonly raisons: readonly string[];
}

/**
 * What differs between two versions of a file that judges no case by itself: a referential, a parameter file,
 * a form definition. Plain JSON.
 */
export interface ComparaisonDeStructure
  extends Pick<
    ComparaisonDeJeux,
    'jeu' | 'avant' | 'apres' | 'parametres' | 'enveloppe' | 'niveau' | 'raisons'
  > {
  readonly genre: 'referentiel' | 'parametres' | 'formulaire';
  /** Only those that differ, under their French names. */
  readonly rubriques: readonly (Differences & { readonly libelle: string })[];
}

/** Whether the version numbers rise enough for what changed. */
export interface VerdictDeNiveau {
  readonly respecte: boolean;
  /** Smallest version number allowed after `avant`. */
  readonly versionMinimale: string;
  /** French sentence when not. */
  readonly message: string | null;
}
