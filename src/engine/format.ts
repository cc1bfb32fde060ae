/**
 * The rule file as TypeScript types: the shape `rules/schemas/regles.schema.json` checks.
 * Pure data; every other module of the engine reads a rule file through these names.
 */

/** Units a fact, a parameter or a derived fact may carry. Numbers with a unit are exact decimals. */
export type TypeDeFait =
  | 'booleen'
  | 'entier'
  | 'decimal'
  | 'euro'
  | 'etp'
  | 'euro-par-etp'
  | 'heure'
  | 'euro-par-heure'
  | 'place'
  | 'euro-par-place'
  | 'acte'
  | 'mois'
  | 'taux'
  | 'annee'
  | 'date'
  | 'enum'
  | 'texte';

export type Certitude = 'explicite' | 'interpretation' | 'silence-de-la-source' | 'fictif';
export type Gravite = 'bloquant' | 'avertissement' | 'information';

/** The four states of a decision, strongest first in {@link ORDRE_DES_ETATS}. */
export type EtatDeDecision = 'faits-manquants' | 'source-muette' | 'decision-humaine' | 'decide';
export const ORDRE_DES_ETATS: readonly EtatDeDecision[] = [
  'faits-manquants',
  'source-muette',
  'decision-humaine',
  'decide',
];

/** A value as it stands in a file: decimals are strings with a dot, dates `AAAA-MM-JJ`. */
export type ValeurJson = string | number | boolean;

export interface Source {
  readonly id: string;
  readonly type:
    | 'loi'
    | 'decret'
    | 'circulaire'
    | 'referentiel'
    | 'convention'
    | 'support-de-presentation'
    | 'page-institutionnelle'
    | 'presse'
    | 'note-interne';
  readonly titre: string;
  /** Slide, article, page: where in the document. */
  readonly lieu: string;
  readonly dateDuTexte: string | null;
  readonly verifieLe: string;
  /** Points cited as `<id>#<point>`, each summed up in our own words. */
  readonly points: Readonly<Record<string, string>>;
}

/** `{parametre}` stands where a constant may stand. */
export type Operande = ValeurJson | readonly ValeurJson[] | { readonly parametre: string };

export interface Comparaison {
  readonly fact: string;
  readonly operator:
    | 'equal'
    | 'notEqual'
    | 'in'
    | 'notIn'
    | 'lessThan'
    | 'lessThanInclusive'
    | 'greaterThan'
    | 'greaterThanInclusive';
  readonly value: Operande;
}
export type Condition =
  | Comparaison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };
/** json-rules-engine wants a group at the root. */
export type ConditionRacine = Exclude<Condition, Comparaison>;

export interface DeclarationDeFait {
  readonly libelle: string;
  readonly type: TypeDeFait;
  /** Domain of an `enum`. */
  readonly valeurs?: readonly string[];
  /** Referential whose codes are the domain of an `enum`, instead of `valeurs`: `types-equipement`, `services/roles`. */
  readonly referentiel?: string;
  /** French label of each value of an `enum`, for messages. */
  readonly libelles?: Readonly<Record<string, string>>;
  readonly min?: ValeurJson;
  readonly max?: ValeurJson;
  /** Screen or table the value comes from. */
  readonly origine: string;
  /** The fact is needed only when this holds over the other declared facts; absent = always needed. */
  readonly requisSi?: ConditionRacine;
  /** The fact is needed only when one of these declared facts is present (facts that are absent together). */
  readonly requisAvec?: readonly string[];
  /**
   * Never needed: what reads it knows nothing while it is absent. A fact added to a file in use, so that
   * former callers get their former answers.
   */
  readonly facultatif?: true;
  /** Recorded with the decision, read by no rule and no formula; never needed. */
  readonly informatif?: true;
}

/** A constraint between declared facts; broken, the facts are wrong and nothing is decided. */
export interface ContrainteDeFaits {
  readonly id: string;
  /** CEL boolean over declared facts; checked only when all the facts it reads are present. */
  readonly formule: string;
  /** The fact to name in the error. */
  readonly champ: string;
  /** French sentence: what is wrong and how to correct it. */
  readonly message: string;
}

export interface ValeurDatee {
  readonly du: string;
  readonly valeur: ValeurJson;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
  readonly derniereVerification: string;
}
export interface Parametre {
  readonly libelle: string;
  readonly type: TypeDeFait;
  readonly valeursPossibles?: readonly string[];
  /** French label of each value of an `enum`, for messages. */
  readonly libelles?: Readonly<Record<string, string>>;
  readonly valeurs: readonly ValeurDatee[];
}
/** Reference to a parameter of a shared parameter file (`rules/parametres/<jeu>/<version>.json`). */
export interface ParametrePartage {
  readonly partage: string;
  readonly version: string;
  readonly nom: string;
}

export interface FaitDerive {
  readonly libelle: string;
  readonly type: TypeDeFait;
  /** Domain of an `enum`. */
  readonly valeurs?: readonly string[];
  /** French label of each value of an `enum`, for messages. */
  readonly libelles?: Readonly<Record<string, string>>;
  /** CEL over declared facts, parameters, derived facts declared above it, and the closed library. */
  readonly formule: string;
  /** The formula is computed only when this holds; otherwise the derived fact is absent. */
  readonly siPossible?: ConditionRacine;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
}

