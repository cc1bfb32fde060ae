import { Campagne, type Perennite } from '#src/domain/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { exiger } from '#src/domain/droits/droits.ts';

/** Campaigns the actor may see, the latest first. */
export async function campagnes(unite: UniteDeLecture, filtres: { readonly typeEquipement?: string; readonly exercice?: number; readonly perennite?: Perennite } = {}): Promise<Campagne[]> {
  exiger(unite.acteur, 'Campagne', 'lire');
  const { typeEquipement, exercice, perennite } = filtres;
  return unite.em.find(Campagne, {
    ...(typeEquipement === undefined ? {} : { typeEquipement }), ...(exercice === undefined ? {} : { exercice }), ...(perennite === undefined ? {} : { perennite }),
  }, { orderBy: { exercice: 'desc', ouvreLe: 'desc' } });
}
