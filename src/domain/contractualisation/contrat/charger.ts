import { chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';

/** The contract an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
export const leContrat = (
  unite: UniteDeLecture,
  { contrat, version }: { readonly contrat: string; readonly version: number },
): Promise<ContratService> =>
  chargerPourModifier(unite, ContratService, contrat, version, 'Contrat de service');
