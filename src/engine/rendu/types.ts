/** A version of a rule file as French a person reads: plain JSON, for any screen or printout. */
import type { Certitude, Gravite, TypeDeFait, ValeurJson } from '#src/engine/format.ts';

/** A cited point of a source, in clear. */
export interface SourceCitee {
  /** `SRC-1#a`, as the file writes it. */
  readonly reference: string;
  /** Kind of document, in French: « Circulaire ». */
  readonly nature: string;
  readonly titre: string;
  readonly lieu: string;
  /** The point, in our own words. */
  readonly resume: string;
  /** A weak source: neither law nor regulation nor reference document. */
  readonly faible: boolean;
  readonly verifieLe: string;
}

/** What a rule or a value stands on. */
export interface Appui {
  readonly sources: readonly SourceCitee[];
  readonly certitude: Certitude;
  /** « Interprétation de la source ». */
  readonly certitudeEnClair: string;
  /** The open or answered question it depends on. */
  readonly question: string | null;
}

/** A condition in words: one sentence, or sentences joined. */
export type ConditionRendue =
  | {
      readonly genre: 'phrase';
      readonly texte: string;
      readonly fait: string;
      readonly parametre: string | null;
    }
  | { readonly genre: 'toutes' | 'une'; readonly conditions: readonly ConditionRendue[] }
  | { readonly genre: 'aucune'; readonly condition: ConditionRendue };

export interface RegleRendue {
  readonly id: string;
  readonly titre: string;
  readonly conditions: ConditionRendue;
  readonly issue: IssueRendue;
  readonly message: { readonly quoi: string; readonly corriger: string };
  /** Labels of the facts a screen points at. */
  readonly champs: readonly string[];
  readonly appui: Appui;
}

export interface IssueRendue {
  readonly code: string;
  readonly libelle: string;
  readonly gravite: Gravite;
  readonly graviteEnClair: string;
  /** « Une personne décide », « Les textes ne tranchent pas »; null when the rule decides. */
  readonly etatEnClair: string | null;
  /** What a human may answer. */
  readonly choix: readonly string[];
}

export interface ValeurRendue {
  readonly du: string;
  /** Last day included, or null while no later value is written. */
  readonly au: string | null;
  /** « du 1er janvier 2015 au 31 décembre 2019 », « depuis le 1er janvier 2020 ». */
  readonly periode: string;
  /** In French, with its unit. */
  readonly texte: string;
  /** As the file writes it, to draw or to edit. */
  readonly valeur: ValeurJson;
  readonly derniereVerification: string;
  readonly appui: Appui;
}

export interface ParametreRendu {
  readonly nom: string;
  readonly libelle: string;
  readonly type: TypeDeFait;
  readonly unite: string;
  /** Shared parameter file it comes from, when it does. */
  readonly partage: string | null;
  readonly options: readonly { readonly valeur: string; readonly libelle: string }[];
  readonly valeurs: readonly ValeurRendue[];
}

/** A formula in words: one expression, or cases tried in order. */
export interface FormuleRendue {
  readonly cas: readonly { readonly si: string | null; readonly alors: string }[];
  /** As the file writes it. */
  readonly texte: string;
}

export interface CalculRendu {
  readonly nom: string;
  readonly libelle: string;
  readonly unite: string;
  readonly formule: FormuleRendue;
  /** Computed only when this holds. */
  readonly siPossible: ConditionRendue | null;
  readonly appui: Appui;
}

export interface FaitRendu {
  readonly nom: string;
  readonly libelle: string;
  readonly type: TypeDeFait;
  readonly unite: string;
  /** « De 0 à 12 », « Ram, Eaje ou Alsh »… empty when anything of the type goes. */
  readonly domaine: string;
  readonly options: readonly { readonly valeur: string; readonly libelle: string }[];
  readonly min: ValeurJson | null;
  readonly max: ValeurJson | null;
  readonly origine: string;
  /** « Toujours nécessaire », « Nécessaire si… ». */
  readonly besoin: string;
  readonly informatif: boolean;
}

export interface QuestionRendue {
  readonly id: string;
  readonly texte: string;
  readonly a: string | null;
  readonly reponse: string | null;
  /** Rules, values and formulas that depend on it, in French. */
  readonly concerne: readonly string[];
  /** Ids of the rules among them: a case waits on the question when one of these fired. */
  readonly regles: readonly string[];
}

export interface SourceRendue {
  readonly id: string;
  readonly nature: string;
  readonly faible: boolean;
  readonly titre: string;
  readonly lieu: string;
  readonly dateDuTexte: string | null;
  readonly verifieLe: string;
  readonly points: readonly { readonly reference: string; readonly resume: string }[];
}

export interface ScenarioRendu {
  readonly id: string;
  readonly titre: string;
  readonly date: string;
  readonly faits: readonly { readonly libelle: string; readonly valeur: string }[];
  readonly issues: readonly string[];
  readonly regles: readonly string[];
}

export interface FichierRendu {
  readonly id: string;
  readonly version: string;
  readonly titre: string;
  readonly resume: string;
  /** « Applicable depuis le 1er janvier 2015, sans date de fin. » */
  readonly validite: string;
  readonly applicable: { readonly du: string; readonly au: string | null };
  readonly dateDeReference: string;
  /** How the rules are put together, in a sentence. */
  readonly strategie: string;
  readonly issues: readonly IssueRendue[];
  readonly messages: readonly { readonly cle: string; readonly quoi: string }[];
  readonly regles: readonly RegleRendue[];
  /** Outcome when no rule holds; null when one always must. */
  readonly siAucuneRegle: IssueRendue | null;
  readonly parametres: readonly ParametreRendu[];
  readonly calculs: readonly CalculRendu[];
  readonly faits: readonly FaitRendu[];
  /** What the facts must respect among themselves, in French. */
  readonly contraintes: readonly { readonly id: string; readonly message: string }[];
  readonly questions: readonly QuestionRendue[];
  readonly sources: readonly SourceRendue[];
  readonly scenarios: readonly ScenarioRendu[];
  /** Fictitious values, each named for a reader. */
  readonly fictives: readonly string[];
}
