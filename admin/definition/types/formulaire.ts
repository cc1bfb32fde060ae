/** A form described as data, and what a stale one differs by. Types only. */
import type { Genre, Option } from '#admin/definition/types/champ.ts';
import type { ConstatMontre, DecisionMontree } from '#admin/definition/types/decision.ts';
import type { Enregistrement, SectionDeFiche } from '#admin/definition/types/fiche.ts';
import type { Avis } from '#admin/definition/types/page.ts';
import type { RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';

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
  readonly rappel?: SectionDeFiche;
  readonly consequences?: ConsequencesMontrees;
  readonly champs: readonly ChampFormulaire[];
  readonly valeurs: Readonly<Record<string, ValeurSaisie>>;
  /** Labels of the reference values already chosen. */
  readonly libelles?: Readonly<Record<string, string>>;
  readonly bouton: string;
  readonly danger?: boolean;
  /** Why the action is closed for now; the form is then not shown. */
  readonly pourquoi?: RefusExplique;
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

/** What an action answers: its form, or what came of it. */
export interface ReponseAction {
  readonly record?: Enregistrement;
  readonly notice?: Avis;
  readonly redirectUrl?: string;
  readonly formulaire?: Formulaire;
  /** Findings of a rule that refused. */
  readonly constats?: readonly ConstatMontre[];
  readonly conflit?: Conflit;
}
