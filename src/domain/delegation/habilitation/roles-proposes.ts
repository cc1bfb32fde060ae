import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { rolesDuJour, type RoleDeService } from '#src/kernel/roles.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';

/** Codes of the roles that bulletins of the reader's partner ever opened, or another Caf's open to it today. */
const codesDesBulletins = ({ aujourdhui }: UniteDeLecture) =>
  sql<
    string[]
  >`array(select jsonb_array_elements_text(roles) from bulletin_adhesion where partenaire_id::text = mcp_partenaire()
    union select * from mcp_roles_par_portee(${aujourdhui.toString()}::date))`;

/** Of the roles of services, those of the services a partner's bulletins name; all where they name none. */
function proposesParmi(unite: UniteDeLecture, codes: readonly string[]): readonly RoleDeService[] {
  const { liste } = rolesDuJour(unite);
  const services = new Set(liste.filter(({ code }) => codes.includes(code)).map(({ service }) => service));
  return services.size === 0 ? liste : liste.filter(({ service }) => services.has(service));
}

/** The roles a form or a filter offers to a partner's user; the command alone decides. */
export async function rolesProposes(unite: UniteDeLecture): Promise<readonly RoleDeService[]> {
  const [lus] = await lireLignes(unite.em, tables.selectNoFrom(codesDesBulletins(unite).as('codes')));
  return proposesParmi(unite, lus?.codes ?? []);
}

/** What a mandate may be about: the roles offered and the activities, by name, in one statement. */
export async function aConfier(unite: UniteDeLecture): Promise<{
  readonly roles: readonly RoleDeService[];
  readonly activites: readonly { readonly id: string; readonly nom: string }[];
}> {
  const [lus] = await lireLignes(
    unite.em,
    tables.selectNoFrom(({ selectFrom }) => [
      codesDesBulletins(unite).as('codes'),
      jsonArrayFrom(selectFrom('equipement').select(['id', 'nom']).orderBy('nom')).as('activites'),
    ]),
  );
  return { roles: proposesParmi(unite, lus?.codes ?? []), activites: lus?.activites ?? [] };
}
