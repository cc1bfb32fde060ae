/** The cases of a study, from what is read of a stored decision to what is said of one that changes. */
import type { Faits } from '#src/kernel/registre.ts';
import type { Cause } from './causes.ts';
import type { EtatDeCas, Issue } from './jugement.ts';

/** One stored decision. */
export interface CasBrut {
  readonly id: string;
  readonly cafId: string;
  readonly sujetType: string;
  readonly sujetId: string;
  readonly sujetDetail: string | null;
  readonly equipementId: string | null;
  readonly typeEquipement: string | null;
  readonly dateReference: string;
  readonly faits: Faits;
  /** The last decision taken on this subject and detail. */
  readonly derniere: boolean;
  /**
   * Its day is past, and the new version would rule it. `decidee`: what was decided; null when the former
   * version decided it.
   */
  readonly passe?: { readonly decidee: Decidee | null };
}

/** What a stored decision says of itself. */
export interface Decidee {
  readonly etat: EtatDeCas;
  readonly issues: readonly string[];
  readonly manquants: readonly string[];
  readonly calculs: Readonly<Record<string, string>>;
}

/** A stored case the new version decides otherwise. No fact of the case is in it. */
export interface CasChange extends Omit<CasBrut, 'faits' | 'passe'> {
  readonly avant: Issue;
  readonly apres: Issue;
  /** The numbers that differ: derived fact, before, after. */
  readonly calculs: readonly (readonly [nom: string, avant: string | null, apres: string | null])[];
  readonly cause: Cause;
}

/** A drawn case the new version decides otherwise: all of it may be shown. */
export interface CasGenereChange extends Pick<CasChange, 'avant' | 'apres' | 'calculs' | 'cause'> {
  readonly rang: number;
  readonly date: string;
  readonly faits: Faits;
}

/** A decision of record on a past day the new version would rule, which it would decide otherwise. */
export interface DecisionDuPasse
  extends Pick<CasChange, 'id' | 'cafId' | 'sujetType' | 'sujetId' | 'dateReference' | 'apres' | 'calculs'> {
  /** What was decided. */
  readonly avant: Issue;
}
