import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { agit, aUneCapacite, rolesDuJour, type Capacite, type RoleDeService } from '#src/kernel/roles.ts';
import { rolesOuverts } from '#src/domain/delegation/habilitation/roles-ouverts.ts';

/** What a role does beyond reading. */
export const actesDe = ({ capacites }: RoleDeService): Capacite[] =>
  capacites.filter(({ fait }) => fait !== 'consulter');

/**
 * The roles somebody is to hold on an activity for its declarations to be made; one that only reads is never missing.
 * Where several give one capacity: those the partner may grant today, then the first of the lists for what none of
 * them gives.
 */
export async function rolesAttendus(unite: UniteDeLecture): Promise<readonly RoleDeService[]> {
  const agissent = rolesDuJour(unite).liste.filter(agit);
  const seRecoupent = agissent.some((role, rang) =>
    agissent.slice(rang + 1).some((autre) => aUneCapacite(autre, actesDe(role))),
  );
  if (!seRecoupent) return agissent;
  const ouverts = await rolesOuverts(unite, unite.aujourdhui.toString());
  const retenus = agissent.filter(({ code }) => ouverts.has(code));
  for (const role of agissent)
    if (actesDe(role).some((acte) => !retenus.some((un) => aUneCapacite(un, [acte])))) retenus.push(role);
  return agissent.filter((role) => retenus.includes(role));
}
