-- Row-level security that indexes serve: the rows an actor sees are a range of Caf codes, his own or all of them.

-- What a code may be, so that the bounds below surround every one of them, whatever the order of texts in this base ('national' is a
-- chain of the journal).
alter table caf add constraint caf_code check (id ~ '^[0-9A-Z]{3}$');
create function mcp_caf_de() returns text language sql stable as $$ select case mcp_caf() when '*' then '' else coalesce(mcp_caf(), 'zzzz') end $$;
create function mcp_caf_a() returns text language sql stable as $$ select case mcp_caf() when '*' then 'zzzz' else coalesce(mcp_caf(), '') end $$;

-- Same answers as before for every code. Without a code there is no answer: a policy on a column that may be null says who sees the null.
create or replace function mcp_voit_caf(caf text) returns boolean language sql stable
  as $$ select caf >= mcp_caf_de() and caf <= mcp_caf_a() $$;
-- A partner's rows are a range of its own: the planner then knows how many they are, as it would not of « no partner, or this one ».
create function mcp_partenaire_de() returns uuid language sql stable
  as $$ select coalesce(mcp_partenaire()::uuid, '00000000-0000-0000-0000-000000000000') $$;
create function mcp_partenaire_a() returns uuid language sql stable
  as $$ select coalesce(mcp_partenaire()::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') $$;
create or replace function mcp_voit(caf text, partenaire uuid) returns boolean language sql stable
  as $$ select mcp_voit_caf(caf) and partenaire >= mcp_partenaire_de() and partenaire <= mcp_partenaire_a() $$;

-- The Caf's side alone, not a partner.
create function mcp_caf_interne_a() returns text language sql stable as $$ select case when mcp_partenaire() is null then mcp_caf_a() else '' end $$;
create or replace function mcp_est_interne(caf text) returns boolean language sql stable
  as $$ select caf >= mcp_caf_de() and caf <= mcp_caf_interne_a() $$;

-- What may be about a Caf alone is then for its internal actors. Said as a case, since the planner takes the null test of what is no column
-- for a rare thing, and would sort a whole table for its first rows.
create function mcp_sans_partenaire() returns boolean language sql stable
  as $$ select case when mcp_partenaire() is null then true else false end $$;
drop policy cloison on decision;
create policy cloison on decision
  using (mcp_voit_caf(caf_id) and ((partenaire_id >= mcp_partenaire_de() and partenaire_id <= mcp_partenaire_a()) or (partenaire_id is null and mcp_sans_partenaire())))
  with check (mcp_voit_caf(caf_id) and ((partenaire_id >= mcp_partenaire_de() and partenaire_id <= mcp_partenaire_a()) or (partenaire_id is null and mcp_sans_partenaire())));
-- Said as one test, not as « one's own chain or the national one »: two ways to the rows would keep any index from giving their order.
drop policy lecture on journal;
create policy lecture on journal for select using (
  mcp_voit_caf(case when chaine = 'national' and mcp_partenaire() is null then coalesce(mcp_caf(), chaine) else chaine end)
  and ((partenaire_id >= mcp_partenaire_de() and partenaire_id <= mcp_partenaire_a()) or (partenaire_id is null and mcp_sans_partenaire())));
drop policy ajout on journal;
create policy ajout on journal for insert with check (
  mcp_voit_caf(chaine) and (mcp_partenaire() is null or partenaire_id = mcp_partenaire()::uuid));

drop policy ecriture on courriel;
create policy ecriture on courriel for insert with check (mcp_voit_caf(caf_id) or (caf_id is null and mcp_caf() is not null));
drop policy lecture on courriel;
-- A mail of no Caf is the national actors'.
create policy lecture on courriel for select using (mcp_est_interne(caf_id) or mcp_caf() = '*');

-- A job of no Caf is the national actors'.
create or replace view job_en_echec with (security_barrier) as
select distinct on (j.name, coalesce(j.singleton_key, j.id::text))
  j.id, j.name as queue, nullif(j.data ->> 'cafId', '') as caf_id, j.singleton_key as cle, j.data ->> 'par' as par,
  coalesce(j.output ->> 'message', j.output -> 'value' ->> 'message') as cause,
  j.retry_count + 1 as tentatives, j.created_on as cree_le, j.completed_on as abandonne_le
from pgboss.job j
where j.state = 'failed' and j.name not like '\_\_pgboss%' and (mcp_est_interne(j.data ->> 'cafId') or (j.data ->> 'cafId' is null and mcp_caf() = '*'))
  and not exists (select 1 from pgboss.job k where k.name = j.name and k.singleton_key = j.singleton_key
    and k.state = 'completed' and k.completed_on > j.completed_on)
order by j.name, coalesce(j.singleton_key, j.id::text), j.completed_on desc;

-- The first page of each list in its own order, within a Caf.
create index partenaire_liste_index on partenaire (caf_id, nom, id);
create index formulaire_eligibilite_liste_index on formulaire_eligibilite (caf_id, cree_le desc, id);
create index convention_liste_index on convention (caf_id, du desc, id);
create index bulletin_adhesion_liste_index on bulletin_adhesion (caf_id, du desc, id);
create index interlocuteur_liste_index on interlocuteur (caf_id, nom, id);
create index equipement_liste_index on equipement (caf_id, nom, id);
create index lieu_implantation_liste_index on lieu_implantation (caf_id, nom, id);
create index animateur_liste_index on animateur (caf_id, nom, id);
create index absence_animateur_liste_index on absence_animateur (caf_id, du desc, id);
create index conventionnement_liste_index on conventionnement (caf_id, du desc, id);
create index habilitation_liste_index on habilitation (caf_id, demande_le desc, id);
create index utilisateur_liste_index on utilisateur (caf_id, nom, id);
create index mandat_liste_index on mandat (caf_id, du desc, id);
create index declaration_liste_index on declaration (caf_id, transmise_le desc nulls last, id);
create index decision_liste_index on decision (caf_id, prise_le desc, id);
create index courriel_liste_index on courriel (caf_id, cree_le desc, id);
-- Lists of the whole country.
create index organisme_liste_index on organisme (raison_sociale, id);
create index decision_nationale_index on decision (prise_le desc, id);
create index decision_reference_index on decision (date_reference, id);
create index courriel_national_index on courriel (cree_le desc, id);

-- Counters of the dashboards, and what they lead to.
create index convention_etat_index on convention (caf_id, etat, au);
create index formulaire_eligibilite_brouillon_index on formulaire_eligibilite (caf_id, cree_le desc, id) where etat = 'brouillon';
create index conventionnement_brouillon_index on conventionnement (caf_id, du desc, id) where etat = 'brouillon';
create index decision_humaine_regle_decision_index on decision_humaine (regle_decision_id);
create index decision_non_tranchee_index on decision (prise_le desc, id) where etat in ('source-muette', 'decision-humaine');

-- Who is asking is looked up by his account at each request.
create index utilisateur_compte_index on utilisateur (compte_id);
create index agent_caf_compte_index on agent_caf (compte_id);

-- Made useless: each is the beginning of another one.
do $$
declare t text;
begin
  foreach t in array array['partenaire','formulaire_eligibilite','convention','contrat_service','interlocuteur','bulletin_adhesion','equipement',
    'lieu_implantation','animateur','conventionnement','utilisateur','mandat','habilitation','declaration','evenement_declaration',
    'transmission','demande_decision','decision_humaine','decision','courriel','agent_caf','campagne']
  loop execute format('drop index %I', t || '_caf_id_index'); end loop;
end $$;

-- Under row security no condition may be looked up that could tell of hidden rows, and « like » is one: these were never read. Words are
-- searched among the names of one Caf.
drop index partenaire_nom_index, utilisateur_nom_index, equipement_nom_index;
