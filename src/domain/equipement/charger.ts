import { LockMode } from '@mikro-orm/core';
import { Animateur, Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';

/**
 * Holds an equipment until the commit, so that two people never take one post or one place at once.
 * @throws Introuvable
 */
export async function tenirEquipement(unite: UniteDeTravail, id: string): Promise<Equipement> {
  const equipement = await charger(unite, Equipement, id, 'Équipement');
  await unite.em.lock(equipement, LockMode.PESSIMISTIC_WRITE);
  return equipement;
}

/** The equipment an act is on, held until the commit. @throws Introuvable */
export const lEquipementTenu = (
  unite: UniteDeTravail,
  { equipement }: { readonly equipement: string },
): Promise<Equipement> => tenirEquipement(unite, equipement);

/** The animateur an act is on, as he was read by the person. @throws Introuvable | VersionPerimee */
export const lAnimateur = (
  unite: UniteDeLecture,
  { animateur, version }: { readonly animateur: string; readonly version: number },
): Promise<Animateur> => chargerPourModifier(unite, Animateur, animateur, version, 'Animateur');

/** An animateur, whose dates are held with his equipment until the commit. @throws Introuvable */
export async function tenirAnimateur(unite: UniteDeTravail, id: string): Promise<Animateur> {
  const animateur = await charger(unite, Animateur, id, 'Animateur');
  await tenirEquipement(unite, animateur.equipement.id);
  // Read anew: he may have changed while his equipment was awaited.
  await unite.em.refresh(animateur);
  return animateur;
}

/** The conventionnement an act is on, as it was read by the person. @throws Introuvable | VersionPerimee */
export const leConventionnement = (
  unite: UniteDeLecture,
  { conventionnement, version }: { readonly conventionnement: string; readonly version: number },
): Promise<Conventionnement> =>
  chargerPourModifier(unite, Conventionnement, conventionnement, version, 'Conventionnement');
