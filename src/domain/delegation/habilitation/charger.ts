import { charger, exigerVersion } from '#src/kernel/chargement.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { verrouillerEquipements } from '#src/domain/delegation/habilitation/titulaires.ts';

const RELATIONS = ['utilisateur', 'equipement', 'lieu', 'remplace'] as const;

/**
 * The habilitation an act is on, as it was read by the person, its equipment locked: of two people at once,
 * the second one finds what the first did. @throws Introuvable | VersionPerimee
 */
export async function lHabilitation(
  unite: UniteDeTravail,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Habilitation> {
  const habilitation = await charger(unite, Habilitation, id, 'Habilitation', RELATIONS);
  await verrouillerEquipements(unite, [habilitation.equipement.id]);
  await unite.em.refresh(habilitation, { populate: RELATIONS });
  exigerVersion(habilitation, version);
  return habilitation;
}
