/** What resources, forms and records are described with, on the server and in the browser. Types only. */

import type { traiterActionDeFiche } from '#admin/definition/acte-de-fiche.ts';
import type { Demande } from '#admin/definition/demande.ts';
import type { Json } from '#admin/definition/ecran.ts';
import type { traiterFiche } from '#admin/definition/fiche.ts';
import type { traiterListe, traiterRecherche } from '#admin/definition/liste.ts';
import type { Explication } from '#src/domain/acces/pourquoi/pourquoi.ts';

/** How a value is shown, typed and filtered. */
export type Genre =
  | 'texte'
  | 'texte-long'
  | 'courriel'
  | 'telephone'
  | 'lien'
  | 'entier'
  | 'annee'
  | 'decimal'
  | 'etp'
  | 'euro'
  | 'date'
  | 'instant'
  | 'booleen'
  | 'choix'
  | 'choix-multiple'
  | 'reference'
  | 'identifiant';

export type Ton = 'neutre' | 'info' | 'succes' | 'attention' | 'erreur';

export interface Option {
  readonly valeur: string;
  readonly libelle: string;
  readonly ton?: Ton;
  /** One line under the option, for radio buttons and boxes. */
  readonly aide?: string;
  /** In a form: offered only when another field has one of these values. */
  readonly si?: { readonly champ: string; readonly vaut: readonly string[] };
}

/** A column, a filter or a shown value. */
export interface DescripteurChamp {
  readonly nom: string;
  readonly libelle: string;
  readonly genre: Genre;
  readonly options?: readonly Option[];
  /** Resource a `reference` points to. */
  readonly ressource?: string;
  readonly triable?: boolean;
  readonly aide?: string;
}

export interface LienDeFiche {
  readonly id: string;
  readonly libelle: string;
  /** Absent when the reader may not open it. */
  readonly href?: string;
}

/** A record as every answer carries it: only what the reader may see. */
export interface Enregistrement {
  readonly id: string;
  readonly title: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly populated: Readonly<Record<string, LienDeFiche>>;
  readonly errors: Readonly<Record<string, { readonly message: string }>>;
  readonly baseError: { readonly message: string } | null;
  readonly recordActions: readonly unknown[];
  readonly bulkActions: readonly unknown[];
}

export interface Avis {
  readonly type: 'success' | 'error' | 'info' | 'warning';
  readonly message: string;
}

/** Metadata of a resource, as the page carries it: trimmed to the reader's role. */
export interface RessourceJson {
  readonly id: string;
  readonly libelle: string;
  readonly singulier: string;
  readonly groupe: string | null;
  readonly description?: string;
  readonly href: string | null;
  readonly listable: boolean;
  readonly colonnes: readonly DescripteurChamp[];
  readonly filtres: readonly DescripteurChamp[];
  readonly recherche: string | null;
  /** Resource-level actions: « Créer… ». Those the reader may not start come back closed with the list. */
  readonly actionsDeListe: readonly {
    readonly nom: string;
    readonly libelle: string;
    readonly principale: boolean;
  }[];
  /** Screens that stand in place of the generic one, by action. */
  readonly ecrans: Readonly<Record<string, string>>;
}

export interface EcranJson {
  readonly nom: string;
  readonly libelle: string;
  readonly groupe: string | null;
  readonly href: string;
}

/* ---------- Forms ---------- */

export interface ChampFormulaire {
  readonly nom: string;
  readonly libelle: string;
  readonly genre: Exclude<Genre, 'instant' | 'identifiant'> | 'cache';
  readonly obligatoire?: boolean;
  readonly aide?: string;
  readonly options?: readonly Option[];
  readonly ressource?: string;
  readonly unite?: string;
  /** First and last days a date may have, `AAAA-MM-JJ`. */
  readonly min?: string;
  readonly max?: string;
  /** Heading the field stands under; fields of one section follow each other. */
  readonly section?: string;
  /** Shown only when another field has one of these values. */
  readonly si?: { readonly champ: string; readonly vaut: readonly string[] };
  readonly autocompletion?: string;
}

export type ValeurSaisie = string | boolean | readonly string[] | null;

/**
 * What an act will do, told before it: the fingerprint goes back with the form, so that what was read is what
 * is done.
 */
export interface ConsequencesMontrees {
  /** Day they are seen on, `AAAA-MM-JJ`. */
  readonly le: string;
  readonly empreinte: string;
  readonly effets: readonly {
    readonly cle: string;
    readonly titre: string;
    readonly grave: boolean;
    readonly montres: readonly string[];
    readonly autres: number;
  }[];
}

export interface Formulaire {
  readonly titre: string;
  readonly intro?: string;
  /** The record the act is about, in its main fields. */
  readonly rappel?: SectionDossier;
  readonly consequences?: ConsequencesMontrees;
  readonly champs: readonly ChampFormulaire[];
  readonly valeurs: Readonly<Record<string, ValeurSaisie>>;
  /** Labels of the reference values already chosen. */
  readonly libelles?: Readonly<Record<string, string>>;
  readonly bouton: string;
  readonly danger?: boolean;
  /** Why the action is closed for now; the form is then not shown. */
  readonly pourquoi?: Explication;
  /** Decision shown beside the form, e.g. the one that waits for a human. */
  readonly decisions?: readonly DecisionMontree[];
}

/** A field of a stale form whose value is not the one recorded now. */
export interface DifferenceDeChamp {
  readonly nom: string;
  readonly libelle: string;
  /** What was typed, and what is recorded, as one reads them. */
  readonly saisie: string;
  readonly actuelle: string;
  /** What is recorded, as the input takes it. */
  readonly valeur: ValeurSaisie;
  /** Who recorded it, « Lou Martin, le 23/11/2026 à 21 h 04 »; absent when nobody touched it since. */
  readonly par?: string;
}

