import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import type { RoleAfas } from '#src/kernel/roles.ts';
import { ROLES_ATTENDUS } from '#src/domain/delegation/habilitation/lectures.ts';

/** A role the declarations of an equipment need and that nobody holds today. */
export interface RoleManquant {
  readonly equipementId: string;
  readonly equipement: string;
  readonly role: RoleAfas;
  /** Somebody waits for it: the Caf is to validate or to lift a suspension, or it begins later. */
  readonly attendu: boolean;
}

/** Roles nobody holds over the open activities of the actor's scope, in one query. */
export async function rolesManquants(unite: UniteDeLecture): Promise<RoleManquant[]> {
  exiger(unite.acteur, 'Habilitation', 'lire');
  const jour = unite.aujourdhui.toString();
  const statut = sql<
    'tenu' | 'attendu'
  >`case when h.etat = 'accordee' and h.du <= ${jour}::date then 'tenu' else 'attendu' end`;
  // Equipments crossed with a list that is no table, grouped and counted again.
  return lireBrut(
    unite.em,
    sql<RoleManquant>`
    select e.id as "equipementId", e.nom as equipement, r.role, coalesce(bool_or(h.statut = 'attendu'), false) as attendu
    from equipement e cross join unnest(string_to_array(${ROLES_ATTENDUS.join(',')}, ',')) with ordinality as r (role, rang)
      left join lateral (
        select ${statut} as statut from habilitation h join utilisateur u on u.id = h.utilisateur_id
        where h.equipement_id = e.id and h.role = r.role and h.etat in ('accordee', 'suspendue', 'en-attente-caf')
          and (h.au is null or h.au > ${jour}::date) and (u.clos_le is null or u.clos_le > ${jour}::date)) h on true
    where e.ferme_le is null or e.ferme_le > ${jour}::date
    group by e.id, e.nom, r.role, r.rang having not coalesce(bool_or(h.statut = 'tenu'), false) order by e.nom, r.rang`,
  );
}
