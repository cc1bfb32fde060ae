/**
 * What the screens of rules read: plain data, dates `AAAA-MM-JJ` (`au` excluded, null: no bound), instants in
 * ISO 8601.
 */
import type { OrigineDActivation } from '#src/domain/politique/versions/activation-regle.ts';
import type { Rapports, Retroactivite } from '#src/domain/politique/porte/rapports.ts';
import type {
  EtatDeReactivation,
  NatureDeReactivation,
} from '#src/domain/politique/versions/reactivation-regle.ts';
import type { EtatDeSoumission, Niveau } from '#src/domain/politique/versions/soumission-regle.ts';
import type { GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import type { Origine } from '#src/domain/politique/versions/version-regle.ts';

export interface Intervalle {
  readonly du: string | null;
  readonly au: string | null;
}

/** Somebody who acted; `nom` is null when the account is not one the reader may know. */
export interface AuteurDActe {
  readonly compteId: string;
  readonly nom: string | null;
}

export interface VersionEnVigueur extends Intervalle {
  readonly empreinte: string;
  readonly numero: string;
}

/** One line of the list of rule files. */
export interface FichierListe {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly titre: string;
  /** In force today, as known now. */
  readonly enVigueur: VersionEnVigueur | null;
  /** The next one that takes effect after today. */
  readonly prochaine: VersionEnVigueur | null;
  readonly brouillons: number;
  /** Submissions waiting for approval. */
  readonly soumissions: number;
  /** Re-activations asked and not confirmed. */
  readonly reactivations: number;
  /** Of the version in force, as the four below. */
  readonly questionsOuvertes: number;
  readonly valeursFictives: number;
  /** The latest verification of a value or a source. */
  readonly derniereVerification: string | null;
  /** The value or source verified the longest ago. */
  readonly verificationLaPlusAncienne: string | null;
  /** Days with no version in force, from the first day one is. */
  readonly trous: readonly Intervalle[];
}

export interface BrouillonListe {
  readonly id: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly auteur: AuteurDActe;
  readonly modifieLe: string;
  readonly version: number;
}
export interface BrouillonOuvert extends BrouillonListe {
  readonly texte: string;
  readonly depuis: string | null;
}

/** A version that uses shared values, and what becomes of it when they change. */
export interface EmployeurVu extends Intervalle {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  /** The version of the values it takes today. */
  readonly cite: string;
  /**
   * The reader's own draft that takes the new ones: submitted with them. Null: the version is taken up as it
   * is.
   */
  readonly emmene: { readonly id: string; readonly numero: string } | null;
  /** Other drafts of this file; `auteur` null: the reader's own. */
  readonly autresBrouillons: readonly {
    readonly id: string;
    readonly numero: string;
    readonly auteur: string | null;
  }[];
  /** Numbers that wait for approval. */
  readonly soumises: readonly string[];
}
export interface EmployeursVus {
  readonly fichiers: readonly EmployeurVu[];
  /** The application reads these values itself. */
  readonly luParLApplication: boolean;
}

export interface SoumissionListe extends Intervalle {
  readonly id: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  readonly empreinteRapports: string;
  readonly etat: EtatDeSoumission;
  readonly niveau: Niveau | null;
  readonly auteur: AuteurDActe;
  readonly soumisLe: string;
  readonly traitePar: AuteurDActe | null;
  readonly traiteLe: string | null;
  readonly motif: string | null;
  /** Its impact study is not joined yet: it cannot be approved. */
  readonly sansImpact: boolean;
  readonly version: number;
}
/** A submission with what the approver reads and signs. */
export interface SoumissionOuverte extends SoumissionListe {
  readonly texte: string;
  readonly canonique: string;
  readonly rapports: Rapports;
  readonly signature: string | null;
  /** Itself, and the submissions answered with it. */
  readonly lot: readonly SoumissionListe[];
  /** What is signed of them all. */
  readonly empreinteLot: string;
  /** The version in force on the first day asked (today when it has none), which it would replace. */
  readonly remplace: VersionEnVigueur | null;
  readonly campagnes: readonly CampagneTouchee[];
}

export interface ReactivationListe extends Intervalle {
  readonly id: string;
  readonly nature: NatureDeReactivation;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  readonly etat: EtatDeReactivation;
  readonly motif: string;
  readonly demandePar: AuteurDActe;
  readonly demandeLe: string;
  readonly traitePar: AuteurDActe | null;
  readonly traiteLe: string | null;
  readonly motifTraitement: string | null;
  /** Null while its study is not finished, or when it rules no past day. */
  readonly retroactivite: Retroactivite | null;
  /** The study of the past decisions that would change. */
  readonly etude: string | null;
  readonly version: number;
}

/** One rectangle of the two times. */
export interface ActivationListe extends Intervalle {
  readonly id: string;
  readonly empreinte: string;
  readonly numero: string;
  readonly connuDu: string;
  readonly connuAu: string | null;
  readonly origine: OrigineDActivation;
  readonly motif: string;
  readonly demandePar: AuteurDActe | null;
  readonly confirmePar: AuteurDActe | null;
  readonly acte: string;
  readonly suiteDe: string | null;
}

/**
 * `en-vigueur`: rules today; `programmee`: will rule later; `annulee`: cancelled before its day; `remplacee`:
 * rules past days only, or none any more.
 */
export type EtatDeVersion = 'en-vigueur' | 'programmee' | 'annulee' | 'remplacee';
export interface VersionListe {
  readonly empreinte: string;
  readonly numero: string;
  readonly origine: Origine;
  readonly publieLe: string;
  readonly auteur: AuteurDActe | null;
  readonly approbateur: AuteurDActe | null;
  readonly etat: EtatDeVersion;
  /** Days it rules, as known now. */
  readonly intervalles: readonly Intervalle[];
}

/** Everything that happened to one file. */
export interface Chronologie {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly versions: readonly VersionListe[];
  readonly brouillons: readonly BrouillonListe[];
  readonly soumissions: readonly SoumissionListe[];
  readonly reactivations: readonly ReactivationListe[];
  /** All that was ever known, the latest first. */
  readonly activations: readonly ActivationListe[];
}

/** A published version with its text and what it was approved on. */
export interface VersionOuverte extends VersionListe {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly texte: string;
  readonly canonique: string;
  /** Null for a delivered file and for versions published before submissions existed. */
  readonly soumission: {
    readonly id: string;
    readonly rapports: Rapports;
    readonly empreinteRapports: string;
    readonly signature: string | null;
    readonly motif: string | null;
  } | null;
  readonly activations: readonly ActivationListe[];
}

/** Cases the rules left open, by the open question their rule names. */
export interface CasEnAttente {
  readonly jeu: string;
  /** Id of the question in its file. */
  readonly question: string;
  readonly texte: string;
  readonly aQui: string | null;
  readonly regles: readonly string[];
  readonly etats: readonly string[];
  /** Cases counted, at most {@link CAS_COMPTES} in all. */
  readonly cas: number;
  /** The latest ones, for a link. */
  readonly exemples: readonly {
    readonly decisionId: string;
    readonly cafId: string;
    readonly sujetType: string;
    readonly sujetId: string;
  }[];
}
/** Waiting cases read at most. */
export const CAS_COMPTES = 50_000;

export interface TrouDeValidite extends Intervalle {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
}

/** A campaign during which a version takes effect. */
export interface CampagneTouchee {
  readonly campagneId: string;
  readonly cafId: string;
  readonly caf: string;
  readonly typeEquipement: string;
  readonly exercice: number;
  readonly perennite: string;
  readonly ouvreLe: string;
  readonly fermeLe: string;
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  /** The day it takes effect. */
  readonly effetLe: string;
  /** Waiting for approval, or already approved. */
  readonly approuvee: boolean;
}
