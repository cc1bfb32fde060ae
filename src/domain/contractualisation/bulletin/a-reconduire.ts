import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';

/** A convention that may renew another. */
type SuiteDeConvention = { readonly du: string; readonly renouvelle?: { readonly id: string } | null };

/** Bulletins of the former convention that lasted to its end. */
export function bulletinsAReconduire(
  unite: UniteDeLecture,
  { renouvelle, du }: SuiteDeConvention,
): Promise<BulletinAdhesion[]> {
  return renouvelle
    ? unite.em.find(
        BulletinAdhesion,
        { convention: renouvelle.id, au: { $gte: du } },
        { populate: ['service'], orderBy: { service: { id: 'asc' } } },
      )
    : Promise.resolve([]);
}
