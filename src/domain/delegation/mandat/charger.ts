import { chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';

/** The mandate an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
export const leMandat = (
  unite: UniteDeLecture,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Mandat> =>
  chargerPourModifier(unite, Mandat, id, version, 'Mandat', ['titulaire', 'donnePar', 'partenaire']);
