/** What asks for somebody's attention: days without a version, campaigns touched, cases that wait on an open question. */
import { pendantUneCampagne, sujetsEnSql } from '#src/domain/politique/sujets.ts';
import { sql } from 'kysely';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { lireBrut, lireLignes } from '#src/kernel/sql.ts';
import { fonction, tables } from '#src/domain/politique/tables.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { effets } from '#src/domain/politique/consultation/sql.ts';
import {
  CAS_COMPTES,
  type CampagneTouchee,
  type CasEnAttente,
  type TrouDeValidite,
} from '#src/domain/politique/consultation/vues.ts';

/** Days without any version in force, as known now, from the first day there is one. */
export async function trousDeValidite({ em, acteur }: UniteDeLecture): Promise<TrouDeValidite[]> {
  if (acteur.type !== 'systeme') exiger(acteur, 'ActivationRegle', 'lire');
  return lireLignes(
    em,
    tables
      .selectFrom(
        tables
          .selectFrom('activation')
          .select(['genre', 'jeu'])
          .distinct()
          .where('connu_au', 'is', null)
          .as('f'),
      )
      .crossJoinLateral(({ ref }) => fonction('mcp_trous', ref('f.genre'), ref('f.jeu')).as('t'))
      .select(['f.genre', 'f.jeu', 't.du', 't.au'])
      .orderBy('f.genre', 'desc')
      .orderBy('f.jeu')
      .orderBy('t.du'),
  );
}

/** Versions, approved or waiting, that take effect while a campaign is open. */
export async function campagnesTouchees({
  em,
  acteur,
  aujourdhui,
}: UniteDeLecture): Promise<CampagneTouchee[]> {
  exiger(acteur, 'VersionRegle', 'lire');
  const jour = aujourdhui.toString();
  return lireLignes(
    em,
    tables
      .selectFrom(pendantUneCampagne(effets(jour), jour).as('e'))
      .selectAll('e')
      .orderBy('e.ouvreLe')
      .orderBy('e.cafId')
      .orderBy('e.jeu')
      .orderBy('e.numero'),
  );
}

/**
 * Cases the rules left open and nobody has settled since, by the open question their rule names.
 * Only the last decision on a subject counts.
 * @param auPlus how many of the latest are counted
 */
export async function casEnAttente(
  { em, acteur }: UniteDeLecture,
  jeu?: string,
  auPlus = CAS_COMPTES,
): Promise<CasEnAttente[]> {
  exiger(acteur, 'Decision', 'lire');
  // Set operations on the JSON of whole files: longer and no safer in the builder.
  return lireBrut(
    em,
    sql<CasEnAttente>`
    with version as materialized (
      select empreinte, canonique::jsonb as contenu from version_regle where genre = 'regles' ${jeu === undefined ? sql`` : sql`and jeu = ${jeu}`}),
    regle as (
      select v.empreinte, r ->> 'id' as regle, r ->> 'question' as question, v.contenu -> 'questions' -> (r ->> 'question') as contenu
      from version v
        cross join lateral jsonb_array_elements(v.contenu -> 'regles') r
      where r ->> 'question' is not null and v.contenu -> 'decision' -> 'issues' -> (r ->> 'issue') ->> 'etat' in ('source-muette', 'decision-humaine')
        and v.contenu -> 'questions' -> (r ->> 'question') ->> 'reponse' is null),
    cas as (
      select d.id, d.jeu, d.etat, d.caf_id, d.sujet_type, d.sujet_id, d.prise_le, r.regle, r.question, r.contenu
      from regle r cross join lateral mcp_decisions_ouvertes(r.empreinte, r.regle) d
      where not exists (select 1 from decision n where n.sujet_type = d.sujet_type and n.sujet_id = d.sujet_id and n.jeu = d.jeu and n.sujet_detail is not distinct from d.sujet_detail and (n.prise_le, n.id) > (d.prise_le, d.id))
        and ${sujetsEnSql().nonTranchee}
      order by d.prise_le desc limit ${sql.lit(auPlus)})
    select jeu, question, max(contenu ->> 'texte') as texte, max(contenu ->> 'a') as "aQui", jsonb_agg(distinct regle) as regles, jsonb_agg(distinct etat) as etats, count(distinct id)::int as cas,
      to_jsonb((array_agg(jsonb_build_object('decisionId', id, 'cafId', caf_id, 'sujetType', sujet_type, 'sujetId', sujet_id) order by prise_le desc))[1:5]) as exemples
    from cas group by jeu, question order by cas desc, jeu, question`,
  );
}