export interface Issue {
  readonly libelle: string;
  readonly gravite: Gravite;
  readonly etat?: Exclude<EtatDeDecision, 'faits-manquants'>;
  readonly decideur?: string;
  readonly choix?: Readonly<Record<string, string>>;
}
export type BlocDeDecision =
  | {
      readonly strategie: 'unique';
      readonly siAucuneRegle: 'erreur';
      readonly siFaitManquant: 'suspendre';
      readonly issues: Readonly<Record<string, Issue>>;
    }
  | {
      readonly strategie: 'cumul';
      readonly siAucuneRegle: string;
      readonly siFaitManquant: 'suspendre';
      readonly issues: Readonly<Record<string, Issue>>;
    };

export interface Regle {
  readonly id: string;
  readonly titre: string;
  readonly conditions: ConditionRacine;
  readonly issue: string;
  /** Facts a screen should point at. */
  readonly champs: readonly string[];
  readonly message: string;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
}

export interface Question {
  readonly texte: string;
  readonly a: string | null;
  readonly reponse: string | null;
}
export interface Message {
  readonly quoi: string;
  readonly corriger: string;
}
export interface Scenario {
  readonly id: string;
  readonly titre: string;
  readonly date: string;
  readonly etantDonne: Readonly<Record<string, ValeurJson | null>>;
  readonly attendu: {
    readonly etat?: EtatDeDecision;
    readonly issues: readonly string[];
    readonly regles: readonly string[];
    readonly calculs?: Readonly<Record<string, string>>;
    readonly manquants?: readonly string[];
  };
}
export type Invariant =
  | { readonly id: string; readonly controle: 'partition' }
  | {
      readonly id: string;
      readonly controle: 'monotonie';
      readonly fait: string;
      readonly ordre: readonly string[];
    };

export interface FichierDeRegles {
  readonly $schema?: string;
  readonly format: 'mcp.regles/1';
  readonly id: string;
  readonly version: string;
  readonly titre: string;
  readonly resume: string;
  /**
   * Half open: `du` included, `au` excluded. `dateDeReference` says which date of the case picks the version.
   */
  readonly applicable: { readonly du: string; readonly au: string | null; readonly dateDeReference: string };
  readonly sources: readonly Source[];
  readonly faits: Readonly<Record<string, DeclarationDeFait>>;
  readonly contraintes?: readonly ContrainteDeFaits[];
  readonly parametres: Readonly<Record<string, Parametre | ParametrePartage>>;
  readonly faitsDerives: Readonly<Record<string, FaitDerive>>;
  readonly decision: BlocDeDecision;
  readonly regles: readonly Regle[];
  readonly questions: Readonly<Record<string, Question>>;
  readonly messages: { readonly fr: Readonly<Record<string, Message>> };
  readonly scenarios: readonly Scenario[];
  readonly invariants: readonly Invariant[];
}

/** Parameters several rule files share; inlined into each of them before hashing. */
export interface FichierDeParametres {
  readonly $schema?: string;
  readonly format: 'mcp.parametres/1';
  readonly id: string;
  readonly version: string;
  readonly titre: string;
  readonly sources: readonly Source[];
  readonly parametres: Readonly<Record<string, Parametre>>;
  readonly questions: Readonly<Record<string, Question>>;
}

/** What a line of a referential may hold beside its name: the schema says which, by referential. */
export type Propriete =
  | ValeurJson
  | null
  | readonly Propriete[]
  | { readonly [nom: string]: Propriete | undefined };

/** A line of a referential: a code that lasts, and what is said of it on the days of the version. */
export interface EntreeDeReferentiel {
  readonly code: string;
  readonly libelle: string;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
  readonly [propriete: string]: Propriete | undefined;
}

/**
 * What the product knows by name: types of equipment, services and their roles, pérennités, groups… In the
 * order of its lists.
 */
export interface FichierDeReferentiel {
  readonly $schema?: string;
  readonly format: 'mcp.referentiel/1';
  readonly id: string;
  readonly version: string;
  readonly titre: string;
  readonly resume: string;
  readonly applicable: FichierDeRegles['applicable'];
  readonly sources: readonly Source[];
  readonly entrees: readonly EntreeDeReferentiel[];
  readonly questions: Readonly<Record<string, Question>>;
}

/** What a decision found, ready for a person to read. */
export interface Constat {
  readonly regle: string;
  readonly issue: string;
  readonly gravite: Gravite;
  readonly champs: readonly string[];
  readonly message: string;
  readonly commentCorriger: string;
  readonly source: string;
  readonly certitude: Certitude;
}

/** The answer of `regles evaluer`, and what the decision log stores beside the facts. */
export interface Decision {
  readonly jeu: string;
  readonly version: string;
  readonly empreinte: string;
  readonly date: string;
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
  readonly constats: readonly Constat[];
  /** This file's computable numeric derived facts, as strings. */
  readonly calculs: Readonly<Record<string, string>>;
  readonly manquants: readonly string[];
}
