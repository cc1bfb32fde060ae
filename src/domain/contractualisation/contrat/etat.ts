import type { ContratService, EtatContrat } from '#src/domain/contractualisation/contrat/contrat-service.ts';

/** What a person sees: the stored state, and « terminé » once the contract has ended with its convention. */
export type EtatContratAffiche = EtatContrat | 'termine';

/** State on a civil day at the Caf. */
export function etatDuContrat(
  { etat, au }: Pick<ContratService, 'etat' | 'au'>,
  jour: { toString(): string },
): EtatContratAffiche {
  return etat === 'actif' && au && au <= jour.toString() ? 'termine' : etat;
}
