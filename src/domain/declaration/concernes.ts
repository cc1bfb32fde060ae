import { ecrit, type UniteDeLecture } from '#src/kernel/commande.ts';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { rolesDuJour, type Capacite } from '#src/kernel/roles.ts';

/** Somebody of the partner a declaration concerns, with all it makes him: one person, one mail. */
export interface Concerne {
  readonly compteId: string;
  readonly courriel: string;
  readonly prenom: string;
  readonly nom: string;
  readonly administrateur: boolean;
  /** What he may do today on the equipment of the declaration. */
  readonly capacites: readonly Capacite[];
}

/**
 * The open users of the partner who administer it or hold a role on the declaration's equipment today, each
 * once.
 */
export async function concernesPar(
  unite: UniteDeLecture,
  { partenaire, equipement }: Declaration,
): Promise<Concerne[]> {
  const { em, aujourdhui } = unite;
  const jour = aujourdhui.toString();
  // What the unit has just changed of them counts.
  if (ecrit(unite)) await em.flush();
  const personnes = await lireLignes(
    em,
    tables
      .selectFrom('utilisateur as u')
      .innerJoinLateral(
        ({ selectFrom }) =>
          selectFrom('habilitation as h')
            .select(({ fn, ref }) => fn.agg<string[] | null>('array_agg', [ref('h.role')]).as('roles'))
            .whereRef('h.utilisateur_id', '=', 'u.id')
            .where('h.equipement_id', '=', equipement.id)
            .where('h.etat', '=', 'accordee')
            .where('h.du', '<=', jour)
            .where(({ eb, or }) => or([eb('h.au', 'is', null), eb('h.au', '>', jour)]))
            .as('tenues'),
        (jointure) => jointure.onTrue(),
      )
      .select(['u.id', 'u.compte_id as compteId', 'u.courriel', 'u.prenom', 'u.nom', 'u.administrateur'])
      .select('tenues.roles')
      .where('u.partenaire_id', '=', partenaire.id)
      .where('u.ouvert_le', '<=', jour)
      .where(({ eb, or }) => or([eb('u.clos_le', 'is', null), eb('u.clos_le', '>', jour)]))
      .where(({ eb, or }) => or([eb('u.administrateur', '=', true), eb('tenues.roles', 'is not', null)]))
      .orderBy('u.id'),
  );
  const connus = rolesDuJour(unite);
  return personnes.map(({ id: _id, roles, ...personne }) => ({
    ...personne,
    capacites: (roles ?? []).flatMap((role) => connus.de(role).capacites),
  }));
}
