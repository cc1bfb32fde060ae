/** JSON exchanged between the handlers of the workshop of rules and its screens. Types only. */
import type { ConstatMontre, Ton } from '#admin/definition/contrats.ts';
import type { ImpactMontre } from '#admin/ecrans/atelier/impact/contrat.ts';
import type {
  BrouillonListe,
  BrouillonOuvert,
  CampagneTouchee,
  Chronologie,
  EmployeursVus,
  FichierListe,
  ReactivationListe,
  SoumissionListe,
  SoumissionOuverte,
  VersionListe,
} from '#src/domain/regle/vues.ts';
import type { EtudeListe } from '#src/domain/regle/etudes-impact.ts';
import type { FraicheurEnVigueur } from '#src/domain/regle/fraicheur.ts';
import type { Comparaison } from '#src/engine/comparer/index.ts';
import type { ScoreDeMutation } from '#src/engine/mutation/index.ts';
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import type { Explication } from '#src/domain/droits/pourquoi.ts';
import type { GenreDeVersion } from '#src/domain/regle/version-regle.ts';
import type { Certitude, EtatDeDecision, Scenario } from '#src/engine/format.ts';
import type {
  Appui,
  FaitRendu,
  FichierRendu,
  ParametreRendu,
  QuestionRendue,
  SourceRendue,
} from '#src/engine/rendu/index.ts';

/** A button of the head of a page; closed, it says why. */
export interface BoutonMontre {
  readonly nom: string;
  readonly libelle: string;
  readonly empeche: string | null;
  /** The rule and who can lift it, where the server closes it rather than the state of the page. */
  readonly pourquoi?: Explication | null;
  readonly principale?: boolean;
  readonly danger?: boolean;
  /** Where it leads, when it is a link. */
  readonly href?: string;
}

export interface PageListe {
  readonly fichiers: readonly FichierListe[];
  readonly soumissions: readonly SoumissionListe[];
  readonly reactivations: readonly ReactivationListe[];
  readonly brouillons: readonly BrouillonListe[];
  readonly campagnes: readonly CampagneTouchee[];
  /** What is to be read again on its text; null while the delay is not published. */
  readonly fraicheur: FraicheurEnVigueur | null;
  /** Account of the reader: his drafts, his submissions. */
  readonly moi: string;
  readonly peutEcrire: boolean;
}

/** What a version contains, in words when its kind has a rendering. */
export type Contenu =
  | { readonly genre: 'regles'; readonly rendu: FichierRendu }
  | {
      readonly genre: 'parametres';
      readonly titre: string;
      readonly parametres: readonly ParametreRendu[];
      readonly sources: readonly SourceRendue[];
      readonly questions: readonly QuestionRendue[];
    }
  | { readonly genre: 'formulaire'; readonly titre: string; readonly rendu: FormulaireRendu };

