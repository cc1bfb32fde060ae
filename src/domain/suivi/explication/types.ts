/**
 * A recorded decision explained in French: plain JSON, the same for the screens, the shell and the letter.
 */
import type { EtatDeDecision, Gravite } from '#src/engine/format.ts';
import type { FormuleRendue, SourceCitee } from '#src/engine/rendu/types.ts';

export interface IssueExpliquee {
  readonly libelle: string;
  readonly gravite: Gravite;
  readonly graviteEnClair: string;
}

/** What was decided upon. */
export interface CasExplique {
  /** Name of the record's kind, e.g. `Declaration`, and its id: what a screen links to. */
  readonly type: string;
  readonly id: string;
  /** « Déclaration réelle 2025 – Ram Les Marins marrants ». */
  readonly libelle: string;
  /** Step and row of the case: « Fermeture 1 ». */
  readonly precision: string | null;
  /** The reader may open it. */
  readonly ouvrable: boolean;
}

export interface VersionAppliquee {
  readonly empreinte: string;
  readonly numero: string;
  /** Days it ruled, as was known when the decision was taken; `au` is the last day included. */
  readonly du: string | null;
  readonly au: string | null;
  /** « depuis le 1er janvier 2015 ». */
  readonly periode: string;
  /** Since when the registry knew it, ISO 8601; null when it never ruled that day. */
  readonly connueDu: string | null;
}

/** What a rule, a value or a formula stands on, in words. */
export interface AppuiExplique {
  readonly sources: readonly SourceCitee[];
  readonly certitude: string;
  readonly certitudeEnClair: string;
  readonly question: QuestionPosee | null;
}

export interface QuestionPosee {
  readonly texte: string;
  readonly a: string | null;
  /** The answer in the version applied; null: it was open then. */
  readonly reponse: string | null;
}

export interface ConstatExplique {
  readonly regle: string;
  readonly titre: string;
  readonly issue: string;
  readonly gravite: Gravite;
  readonly graviteEnClair: string;
  /** « Une personne décide », « Les textes ne tranchent pas »; null when the rule decides. */
  readonly etatEnClair: string | null;
  readonly message: string;
  readonly corriger: string;
  readonly appui: AppuiExplique;
}

/** A value read, written for a person with its unit. */
export interface ValeurExpliquee {
  readonly nom: string;
  readonly libelle: string;
  readonly valeur: string;
}

export interface FaitExplique extends ValeurExpliquee {
  /** Screen or table it came from. */
  readonly origine: string;
}

export interface ParametreExplique extends ValeurExpliquee {
  /** Since when it has this value, `AAAA-MM-JJ` and in words. */
  readonly du: string;
  readonly duEnClair: string;
  /** Counted for this very case: not, for instance, the limit of another role that a formula reads too. */
  readonly pourCeCas: boolean;
  readonly appui: AppuiExplique;
}

export interface CalculExplique extends ValeurExpliquee {
  /** Cases tried in order. */
  readonly formule: FormuleRendue['cas'];
  readonly appui: AppuiExplique;
}

export interface ConditionExpliquee {
  readonly texte: string;
  readonly resultat: boolean;
  /** False when another condition had settled the rule before: this one did not count. */
  readonly atteinte: boolean;
  readonly conditions: readonly ConditionExpliquee[];
}

export interface RegleExaminee {
  readonly regle: string;
  readonly titre: string;
  readonly issue: string;
  readonly declenchee: boolean;
  readonly condition: ConditionExpliquee;
}

/** What was left aside, and why. */
export interface NonExamine {
  readonly libelle: string;
  readonly pourquoi: string;
}

/** Another outcome, and each fact which, changed alone, gives it. */
export interface Alternative {
  readonly issue: string;
  readonly changements: readonly {
    readonly fait: string;
    readonly de: string;
    readonly vers: string;
    readonly phrase: string;
  }[];
}

/** What a person decided after the rules. */
export interface SuiteHumaine {
  /** « Suspension de la prestation de service »; what is asked while nothing is decided. */
  readonly libelle: string;
  readonly motif: string | null;
  /** Instant, ISO 8601. */
  readonly le: string;
  /** Who, for a reader of the Caf; null for others. */
  readonly par: string | null;
  readonly instance: string | null;
  readonly seanceLe: string | null;
  readonly estimationAvant: string | null;
  readonly estimationApres: string | null;
  /** False: the decision was only asked for. */
  readonly rendue: boolean;
}

export interface Explication {
  readonly id: string;
  /** Short reference, for a letter: the first twelve digits of the identifier. */
  readonly reference: string;
  /** Title of the rule file. */
  readonly titre: string;
  readonly jeu: string;
  readonly etat: EtatDeDecision;
  readonly etatEnClair: string;
  readonly issues: readonly IssueExpliquee[];
  readonly cas: CasExplique;
  readonly caf: { readonly id: string; readonly nom: string; readonly fuseau: string };
  readonly partenaire: { readonly id: string; readonly nom: string } | null;
  readonly dateReference: string;
  readonly dateEnClair: string;
  /** What that date is: « premier jour de fermeture ». */
  readonly dateDeReference: string;
  /** Instant the decision was taken at, ISO 8601 and in words at the Caf. */
  readonly priseLe: string;
  readonly priseLeEnClair: string;
  readonly version: VersionAppliquee;
  readonly constats: readonly ConstatExplique[];
  /** Facts missing, in words; the decision is suspended while there is one. */
  readonly manquants: readonly string[];
  /** Results the decision gave. */
  readonly resultats: readonly ValeurExpliquee[];
  readonly faits: readonly FaitExplique[];
  readonly parametres: readonly ParametreExplique[];
  readonly calculs: readonly CalculExplique[];
  readonly regles: readonly RegleExaminee[];
  readonly nonExamine: {
    readonly faits: readonly NonExamine[];
    readonly parametres: readonly NonExamine[];
    readonly regles: readonly NonExamine[];
  };
  readonly alternatives: readonly Alternative[];
  /** Why no other outcome was looked for; null when it was. */
  readonly sansAlternative: string | null;
  /** Fictitious values that counted. */
  readonly fictives: readonly string[];
  readonly suite: SuiteHumaine | null;
}
