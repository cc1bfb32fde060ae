import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { actesDe, rolesAttendus } from '#src/domain/delegation/habilitation/roles-attendus.ts';

/** A role the declarations of an equipment need and that nobody holds today, nor another that does as much. */
export interface RoleManquant {
  readonly equipementId: string;
  readonly equipement: string;
  readonly role: string;
  /** Somebody waits for it: the Caf is to validate or to lift a suspension, or it begins later. */
  readonly attendu: boolean;
}

/** Roles nobody holds over the open activities of the actor's scope, in one query. */
export async function rolesManquants(unite: UniteDeLecture): Promise<RoleManquant[]> {
  exiger(unite.acteur, 'Habilitation', 'lire');
  const jour = unite.aujourdhui.toString();
  const roles = rolesDuJour(unite);
  // For each thing to do of each role, the codes of those that let one do it.
  const suffisent = (await rolesAttendus(unite)).flatMap((role) =>
    actesDe(role).map((acte) => [
      role.code,
      roles
        .quiPeuvent(acte)
        .map(({ code }) => code)
        .join('|'),
    ]),
  );
  const enListe = (rang: 0 | 1) =>
    sql`string_to_array(${suffisent.map((une) => une[rang] ?? '').join(',')}, ',')`;
  const statut = sql<
    'tenu' | 'attendu'
  >`case when h.etat = 'accordee' and h.du <= ${jour}::date then 'tenu' else 'attendu' end`;
  // Equipments crossed with a list that is no table, grouped and counted again.
  const manquants = await lireBrut(
    unite.em,
    sql<RoleManquant>`
    select e.id as "equipementId", e.nom as equipement, r.role, coalesce(bool_or(h.statut = 'attendu'), false) as attendu
    from equipement e cross join unnest(${enListe(0)}, ${enListe(1)}) with ordinality as r (role, suffisent, rang)
      left join lateral (
        select ${statut} as statut from habilitation h join utilisateur u on u.id = h.utilisateur_id
        where h.equipement_id = e.id and h.role = any(string_to_array(r.suffisent, '|'))
          and h.etat in ('accordee', 'suspendue', 'en-attente-caf')
          and (h.au is null or h.au > ${jour}::date) and (u.clos_le is null or u.clos_le > ${jour}::date)) h on true
    where e.ferme_le is null or e.ferme_le > ${jour}::date
    group by e.id, e.nom, r.role, r.rang having not coalesce(bool_or(h.statut = 'tenu'), false) order by e.nom, r.rang`,
  );
  // A role with two things to do is missing once.
  return [...new Map(manquants.map((un) => [`${un.equipementId} ${un.role}`, un])).values()];
}