/** What a line of a form stands on by itself; null: what its section stands on. */
export type AppuiDeChamp = Appui | null;
export interface ChampRendu {
  readonly id: string;
  readonly libelle: string;
  readonly infobulle: string;
  /** What one row of its group is called; null outside a group. */
  readonly ligne: string | null;
  /** What may be typed, with its unit and bounds. */
  readonly saisie: string;
  readonly options: readonly string[];
  readonly besoin: string;
  /** Declarations that ask for it. */
  readonly demande: string;
  readonly appui: AppuiDeChamp;
}
export interface SectionRendue {
  readonly id: string;
  readonly titre: string;
  /** Who fills it in, by what it is about. */
  readonly volet: string;
  readonly aide: string;
  /** Label of the total under its table; empty when it has none. */
  readonly total: string;
  readonly demandee: string;
  readonly appui: Appui;
  readonly champs: readonly ChampRendu[];
}
/** A rule file the form calls. In expressions, labels stand between brackets. */
export interface EtapeRendue {
  readonly id: string;
  readonly titre: string;
  readonly jeu: string;
  readonly fichier: string;
  readonly quand: string;
  readonly porteSur: string;
  readonly pour: string;
  readonly suite: string;
  readonly si: string;
  readonly faits: readonly { readonly nom: string; readonly expression: string }[];
  readonly appui: Appui;
}
/** What is made of the data before rules judge it: its sources or its formula. */
export interface PreparationRendue {
  readonly id: string;
  readonly titre: string;
  readonly quoi: string;
  readonly expressions: readonly string[];
  readonly appui: Appui;
}
export interface FormulaireRendu {
  readonly titre: string;
  readonly resume: string;
  readonly validite: string;
  readonly dateDeReference: string;
  readonly typeEquipement: string;
  readonly perennites: readonly {
    readonly libelle: string;
    readonly aide: string;
    readonly colonnes: readonly string[];
  }[];
  readonly sections: readonly SectionRendue[];
  readonly preparations: readonly PreparationRendue[];
  readonly etapes: readonly EtapeRendue[];
  readonly estimation: { readonly mention: string; readonly lignes: readonly string[] };
  readonly questions: readonly QuestionRendue[];
  readonly sources: readonly SourceRendue[];
}

export interface PageFichier {
  readonly titre: string;
  readonly chronologie: Chronologie;
  readonly version:
    | (VersionListe & {
        readonly texte: string;
        readonly signature: string | null;
        readonly motif: string | null;
      })
    | null;
  readonly contenu: Contenu | null;
  readonly boutons: readonly BoutonMontre[];
  /** Today at the reader's. */
  readonly aujourdhui: string;
  readonly moi: string;
  readonly peutEcrire: boolean;
}

/** What the scenarios of a version catch: rules visited, and small errors slipped into the file. */
export interface MesureDesScenarios extends Omit<ScoreDeMutation, 'survivants'> {
  readonly scenarios: number;
  readonly reussis: number;
  readonly regles: number;
  readonly nonVisitees: readonly { readonly id: string; readonly titre: string }[];
  /** Only a part of the possible errors was tried. */
  readonly parSondage: boolean;
  readonly survivants: readonly {
    readonly description: string;
    readonly verdict: string;
    readonly ton: Ton;
    readonly preuve: string;
  }[];
}

/* ---------- Editor ---------- */

export interface PageBrouillon {
  readonly brouillon: BrouillonOuvert;
  /** Title to show while the text cannot tell its own. */
  readonly titre: string;
  /** Text of the version it was made from. */
  readonly origine: { readonly empreinte: string; readonly numero: string } | null;
  readonly schema: unknown;
  readonly peutEcrire: boolean;
  /** Why the reader may not write in it, in full. */
  readonly ferme: Explication | null;
  readonly empeche: string | null;
  readonly aujourdhui: string;
  readonly demain: string;
  /** Of shared values: the files that go with them. */
  readonly employeurs: EmployeursVus | null;
}

export interface AnomalieMontree {
  readonly controle: string;
  readonly message: string;
  readonly regle: string | null;
  readonly ligne: number | null;
  readonly colonne: number | null;
}

export interface ScenarioVu extends Scenario {
  readonly issues: readonly string[];
  /** What the version decides; null when it refuses the facts. */
  readonly obtenu: {
    readonly etat: EtatDeDecision;
    readonly issues: readonly string[];
    readonly regles: readonly string[];
  } | null;
  /** What differs from what is expected, in French; null when the scenario passes. */
  readonly ecart: string | null;
  readonly aRelire: boolean;
  /** Facts as a person reads them, in the order of the declared facts. */
  readonly lus: Readonly<Record<string, string>>;
  /** The same as fields start with them. */
  readonly saisis: Readonly<Record<string, string>>;
  readonly calculs: readonly CalculVu[];
}

