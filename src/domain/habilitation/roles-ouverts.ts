import { ecrit, type UniteDeLecture } from '#src/domain/commun/commande.ts';
import { BulletinAdhesion } from '#src/domain/bulletin/bulletin-adhesion.ts';
import { acteurPartenaire } from '#src/domain/mandat/pouvoir.ts';

/**
 * Codes of the roles which the actor's partner may grant on a day: those of its bulletins d'adhésion under an active convention, and
 * those its organisme was opened by another Caf when their portée reaches this one (nationale, or multi-caf with this Caf listed).
 * That a portée opens roles beyond the Caf that signed is our interpretation: the source names the three and defines none.
 */
export function rolesOuverts(unite: UniteDeLecture, jour: string): Promise<ReadonlySet<string>> {
  if (ecrit(unite)) return lireRolesOuverts(unite, jour);
  const parJour = lus.get(unite) ?? new Map<string, Promise<ReadonlySet<string>>>();
  lus.set(unite, parJour);
  const roles = parJour.get(jour) ?? lireRolesOuverts(unite, jour);
  parJour.set(jour, roles);
  return roles;
}

/** One reading per page and day, however many rows ask; a unit that writes reads anew. */
const lus = new WeakMap<UniteDeLecture, Map<string, Promise<ReadonlySet<string>>>>();

async function lireRolesOuverts(unite: UniteDeLecture, jour: string): Promise<ReadonlySet<string>> {
  const bulletins = await unite.em.find(BulletinAdhesion, {
    partenaire: acteurPartenaire(unite).partenaireId, du: { $lte: jour }, au: { $gt: jour },
    convention: { etat: 'active', du: { $lte: jour }, au: { $gt: jour } },
  });
  const ailleurs = await unite.em.execute<{ role: string }[]>('select role from mcp_roles_par_portee(?) as role', [jour]);
  return new Set([...bulletins.flatMap((bulletin) => bulletin.roles), ...ailleurs.map(({ role }) => role)]);
}
