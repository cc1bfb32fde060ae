import type { Certitude, Question, Source } from '#src/engine/format.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Preparation, Etape } from './enchainement.ts';

/**
 * What a partner must fill in, as data: the shape `rules/schemas/formulaire.schema.json` checks.
 * Portal form, checks while typing, facts and the Caf's screens are derived from it; a new type of equipment
 * is a new
 * definition with its rule files, and no code.
 */

/**
 * A CEL expression over `donnees`, `totaux`, `contexte`, `prepares`, `resultats`, `variables` and, in a row,
 * `ligne`,
 * `deLaLigne` (results of the former steps on the same row) and `rang`.
 */
export type Expression = string;

/** Who fills it in: the fournisseur de données d'activité, or the fournisseur de données financières. */
export const VOLETS = ['activite', 'finances'] as const;
export type Volet = (typeof VOLETS)[number];

export interface Option {
  readonly valeur: string;
  readonly libelle: string;
}

interface ChampCommun {
  /** ASCII name, unique in its section or group. */
  readonly id: string;
  readonly libelle: string;
  /** Help shown on demand beside the field. */
  readonly infobulle: string;
  /** Asked for before the volet is complete, whenever the field is shown. */
  readonly requis?: boolean;
  /** The pérennités that ask for it; all when absent. */
  readonly perennites?: readonly Perennite[];
  /** Shown only when another field of the same section or row has one of these values. */
  readonly montrerSi?: { readonly champ: string; readonly parmi: readonly (string | boolean)[] };
  /** Value a new declaration starts with. */
  readonly initial?: Expression;
  /** Its own sources; otherwise those of the section. */
  readonly sources?: readonly string[];
  readonly certitude?: Certitude;
  readonly question?: string;
}

export const TYPES_NOMBRE = ['entier', 'decimal', 'euro', 'etp', 'heure', 'place', 'acte'] as const;
export interface ChampNombre extends ChampCommun {
  readonly type: (typeof TYPES_NOMBRE)[number];
  /** Shown after the control. */
  readonly unite?: string;
  readonly min?: string | number;
  readonly max?: string | number;
  /** Digits allowed after the comma; 2 for euros and hours, 4 for ETP unless said otherwise. */
  readonly decimales?: number;
  /** Split over the columns of the pérennité's `ventilation`, when it has one. */
  readonly ventile?: true;
}
export interface ChampDate extends ChampCommun {
  readonly type: 'date';
  /** Another date of the same section or row, which this one must follow. */
  readonly apres?: string;
  /** First and last days admitted, both included: `AAAA-MM-JJ`, or an expression over `contexte`. */
  readonly min?: Expression;
  readonly max?: Expression;
  /** The same day as `apres` is accepted. */
  readonly apresOuEgal?: true;
}
export interface ChampChoix extends ChampCommun {
  readonly type: 'choix';
  /** Name of a list of the definition. */
  readonly liste?: string;
  /** Expression giving the options: `[{valeur, libelle}]`. */
  readonly options?: Expression;
}
export interface ChampSimple extends ChampCommun {
  readonly type: 'booleen' | 'texte' | 'commune';
}
export interface ChampTexteLong extends ChampCommun {
  readonly type: 'texte-long';
  /**
   * Asked for by a finding of the chain: shown, and to be filled in before « terminer », only while it
   * stands.
   */
  readonly exigePar?: { readonly etape: string; readonly issue: string };
}
export type ChampDeSaisie = ChampNombre | ChampDate | ChampChoix | ChampSimple | ChampTexteLong;

/** Rows the person adds and removes. */
export interface ChampGroupe extends Omit<ChampCommun, 'montrerSi' | 'initial'> {
  readonly type: 'groupe';
  /** Rows a new declaration starts with: one per element of `dans`, seen as `ligne`. */
  readonly initial?: { readonly dans: Expression; readonly valeurs: Readonly<Record<string, Expression>> };
  /** What one row is called: « Animateur ». */
  readonly ligne: string;
  /** Text of the button that adds one: « Ajouter un animateur ». */
  readonly ajouter: string;
  readonly maximum: number;
  /** Field of the row whose value may appear once. */
  readonly unique?: string;
  readonly champs: readonly ChampDeSaisie[];
}
export type Champ = ChampDeSaisie | ChampGroupe;

export interface Section {
  readonly id: string;
  readonly titre: string;
  readonly volet: Volet;
  readonly aide?: string;
  readonly perennites?: readonly Perennite[];
  /** `tableau`: one line per field, columns of the pérennité, total under them. */
  readonly presentation?: 'champs' | 'tableau';
  /** Label of the total of a `tableau`. */
  readonly total?: string;
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
  readonly champs: readonly Champ[];
}

