import { LockMode } from '@mikro-orm/core';
import { Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';

/**
 * The equipment an act is on, held until the commit, so that two people never take one post or one place at
 * once. @throws Introuvable
 */
export async function lEquipementTenu(
  unite: UniteDeTravail,
  { equipement: id }: { readonly equipement: string },
): Promise<Equipement> {
  const equipement = await charger(unite, Equipement, id, 'Équipement');
  await unite.em.lock(equipement, LockMode.PESSIMISTIC_WRITE);
  return equipement;
}

/** The conventionnement an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
export const leConventionnement = (
  unite: UniteDeLecture,
  { conventionnement, version }: { readonly conventionnement: string; readonly version: number },
): Promise<Conventionnement> =>
  chargerPourModifier(unite, Conventionnement, conventionnement, version, 'Conventionnement');
