import type { Certitude, Question, Source } from '#src/engine/format.ts';
import type { Perennite } from '#src/domain/campagne/campagne.ts';

/**
 * What a partner must fill in, as data: the shape `rules/schemas/formulaire.schema.json` checks.
 * Portal form, checks while typing, facts and the Caf's screens are derived from it; a new type of equipment is a new
 * definition with its rule files, and no code.
 */

/**
 * A CEL expression over `donnees`, `totaux`, `contexte`, `resultats`, `variables` and, in a row, `ligne`, `deLaLigne`
 * (results of the former steps on the same row) and `rang`.
 */
export type Expression = string;

/** Who fills it in: the fournisseur de données d'activité, or the fournisseur de données financières. */
export const VOLETS = ['activite', 'finances'] as const;
export type Volet = (typeof VOLETS)[number];

/** When a step of the chain is evaluated. */
export const MOMENTS = ['commencement', 'saisie', 'transmission'] as const;
export type Moment = (typeof MOMENTS)[number];

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

export const TYPES_NOMBRE = ['entier', 'decimal', 'euro', 'etp'] as const;
export interface ChampNombre extends ChampCommun {
  readonly type: (typeof TYPES_NOMBRE)[number];
  /** Shown after the control. */
  readonly unite?: string;
  readonly min?: string | number;
  readonly max?: string | number;
  /** Digits allowed after the comma; 2 for euros, 4 for ETP unless said otherwise. */
  readonly decimales?: number;
  /** Split over the columns of the pérennité's `ventilation`, when it has one. */
  readonly ventile?: true;
}
export interface ChampDate extends ChampCommun {
  readonly type: 'date';
  /** Another date of the same section or row, which this one must follow. */
  readonly apres?: string;
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
  readonly type: 'booleen' | 'texte' | 'texte-long' | 'commune';
}
export type ChampDeSaisie = ChampNombre | ChampDate | ChampChoix | ChampSimple;

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

/** One link of the chain: a rule file evaluated with facts taken from the form, the context and former results. */
export interface Etape {
  readonly id: string;
  readonly titre: string;
  readonly jeu: string;
  /** Reference date of the rule file. */
  readonly date: Expression;
  /** Whose data its findings are about. */
  readonly volet: Volet | 'ensemble';
  readonly moments: readonly Moment[];
  /** `section.groupe`: evaluated once per row, which the expressions see as `ligne`. */
  readonly pourChaque?: string;
  /** What the row is called in messages. */
  readonly intitule?: Expression;
  /** Step of the same group whose consequences this one draws: the human decision is taken there. */
  readonly suit?: string;
  /** Evaluated only where this is true. */
  readonly si?: Expression;
  /** Intermediate values, in order. */
  readonly variables?: readonly { readonly nom: string; readonly valeur: Expression }[];
  readonly faits: Readonly<Record<string, Expression>>;
  /** Field to point at, per fact or derived fact: `section.champ`, a whole `section`, or `.champ` in the row. */
  readonly champs?: Readonly<Record<string, string>>;
  /** Sentence for a fact that the form does not hold (a record of the Caf's). */
  readonly manquants?: Readonly<Record<string, string>>;
  /** What the Caf may choose for an outcome that waits for a human decision: outcome → code → label. */
  readonly reglements?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly sources: readonly string[];
  readonly certitude?: Certitude;
  readonly question?: string;
}

export interface LigneDEstimation {
  readonly libelle: string;
  readonly valeur: Expression;
  readonly type: 'euro' | 'etp' | 'mois' | 'decimal' | 'taux';
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
  readonly listes: Readonly<Record<string, readonly Option[]>>;
  readonly sections: readonly Section[];
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

export interface PerenniteDemandee {
  readonly libelle: string;
  readonly aide: string;
  /** Columns over which `ventile` fields are split, and the name of their total. */
  readonly ventilation?: { readonly colonnes: readonly { readonly id: string; readonly libelle: string }[]; readonly total: string };
}