/** A number the file computes: expected by the scenario, and given by the engine; null when there is none. */
export interface CalculVu {
  readonly nom: string;
  readonly libelle: string;
  readonly unite: string;
  readonly attendu: string | null;
  /** As its field starts with it. */
  readonly saisi: string;
  readonly obtenu: string | null;
  /** What the engine gives, as it would be typed. */
  readonly propose: string;
  /** Not expected, or expected as it is given. */
  readonly conforme: boolean;
}

/** What the engine decides of a case being typed. */
export interface Proposition {
  readonly refus: string | null;
  readonly champs: Readonly<Record<string, string>>;
  readonly etat: EtatDeDecision | null;
  readonly issues: readonly string[];
  readonly regles: readonly string[];
  readonly calculs: readonly CalculVu[];
}

/** A parameter as the form edits it: shared ones are edited in their own file. */
export interface ParametreEditable extends ParametreRendu {
  readonly champs: readonly {
    readonly du: string;
    readonly valeur: string;
    readonly sources: readonly string[];
    readonly certitude: Certitude;
    readonly question: string;
    readonly derniereVerification: string;
  }[];
}

/** What the checks say of a text, and what the forms show of it. */
export interface Verification {
  readonly valide: boolean;
  /** False while only the quick checks were made: the analysis comes with the next answer. */
  readonly analyseFaite: boolean;
  readonly dureeMs: number;
  readonly anomalies: readonly AnomalieMontree[];
  readonly resume: string;
  readonly analyse: RapportDAnalyse | null;
  /** Null while the text cannot be read as a file of its kind. */
  readonly formulaires: {
    readonly contenu: Contenu;
    readonly parametres: readonly ParametreEditable[];
    readonly citations: readonly { readonly reference: string; readonly libelle: string }[];
    readonly questions: readonly QuestionRendue[];
    readonly faits: readonly FaitRendu[];
    readonly regles: readonly {
      readonly id: string;
      readonly titre: string;
      readonly issue: string;
      readonly issueEnClair: string;
    }[];
    readonly scenarios: readonly ScenarioVu[];
  } | null;
}

/** A case at a boundary of the rules, offered as a scenario. */
export interface BorneListee {
  readonly titre: string;
  readonly date: string;
  readonly faits: string;
  readonly issues: string;
  /** To send back when chosen. */
  readonly cas: string;
}

/** What an edit by a form gives: the whole text, or why not. */
export type Retouche =
  | { readonly texte: string; readonly annonce: string }
  | { readonly refus: string; readonly champs: Readonly<Record<string, string>> };

/* ---------- Comparison, approval ---------- */

export interface VersionAChoisir {
  readonly empreinte: string;
  readonly libelle: string;
}
export interface PageComparaison {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly titre: string;
  readonly choix: readonly VersionAChoisir[];
  readonly avant: string;
  readonly apres: string;
  readonly comparaison: ComparaisonMontree | null;
  /** Why there is no comparison. */
  readonly empeche: string | null;
}
export interface ComparaisonMontree
  extends Pick<Comparaison, 'niveau' | 'raisons' | 'exacte' | 'methode' | 'enveloppe'> {
  readonly avant: string;
  readonly apres: string;
  readonly parametres: readonly {
    readonly libelle: string;
    readonly de: string;
    readonly vers: string;
    readonly periode: string;
  }[];
  readonly sections: readonly {
    readonly libelle: string;
    readonly ajoutes: readonly string[];
    readonly retires: readonly string[];
    readonly modifies: readonly { readonly id: string; readonly quoi: readonly string[] }[];
  }[];
  /** Null for a file that judges no case. */
  readonly effets:
    | readonly {
        readonly avant: string;
        readonly apres: string;
        readonly causes: readonly string[];
        readonly cas: string;
        readonly date: string;
      }[]
    | null;
}

