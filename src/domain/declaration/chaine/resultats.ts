import type { OrigineDeConstats } from '#src/kernel/refus.ts';
import type { Constat, EtatDeDecision, Gravite, Certitude } from '#src/engine/format.ts';
import type { Faits } from '#src/kernel/registre.ts';
import type { LigneDOrigine } from '#src/domain/declaration/chaine/preparation.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';
import type { Chiffrage } from '#src/domain/formulaire/somme.ts';
import type { Justification } from '#src/domain/declaration/chaine/justifications.ts';
import type { Totaux } from '#src/domain/formulaire/saisie/donnees.ts';

/** What one evaluation is asked. */
export interface DemandeDEtape {
  readonly etape: Etape;
  /** Row of the group, or period united, from 0; null for a step evaluated once. */
  readonly rang: number | null;
  /** Rows of the form it is about; none for a step evaluated once. */
  readonly origines: readonly LigneDOrigine[];
  readonly jeu: string;
  readonly date: string;
  readonly faits: Faits;
}

/** What it answered, recorded or not. */
export interface DecisionEvaluee {
  /** Id in the decision log; null for immediate feedback. */
  readonly id: string | null;
  readonly versionRegle: string;
  readonly empreinte: string;
  /** The facts it was made on: those of the step that its version declares. */
  readonly faits: Faits;
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
  readonly constats: readonly Constat[];
  readonly calculs: Readonly<Record<string, string>>;
  readonly manquants: readonly string[];
}
export type Decideur = (demande: DemandeDEtape) => Promise<DecisionEvaluee>;

/** A human decision already taken, found again by the facts it was taken on. */
export interface ChoixHumain {
  readonly jeu: string;
  readonly faits: Faits;
  readonly choix: string;
}

/** One step of the chain, done. */
export interface DecisionDEtape {
  readonly demande: DemandeDEtape;
  readonly intitule: string;
  /** Null when the facts were refused or the reference date is missing. */
  readonly decision: DecisionEvaluee | null;
  /** Choice of a human decision on this very case. */
  readonly choix: string | null;
}

/** A finding, told where to correct it. */
export interface Controle {
  readonly etape: string;
  readonly titre: string;
  readonly volet: Volet | 'ensemble';
  readonly gravite: Gravite;
  readonly regle: string | null;
  readonly issue: string | null;
  readonly message: string;
  readonly commentCorriger: string;
  readonly source: string;
  readonly certitude: Certitude | null;
  /** Paths of the fields to point at. */
  readonly champs: readonly string[];
  /** The sentence this finding asks for: its field, and the text once written. */
  readonly explication?: { readonly champ: string; readonly texte: string | null };
}

/** Something not given yet. */
export interface Manquant {
  /** Path of the field; null when the Caf's records lack it. */
  readonly champ: string | null;
  readonly volet: Volet | 'ensemble';
  readonly message: string;
}

/** A case that waits for a human decision. */
export interface EnAttente {
  readonly etape: string;
  readonly titre: string;
  readonly rang: number | null;
  readonly jeu: string;
  readonly nature: 'decision-humaine' | 'source-muette';
  readonly message: string;
  readonly commentCorriger: string;
  /** Code → label of what may be decided. */
  readonly choix: Readonly<Record<string, string>>;
  readonly decisionId: string | null;
  readonly faits: Faits;
}

/** Something the amount leaves out, or that contradicts it. */
export interface Incomplet {
  readonly cause: string;
  /** Path of the field where it is corrected; null when it is not in the form. */
  readonly champ: string | null;
}

/** The amount another answer to an open question would give. */
export interface LectureOuverte {
  readonly question: string;
  /** The choice made meanwhile, named: « Réduction du prix plafond à la durée d’ouverture ». */
  readonly libelle: string;
  /** The other answer. */
  readonly reponse: string;
  /** Null when no amount can be computed so. */
  readonly montant: string | null;
}

export interface Estimation extends Chiffrage {
  readonly mention: string;
  /** Why the amount is not that of the whole declaration; empty when it is. */
  readonly incomplete: readonly Incomplet[];
  /** Fictitious values it used, named for a reader. */
  readonly fictives: readonly string[];
}

/** Everything the rules say of a declaration at one moment. */
export interface Analyse {
  readonly decisions: readonly DecisionDEtape[];
  readonly controles: readonly Controle[];
  /** The findings that stop transmission. */
  readonly bloquants: readonly Controle[];
  readonly manquants: readonly Manquant[];
  /** Sentences the findings ask for: they stop « terminer », never an evaluation nor a transmission. */
  readonly justifications: readonly Justification[];
  readonly enAttente: readonly EnAttente[];
  readonly estimation: Estimation;
  /** Why the estimate is « sous réserve »; empty when it is not. */
  readonly sousReserve: readonly string[];
  readonly totaux: Totaux;
}

/** The blocking findings of a chain, each with the version that found it. */
export const constatsBloquants = (decisions: readonly DecisionDEtape[]): OrigineDeConstats[] =>
  decisions.flatMap(({ decision }) => {
    const constats = decision?.constats.filter(({ gravite }) => gravite === 'bloquant') ?? [];
    return decision && constats.length > 0 ? [{ empreinte: decision.empreinte, constats }] : [];
  });
