import type { FichierClos, FichierDeReferentiel, QuestionOuverte } from '#src/engine/index.ts';
import type { Decision, EntreeDeReferentiel, ValeurJson } from '#src/engine/format.ts';

/** What the decision log keeps of one evaluation. */
export interface DecisionTracee {
  readonly decision: Decision;
  /** The facts it was made on: those given, without the ones its version does not declare. */
  readonly faits: Faits;
  /** Hash of each referential its facts name; null where they name none. */
  readonly referentiels: Referentiels;
  /** Rule by rule: condition, fact, value, threshold with its date. */
  readonly trace: unknown;
  /** Versions of the libraries the decision was made with. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** A decision nobody records. */
export type DecisionPrevue = Pick<DecisionTracee, 'decision' | 'faits'>;

/** Hash of a referential, by its id. */
export type Referentiels = Readonly<Record<string, string>> | null;

export type Faits = Readonly<Record<string, ValeurJson | null>>;

/**
 * Who has checked the names of the facts. `appelant`: our own code, which says what it gives in
 * `rules/appels.json`; a fact
 * that is not there and that the version in force does not declare is an error. `publie`: the gate a form
 * passed, or a former version of the file; those the
 * version in force does not declare are left out.
 */
export type FactSource = 'appelant' | 'publie';

/** A form definition in force, as published. */
export interface FormulairePublie {
  readonly id: string;
  readonly version: string;
  readonly empreinte: string;
  /** The parsed file; its type belongs to the declaration domain. */
  readonly definition: unknown;
}

/** A referential in force, as published. */
export interface ReferentielPublie {
  readonly id: string;
  readonly version: string;
  readonly empreinte: string;
  /** In the order of its lists; what each holds beside its name is the referential's own. */
  readonly entrees: readonly EntreeDeReferentiel[];
}

/** A parameter whose value is fictitious. */
export interface ValeurFictive {
  readonly nom: string;
  /** Named for a reader, with its rule file. */
  readonly libelle: string;
}

/** Days a version ruled, `[du, au)`, and since when that was known. */
export interface ActivationConnue {
  readonly du: string | null;
  readonly au: string | null;
  readonly connuDu: Date;
}

/** One parameter set to another of its admitted values. */
export interface Reponse {
  readonly parametre: string;
  readonly valeur: ValeurJson;
}

/** The published versions in force, as the domain sees them. A request keeps the one it began with. */
export interface Registre {
  /**
   * The registry as it is now: a unit of work keeps the versions it began with, whatever is published
   * meanwhile.
   */
  fige(): Registre;
  /** Whether a version of `jeu` is in force at `date`: a file delivered later may not be published yet. */
  estEnVigueur(jeu: string, date: string): boolean;
  /**
   * Whether the closed lists of values of the version of `jeu` in force at `date` have those of these facts: of a role
   * or a type that came later, an older version says nothing.
   */
  admet(jeu: string, date: string, faits: Faits): boolean;
  /**
   * Decides by the version of `jeu` in force at `date` (`AAAA-MM-JJ`). Throws the engine's refusals on wrong
   * facts.
   */
  decider(jeu: string, date: string, faits: Faits, source?: FactSource): Promise<DecisionTracee>;
  /**
   * What {@link decider} would decide, by the compiled evaluator alone, which remembers the cases it judged: fast,
   * and never a decision of record. Same refusals.
   */
  prevoir(jeu: string, date: string, faits: Faits, source?: FactSource): DecisionPrevue;
  /**
   * Decides by the version of `jeu` that was known, at the instant `connuLe`, to rule `date`: what would have
   * been decided then.
   */
  deciderConnuAu(jeu: string, date: string, connuLe: Date, faits: Faits): Promise<DecisionTracee>;
  /** Decides by one published version and those very referentials, in force or not: the replay of a past decision. */
  redecider(
    empreinte: string,
    date: string,
    faits: Faits,
    referentiels: Referentiels,
  ): Promise<DecisionTracee>;
  /**
   * Open questions that a published version settles by a parameter at `date`, each with the other answers it
   * admits.
   */
  questionsOuvertes(empreinte: string, date: string): readonly QuestionOuverte[];
  /**
   * What a published version would decide, an open question answered otherwise or not. Fast, and never a
   * decision of record.
   */
  deciderSelon(empreinte: string, date: string, faits: Faits, reponse: Reponse | null): Decision;
  /**
   * A published rule file by its hash, in force or not, or null; with those very referentials, by default with all that
   * any of their versions has.
   */
  reglesParEmpreinte(empreinte: string, referentiels?: Referentiels): FichierClos | null;
  /**
   * A closed file with the codes of the referentials its facts name: those in force at `date`; all that any of their
   * versions has, `autres` included, where null. @throws FichierInvalide when one does not exist
   */
  avecReferentiels(
    fichier: FichierClos,
    date: string | null,
    autres?: readonly FichierDeReferentiel[],
  ): FichierClos;
  /**
   * The days around `date` that a version ruled, as known at `connuLe`; by default as first known. Null when
   * it never ruled that day.
   */
  activationConnue(empreinte: string, date: string, connuLe: Date): ActivationConnue | null;
  /** Value of a parameter of a shared parameter file at `date`; exact decimals as strings. */
  parametre(fichier: string, nom: string, date: string): ValeurJson;
  /** The referential in force at `date`. @throws AucuneVersionApplicable */
  referentiel(id: string, date: string): ReferentielPublie;
  /** The form definition in force at `date` for an equipment type, or null. */
  formulaire(typeEquipement: string, date: string): FormulairePublie | null;
  /** A published form definition by its hash, in force or not. */
  formulaireParEmpreinte(empreinte: string): FormulairePublie | null;
  /** Values marked `fictif` in force at `date`, each named for a reader. Shown wherever they are used. */
  valeursFictives(date: string): readonly string[];
  /** Those of one published version, in force or not. */
  valeursFictivesDe(empreinte: string, date: string): readonly ValeurFictive[];
}
