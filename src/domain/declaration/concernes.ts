import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { RoleAfas } from '#src/kernel/roles.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { tables } from '#src/domain/declaration/tables.ts';

/** Somebody of the partner a declaration concerns, with all it makes him: one person, one mail. */
export interface Concerne {
  readonly compteId: string;
  readonly courriel: string;
  readonly prenom: string;
  readonly nom: string;
  readonly administrateur: boolean;
  /** Held today on the equipment of the declaration. */
  readonly roles: ReadonlySet<RoleAfas>;
}

/**
 * The open users of the partner who administer it or hold a role on the declaration's equipment today, each
 * once. One read.
 */
export async function concernesPar(
  { em, aujourdhui }: UniteDeLecture,
  { caf, partenaire, equipement }: Declaration,
): Promise<Concerne[]> {
  const jour = aujourdhui.toString();
  const personnes = await lireLignes(
    em,
    tables
      .selectFrom('utilisateur as u')
      .select(({ selectFrom }) => [
        'u.compte_id as compteId',
        'u.courriel',
        'u.prenom',
        'u.nom',
        'u.administrateur',
        jsonArrayFrom(
          selectFrom('habilitation as h')
            .select('h.role')
            .whereRef('h.caf_id', '=', 'u.caf_id')
            .whereRef('h.utilisateur_id', '=', 'u.id')
            .where('h.equipement_id', '=', equipement.id)
            .where('h.etat', '=', 'accordee')
            .where('h.du', '<=', jour)
            .where(({ eb, or }) => or([eb('h.au', 'is', null), eb('h.au', '>', jour)])),
        ).as('tenues'),
      ])
      .where('u.caf_id', '=', caf.id)
      .where('u.partenaire_id', '=', partenaire.id)
      .where('u.ouvert_le', '<=', jour)
      .where(({ eb, or }) => or([eb('u.clos_le', 'is', null), eb('u.clos_le', '>', jour)]))
      .orderBy('u.id'),
  );
  return personnes
    .filter(({ administrateur, tenues }) => administrateur || tenues.length > 0)
    .map(({ tenues, ...personne }) => ({ ...personne, roles: new Set(tenues.map(({ role }) => role)) }));
}
