import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { BulletinAdhesion } from '#src/domain/bulletin/bulletin-adhesion.ts';
import { acteurPartenaire } from '#src/domain/mandat/pouvoir.ts';

/** Codes of the roles which the actor's partner may grant on a day: those of its bulletins d'adhésion under an active convention. */
export async function rolesOuverts(unite: UniteDeLecture, jour: string): Promise<ReadonlySet<string>> {
  const bulletins = await unite.em.find(BulletinAdhesion, {
    partenaire: acteurPartenaire(unite).partenaireId, du: { $lte: jour }, au: { $gt: jour },
    convention: { etat: 'active', du: { $lte: jour }, au: { $gt: jour } },
  });
  return new Set(bulletins.flatMap((bulletin) => bulletin.roles));
}