export const TYPES_DE_CONTEXTE = [
  'booleen',
  'entier',
  'decimal',
  'euro',
  'etp',
  'heure',
  'place',
  'acte',
  'mois',
  'date',
  'texte',
  'liste',
  'objet',
] as const;
export type TypeDeContexte = (typeof TYPES_DE_CONTEXTE)[number];

/** A fact known besides the form: records of the Caf, and what was declared and decided before. */
export interface FaitDeContexte {
  readonly nom: string;
  readonly libelle: string;
  readonly type: TypeDeContexte;
  readonly unite?: string;
  /** Who answers for it. */
  readonly origine:
    | 'dossier-caf'
    | 'declaration'
    | 'declaration-anterieure'
    | 'annuaire'
    | 'decision-anterieure';
  /**
   * Over `contexte`, facts provided or declared above; without it the program provides the fact of that name.
   */
  readonly valeur?: Expression;
  /** What follows when it is not there. */
  readonly siAbsent: string;
}

/** What is kept of the declarations of the same equipment: never the whole of them. */
export interface AnterieuresDemandees {
  /** Exercices before the one declared. */
  readonly exercices: number;
  /** Expressions over `donnees` and `totaux` of each. */
  readonly retient: Readonly<Record<string, Expression>>;
}

export interface ContexteDeclare {
  readonly anterieures?: AnterieuresDemandees;
  readonly faits: readonly FaitDeContexte[];
}

export interface LigneDEstimation {
  readonly libelle: string;
  readonly valeur: Expression;
  readonly type: 'euro' | 'etp' | 'mois' | 'heure' | 'euro-par-heure' | 'place' | 'decimal' | 'taux';
}

/** One line of the sum that makes the amount, in words and figures. */
export interface LigneDuCalcul extends LigneDEstimation {
  /** Sentence with its figures as `{nom}`, each named in `termes`: « {depenses} de dépenses ÷ {etp} ». */
  readonly calcul: string;
  readonly termes: Readonly<Record<string, Omit<LigneDEstimation, 'libelle'>>>;
  /** Fields or sections where the figures come from. */
  readonly champs: readonly string[];
}

export interface DefinitionDeFormulaire {
  readonly $schema?: string;
  readonly format: 'mcp.formulaire/1';
  readonly id: string;
  readonly version: string;
  readonly titre: string;
  readonly resume: string;
  readonly typeEquipement: string;
  /** Half open: `du` included, `au` excluded. */
  readonly applicable: { readonly du: string; readonly au: string | null; readonly dateDeReference: string };
  readonly sources: readonly Source[];
  readonly questions: Readonly<Record<string, Question>>;
  readonly perennites: Readonly<Partial<Record<Perennite, PerenniteDemandee>>>;
  /** The catalogue of what its expressions read as `contexte`; without it, the list of the first forms. */
  readonly contexte?: ContexteDeclare;
  readonly listes: Readonly<Record<string, readonly Option[]>>;
  readonly sections: readonly Section[];
  /** What is made of the data before rules judge it; nothing when absent. */
  readonly preparation?: readonly Preparation[];
  readonly enchainement: readonly Etape[];
  readonly estimation: {
    /** Euros, or null when it cannot be computed. */
    readonly montant: Expression;
    /** Opening duration retained, in months: what a proratisation changes (« mode dégradé »). */
    readonly moisOuverture?: Expression;
    readonly mention: string;
    /** Figures shown where the sum cannot be told line by line. */
    readonly details: readonly LigneDEstimation[];
    /** The sum, line by line, down to the amount. */
    readonly lignes?: readonly LigneDuCalcul[];
  };
}

export interface PrefillDemande {
  /** Pérennités it may start from; the first that was transmitted. */
  readonly depuis: readonly Perennite[];
  /** Sections taken over, field by field. */
  readonly sections: readonly string[];
  /** Said beside each value until it is changed or the volet is finished. */
  readonly marque: string;
  /**
   * How a field that is split, there or here, is taken over; `ligne.valeur` is what was declared. `valeur`
   * where it has no columns here,
   * otherwise one expression by column; a column without one stays empty.
   */
  readonly ventiles: {
    readonly valeur?: Expression;
    readonly colonnes?: Readonly<Record<string, Expression>>;
  };
  readonly sources: readonly string[];
  readonly certitude: Certitude;
  readonly question?: string;
}

export interface PerenniteDemandee {
  readonly libelle: string;
  readonly aide: string;
  /**
   * What a new one takes over from the last transmitted declaration of the same conventionnement and
   * exercice; every value is to be checked.
   */
  readonly reprend?: PrefillDemande;
  /** Columns over which `ventile` fields are split, and the name of their total. */
  readonly ventilation?: {
    readonly colonnes: readonly { readonly id: string; readonly libelle: string }[];
    readonly total: string;
  };
}
