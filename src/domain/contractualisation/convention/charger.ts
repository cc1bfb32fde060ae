import { chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';

/** The convention an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
export const laConvention = (
  unite: UniteDeLecture,
  { convention, version }: { readonly convention: string; readonly version: number },
): Promise<Convention> => chargerPourModifier(unite, Convention, convention, version, 'Convention');
