import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import type { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import type { RoleDeService } from '#src/kernel/roles.ts';

/** A role somebody holds, held back, waits for, or will hold. */
export interface RoleSnapshot {
  readonly cle: string;
  /** As it is on the day. */
  readonly role: RoleDeService;
  readonly personne: string;
  readonly equipementId: string;
  readonly type: string;
  /** « Ram de Briare », or « Ram de Briare – Antenne ». */
  readonly ou: string;
  readonly statut: 'exerce' | 'suspendu' | 'attend' | 'a-venir' | 'sans-acces';
  readonly du: string;
}

/** A declaration that the partner still has in hand, or that has just changed hands. */
export interface DeclarationSnapshot {
  readonly cle: string;
  readonly nom: string;
  readonly etat: EtatDeclaration;
  readonly equipementId: string;
  readonly activiteTerminee: boolean;
  readonly financesTerminees: boolean;
}

/** Something with a name and a state in words. */
export interface Nomme {
  readonly cle: string;
  readonly nom: string;
  readonly etat?: string;
}

/** A campaign open on the day. */
export interface CampagneOuverte {
  readonly type: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  /** First day it is closed. */
  readonly fermeLe: string;
}

/** Who may do what on a day: what an act is measured on, seen before and after it. */
export interface Snapshot {
  readonly jour: string;
  readonly roles: readonly RoleSnapshot[];
  readonly mandats: readonly Nomme[];
  /** Persons of the partner whose access is open. */
  readonly acces: readonly Nomme[];
  readonly administrateurs: readonly Nomme[];
  readonly declarations: readonly DeclarationSnapshot[];
  readonly campagnes: readonly CampagneOuverte[];
  /** Acts the partner's convention and bulletins close, with the reason the rule gives. */
  readonly fermetures: Readonly<Partial<Record<ActeDuPartenaire, string>>>;
  readonly bulletins: readonly Nomme[];
  readonly contrats: readonly Nomme[];
  readonly formulaires: readonly Nomme[];
  readonly agents: readonly (Nomme & { readonly profil: AgentCaf['profil'] })[];
}

/** What an act bears upon: a partner, the agents of a Caf, or a campaign and what was begun in it. */
export type Perimetre =
  | { readonly partenaire: string }
  | { readonly agentsDe: string }
  | { readonly campagne: Pick<Campagne, 'typeEquipement' | 'exercice' | 'perennite'> };
