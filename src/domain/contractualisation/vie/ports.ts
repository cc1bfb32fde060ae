import { definirPort } from '#src/kernel/port.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';

/** Somebody of the partner, as an announcement names him. */
export interface PersonneDite {
  readonly id: string;
  readonly prenom: string;
  readonly nom: string;
}

/** What a convention's beginning did to the roles and mandates held until then, in words. */
export interface SuiteDite {
  /** First day without a convention before this one; null when it follows without a gap. */
  readonly interrompueLe: string | null;
  /** Roles that ended: « Approbateur de Chantal Baillet (Ram Les Marins) ». */
  readonly roles: readonly string[];
  /** Holders of the mandates that ended. */
  readonly mandats: readonly string[];
}

/** Gives the person named in the form the access of an administrateur; null when he had one. */
export const ouvrirAdministrateur = definirPort<
  [unite: UniteDeTravail, convention: Convention, formulaire: FormulaireEligibilite],
  Promise<PersonneDite | null>
>('convention.ouvrirAdministrateur');

/** Ends the roles and mandates that do not go on into a convention, on its first day or today. */
export const appliquerLaSuite = definirPort<
  [unite: UniteDeTravail, convention: Convention],
  Promise<SuiteDite>
>('convention.appliquerLaSuite');

/** Writes to each administrateur partenaire in place, but for the person who gets a letter of his own. */
export const prevenirAdministrateurs = definirPort<
  [
    unite: UniteDeTravail,
    a: { readonly partenaire: string; readonly saufUtilisateur?: string },
    objet: string,
    phrases: readonly string[],
  ],
  Promise<readonly PersonneDite[]>
>('convention.prevenirAdministrateurs');
