import { sql } from 'kysely';
import { lireBrut } from '#src/kernel/sql.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Personne } from '#src/domain/suivi/personne/personne.ts';

/**
 * What the person still is, each as a phrase that says what to end. Days are those of each Caf: an access
 * ends at midnight there.
 * @param maintenant the instant of the request
 */
export async function fonctionsEnCours(
  em: EntityManager,
  personne: Personne,
  maintenant: Date,
): Promise<string[]> {
  const { compteId, courriels } = personne;
  const adresses = sql.join(courriels.length === 0 ? [''] : courriels);
  const le = sql`(${maintenant}::timestamptz at time zone f.fuseau_horaire)::date`;
  // Seven lists of phrases put one after the other: longer in the builder, and no safer.
  const lignes = await lireBrut(
    em,
    sql<{ readonly fonction: string }>`
    select 'analyste (accès à clôturer)' as fonction, 1 as ordre from analyste n where n.compte_id = ${compteId} and (n.clos_le is null or n.clos_le > (${maintenant}::timestamptz at time zone 'Europe/Paris')::date)
    union all select 'agent de ' || f.nom || ' (accès à clôturer)', 2 from agent_caf a join caf f on f.id = a.caf_id
      where a.compte_id = ${compteId} and (a.clos_le is null or a.clos_le > ${le})
    union all select 'utilisateur ' || u.identifiant || ' de « ' || p.nom || ' », ' || f.nom || ' (accès à clôturer par le partenaire)', 3
      from utilisateur u join partenaire p on p.id = u.partenaire_id join caf f on f.id = u.caf_id
      where u.compte_id = ${compteId} and (u.clos_le is null or u.clos_le > ${le})
    union all select 'titulaire du rôle ' || h.role || ' sur « ' || e.nom || ' » (habilitation à terminer)', 4
      from habilitation h join utilisateur u on u.id = h.utilisateur_id join equipement e on e.id = h.equipement_id join caf f on f.id = h.caf_id
      where u.compte_id = ${compteId} and h.etat in ('accordee', 'en-attente-caf', 'suspendue') and (h.au is null or h.au > ${le})
    union all select 'responsable habilitations de « ' || p.nom || ' » (mandat à terminer)', 5
      from mandat m join utilisateur u on u.id = m.titulaire_id join partenaire p on p.id = m.partenaire_id join caf f on f.id = m.caf_id
      where u.compte_id = ${compteId} and (m.au is null or m.au > ${le})
    union all select 'interlocuteur du contrat de service de la convention ' || v.numero || ' (à remplacer, ou convention à laisser s’éteindre)', 6
      from interlocuteur i join contrat_service s on s.id = i.contrat_id join convention v on v.id = s.convention_id join caf f on f.id = v.caf_id
      where lower(i.courriel) in (${adresses}) and v.etat = 'active' and v.au > ${le}
    union all select 'interlocuteur du modèle de contrat de ' || f.nom || ' (à remplacer)', 7
      from caf f where exists (select 1 from jsonb_path_query(f.modele_contrat, 'strict $.**') as valeur where lower(valeur #>> '{}') in (${adresses}))
    order by ordre, fonction`,
  );
  return [...new Set(lignes.map(({ fonction }) => fonction))];
}