export interface PageApprobation {
  readonly soumission: SoumissionOuverte;
  readonly titre: string;
  readonly contenu: Contenu | null;
  readonly comparaison: ComparaisonMontree | null;
  readonly impact: ImpactMontre | null;
  /** Why there is no impact study to wait for. */
  readonly sansImpact: string | null;
  /** The study it waits for. */
  readonly etude: EtudeListe | null;
  readonly boutons: readonly BoutonMontre[];
  readonly moi: string;
}

/* ---------- Questions, what-if, fictitious values ---------- */

export interface PageQuestions {
  readonly questions: readonly {
    readonly jeu: string;
    readonly titre: string;
    readonly href: string;
    readonly id: string;
    readonly texte: string;
    readonly a: string | null;
    readonly reponse: string | null;
    readonly concerne: readonly string[];
    readonly cas: number;
    /**
     * Where its answer is written: the reader's own draft, or the version to make one from; null for who may
     * not.
     */
    readonly repondre:
      | { readonly brouillon: string; readonly numero: string }
      | { readonly depuis: string }
      | null;
  }[];
  /** Waiting cases whose rule names no question. */
  readonly sansQuestion: readonly {
    readonly titre: string;
    readonly cas: number;
    readonly regles: readonly string[];
  }[];
}

export interface PageEssai {
  readonly fichiers: readonly { readonly jeu: string; readonly titre: string }[];
  readonly jeu: string | null;
  readonly versions: readonly VersionAChoisir[];
  readonly version: string | null;
  readonly titre: string;
  readonly dateDeReference: string;
  readonly date: string;
  readonly faits: readonly FaitRendu[];
  readonly valeurs: Readonly<Record<string, string>>;
  readonly scenarios: readonly {
    readonly id: string;
    readonly titre: string;
    readonly date: string;
    readonly valeurs: Readonly<Record<string, string>>;
  }[];
}

export interface ConditionExpliquee {
  readonly texte: string;
  readonly resultat: boolean;
  readonly conditions?: readonly ConditionExpliquee[];
}
export interface ResultatDEssai {
  /** Facts refused: message by fact; the empty name is the whole. */
  readonly refus: Readonly<Record<string, string>> | null;
  readonly decision: {
    readonly etat: EtatDeDecision;
    readonly etatEnClair: string;
    readonly ton: Ton;
    readonly issues: readonly string[];
    readonly constats: readonly ConstatMontre[];
    readonly calculs: readonly { readonly libelle: string; readonly valeur: string }[];
    readonly manquants: readonly string[];
  } | null;
  readonly trace: {
    readonly seuils: readonly {
      readonly libelle: string;
      readonly valeur: string;
      readonly du: string;
      readonly certitude: string;
      readonly sources: readonly string[];
    }[];
    readonly derives: readonly { readonly libelle: string; readonly valeur: string }[];
    readonly regles: readonly {
      readonly id: string;
      readonly titre: string;
      readonly issue: string;
      readonly declenchee: boolean;
      readonly condition: ConditionExpliquee;
    }[];
  } | null;
  readonly changements: readonly {
    readonly fait: string;
    readonly de: string;
    readonly vers: string;
    readonly issues: string;
    readonly champs: Readonly<Record<string, string>>;
  }[];
  readonly dureeMs: number;
}

/** A file in force with fictitious values, and the reader's own draft of it. */
export interface FichierFictif {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly titre: string;
  readonly empreinte: string;
  readonly brouillon: { readonly id: string; readonly numero: string; readonly version: number } | null;
  readonly valeurs: readonly {
    readonly cle: string;
    readonly nom: string;
    readonly du: string;
    readonly libelle: string;
    readonly unite: string;
    readonly texte: string;
    readonly periode: string;
    readonly question: string | null;
    /** The draft has a real value already. */
    readonly remplacee: boolean;
  }[];
}
export interface PageFictives {
  readonly fichiers: readonly FichierFictif[];
  /** Decisions of record made with a fictitious value. */
  readonly estimations: readonly {
    readonly titre: string;
    readonly decisions: number;
    readonly href: string;
  }[];
  readonly peutEcrire: boolean;
}