/** A stale form: who did what meanwhile, and what differs, field by field. */
export interface Conflit {
  /**
   * Version to save on top of; null when nothing can be saved any more: the record is gone, or its state
   * closes the act.
   */
  readonly version: number | null;
  /** Latest first. */
  readonly actes: readonly {
    readonly quoi: string;
    readonly par: string;
    readonly quand: string;
    readonly motif: string | null;
  }[];
  readonly differences: readonly DifferenceDeChamp[];
}

/* ---------- Decisions ---------- */

export interface ConstatMontre {
  readonly regle: string;
  readonly issue: string;
  readonly gravite: 'bloquant' | 'avertissement' | 'information';
  readonly message: string;
  readonly commentCorriger: string | null;
  readonly source: string;
  readonly certitude: string;
}

export interface DecisionMontree {
  readonly id: string | null;
  readonly titre: string;
  readonly jeu: string;
  readonly version: string;
  readonly empreinte: string;
  readonly date: string;
  readonly etat: 'decide' | 'decision-humaine' | 'source-muette' | 'faits-manquants';
  /** What a human answered since, in words: the decision no longer waits. */
  readonly reponse?: string;
  /** Outcomes in French, shown when no finding says more. */
  readonly issues?: readonly string[];
  readonly constats: readonly ConstatMontre[];
  readonly calculs: readonly { readonly libelle: string; readonly valeur: string }[];
  readonly manquants: readonly string[];
  /** What it was decided on, and the dated thresholds it applied. */
  readonly faits?: readonly { readonly libelle: string; readonly valeur: string }[];
  readonly seuils?: readonly {
    readonly libelle: string;
    readonly valeur: string;
    readonly du: string;
    readonly certitude: string;
  }[];
  /** Values that are fictitious in this decision, to be shown as such. */
  readonly fictif?: string;
}

/* ---------- Record page (« Dossier ») ---------- */

export interface Cellule {
  readonly genre: Genre;
  readonly valeur: unknown;
  readonly libelle?: string;
  readonly ton?: Ton;
  readonly href?: string;
}

export interface SectionDossier {
  readonly titre: string;
  readonly intro?: string;
  /** Opens on demand. */
  readonly repliee?: boolean;
  readonly valeurs: readonly ({ readonly etiquette: string; readonly aide?: string } & Cellule)[];
}

/** An action of a table; closed, it says why. */
export interface ActionDeTable {
  readonly libelle: string;
  readonly href: string;
  readonly pourquoi?: Explication;
  readonly principale?: boolean;
}

export interface TableDossier {
  readonly titre: string;
  readonly intro?: string;
  readonly colonnes: readonly string[];
  readonly lignes: readonly { readonly cle: string; readonly cellules: readonly Cellule[] }[];
  readonly vide: string;
  readonly actions?: readonly ActionDeTable[];
  /** Last line, e.g. the total of the columns. */
  readonly pied?: readonly Cellule[];
  /** Total when only the first lines are shown. */
  readonly voirTout?: { readonly libelle: string; readonly href: string };
}

export interface EtapeChronologie {
  readonly le: string;
  readonly titre: string;
  readonly acteur?: string;
  readonly detail?: string;
  readonly ton?: Ton;
}

export interface ActionDossier {
  readonly nom: string;
  readonly libelle: string;
  readonly href: string;
  readonly variante: 'principale' | 'secondaire' | 'danger';
  /** Why the action cannot be done now; the button is then closed. */
  readonly pourquoi?: Explication;
}

export interface Dossier {
  readonly titre: string;
  readonly surtitre: string;
  readonly etat?: { readonly libelle: string; readonly ton: Ton };
  readonly alertes?: readonly { readonly ton: Ton; readonly titre: string; readonly texte?: string }[];
  readonly sections: readonly SectionDossier[];
  readonly tables: readonly TableDossier[];
  /** Further sections and tables, in reading order. */
  readonly suite?: readonly (SectionDossier | TableDossier)[];
  readonly decisions: readonly DecisionMontree[];
  readonly chronologie: readonly EtapeChronologie[];
  readonly actions: readonly ActionDossier[];
  /** A text shown as it is, such as a rule file. */
  readonly texteBrut?: { readonly titre: string; readonly contenu: string };
  /** The journal keeps what was done to it: asked for apart, page by page. */
  readonly historique: boolean;
}

/* ---------- Dashboard ---------- */

export interface CompteurAccueil {
  readonly libelle: string;
  readonly valeur: string;
  readonly precision?: string;
  readonly href?: string;
  readonly ton?: Ton;
}

export interface TableauDeBord {
  readonly titre: string;
  readonly sousTitre: string;
  readonly compteurs: readonly CompteurAccueil[];
  readonly files: readonly TableDossier[];
  readonly liens: readonly {
    readonly libelle: string;
    readonly href: string;
    readonly description?: string;
  }[];
}

/** Who is signed in, as the page carries it. */
export interface SessionGestion {
  readonly id: string;
  readonly nom: string;
  readonly profil: string;
  readonly caf: string | null;
  readonly fuseau: string;
  /** The account opens other spaces too. */
  readonly autresProfils: boolean;
}

/* ---------- Answers ---------- */

type ReponseDe<Traiter extends (...args: never[]) => (demande: Demande) => Promise<unknown>> = Json<
  Awaited<ReturnType<ReturnType<Traiter>>>
>;

/** What the page of a list, a search, the page of a record and an action answer. */
export type ReponseListe = ReponseDe<typeof traiterListe>;
export type ReponseRecherche = ReponseDe<typeof traiterRecherche>;
export type ReponseDossier = ReponseDe<typeof traiterFiche>;
export type ReponseAction = ReponseDe<typeof traiterActionDeFiche>;
