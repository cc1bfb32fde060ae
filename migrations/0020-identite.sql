-- Who is who: two accounts of one person, an account attached with its owner's consent, acts on a whole account, a change of address.

-- An agent of the Caf records that two accounts are one person: what asks for two persons then sees one. Undone, never erased.
create table comptes_lies (
  id uuid not null, caf_id text not null, compte_a_id uuid not null, compte_b_id uuid not null, motif text not null,
  lie_par uuid not null, lie_le timestamptz not null, delie_par uuid null, delie_le timestamptz null, motif_fin text null, version int not null default 1,
  constraint comptes_lies_pkey primary key (id),
  constraint comptes_lies_caf_id_foreign foreign key (caf_id) references caf (id),
  constraint comptes_lies_compte_a_id_foreign foreign key (compte_a_id) references compte (id),
  constraint comptes_lies_compte_b_id_foreign foreign key (compte_b_id) references compte (id),
  constraint comptes_lies_ordre check (compte_a_id < compte_b_id),
  constraint comptes_lies_fin check ((delie_le is null) = (delie_par is null)));
create unique index comptes_lies_unique on comptes_lies (compte_a_id, compte_b_id) where delie_le is null;
create index comptes_lies_b_index on comptes_lies (compte_b_id);
create index comptes_lies_cloison_index on comptes_lies (caf_id);
alter table comptes_lies enable row level security;
create policy cloison on comptes_lies using (mcp_est_interne(caf_id)) with check (mcp_est_interne(caf_id));

-- Every account of the person behind one, its own first, whichever Caf recorded the links. Ids alone.
create function mcp_comptes_de_la_personne(vise uuid) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive siens (id) as (
    select vise where mcp_caf() is not null
    union select case when l.compte_a_id = s.id then l.compte_b_id else l.compte_a_id end
    from siens s join comptes_lies l on l.delie_le is null and s.id in (l.compte_a_id, l.compte_b_id))
  select id from siens $$;

-- A user's access waits for the consent of who owns the account: the link of his invitation, or his answer once signed in. What was
-- open stays open; an invitation under way, which no link of a forgotten password followed, is one still.
alter table utilisateur add column rattachement text not null default 'accepte',
  add constraint utilisateur_rattachement_check check (rattachement in ('en-attente', 'accepte', 'refuse'));
update utilisateur u set rattachement = 'en-attente' from compte c where c.id = u.compte_id and c.empreinte_mot_de_passe is null
  and not exists (select 1 from jeton j where j.compte_id = c.id and j.genre = 'reinitialisation');

-- With the profiles, what the account has not accepted: that opens nothing.
create or replace function connexion_profils(compte_demande uuid) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
  select interne.connexion_profils(v.id) || jsonb_build_object('rattachements',
    coalesce((select jsonb_object_agg(u.id, u.rattachement) from utilisateur u where u.compte_id = v.id and u.rattachement <> 'accepte'), '{}'))
  from (select case when coalesce(mcp_caf() = '*', true) or current_setting('mcp.acteur', true) = compte_demande::text then compte_demande end as id) v $$;

-- Whether an account is wholly the actor's to manage: he has somebody in it, and no space it opens lies outside his organisme or his Caf.
-- A space closed since yesterday at least, or not accepted, opens nothing.
create function mcp_gere_compte(vise uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(mcp_caf() = '*', false) or (
    (exists (select 1 from utilisateur u where u.compte_id = vise and u.rattachement = 'accepte' and mcp_voit(u.caf_id, u.partenaire_id))
      or exists (select 1 from agent_caf a where a.compte_id = vise and mcp_est_interne(a.caf_id)))
    and not exists (select 1 from utilisateur u where u.compte_id = vise and u.rattachement = 'accepte'
      and (u.clos_le is null or u.clos_le >= current_date) and not mcp_voit(u.caf_id, u.partenaire_id))
    and not exists (select 1 from agent_caf a where a.compte_id = vise and (a.clos_le is null or a.clos_le >= current_date) and not mcp_est_interne(a.caf_id))
    and not exists (select 1 from analyste n where n.compte_id = vise and (n.clos_le is null or n.clos_le >= current_date))) $$;

-- Acts on a whole account ask for the whole of it.
create or replace function compte_retirer_mot_de_passe(compte_vise uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if mcp_partenaire() is not null or mcp_caf() = '*' or not mcp_gere_compte(compte_vise) then
    raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update jeton set utilise_le = now() where compte_id = compte_vise and utilise_le is null;
  update compte set empreinte_mot_de_passe = null, sessions_valides_depuis = clock_timestamp() where id = compte_vise;
end $$;

create or replace function second_facteur_admis(compte_vise uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(mcp_caf() = '*' or compte_vise::text = current_setting('mcp.acteur', true)
    or (mcp_partenaire() is null and mcp_gere_compte(compte_vise) and exists (select 1 from agent_caf a where a.compte_id = compte_vise and a.caf_id = mcp_caf())), false) $$;

-- « Déverrouiller » forgets the failures of an account, on devices it knows as elsewhere.
drop policy ses_comptes on sessions.tentative;
create policy ses_comptes on sessions.tentative using (exists (select 1 from compte c where mcp_gere_compte(c.id)
  and c.id = case when key ~ '^connexion-(compte|appareil):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:|$)' then split_part(key, ':', 2)::uuid end));

-- The links of an account die with its password.
create or replace function compte_changer_mot_de_passe(compte_vise uuid, nouvelle_empreinte text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(mcp_caf() = '*' or current_setting('mcp.acteur', true) = compte_vise::text, false) then
    raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update jeton set utilise_le = now() where compte_id = compte_vise and utilise_le is null;
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, sessions_valides_depuis = now() where id = compte_vise;
end $$;

-- A link: of a password for who may act on the whole account, of an invitation while no password is chosen, of another address for
-- the owner. A new one makes the earlier ones of the same kind, for the same target, useless; an invitation, those that named no user.
alter table jeton drop constraint jeton_genre_check;
alter table jeton add constraint jeton_genre_check check (genre in ('invitation', 'reinitialisation', 'eligibilite', 'courriel-ancien', 'courriel-nouveau'));
create or replace function jeton_creer(genre_demande text, compte_vise uuid, sujet uuid, empreinte_secret text, expire timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare le_sien boolean := coalesce(mcp_caf() = '*' or current_setting('mcp.acteur', true) = compte_vise::text, false);
begin
  if not coalesce(case genre_demande
      when 'eligibilite' then compte_vise is null and exists (select 1 from formulaire_eligibilite f where f.id = sujet and mcp_voit(f.caf_id, f.partenaire_id))
      when 'invitation' then mcp_voit_compte(compte_vise) and exists (select 1 from compte c where c.id = compte_vise and c.empreinte_mot_de_passe is null)
      when 'reinitialisation' then le_sien or mcp_gere_compte(compte_vise)
      else le_sien end, false) then
    raise exception 'jeton : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update jeton set utilise_le = now() where genre = genre_demande and utilise_le is null and compte_id is not distinct from compte_vise
    and (sujet_id is not distinct from sujet or (genre_demande = 'invitation' and sujet_id is null));
  insert into jeton (id, genre, compte_id, sujet_id, empreinte, expire_le, cree_le)
    values (gen_random_uuid(), genre_demande, compte_vise, sujet, empreinte_secret, expire, now());
end $$;

-- The address of an invitation was wrong: its link dies, whoever holds it.
create function jeton_revoquer_invitation(compte_vise uuid, sujet uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from utilisateur u where u.id = sujet and u.rattachement <> 'accepte' and mcp_voit(u.caf_id, u.partenaire_id)) then
    raise exception 'jeton : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update jeton set utilise_le = now() where genre = 'invitation' and utilise_le is null and compte_id = compte_vise and (sujet_id = sujet or sujet_id is null);
end $$;

-- The owner changes his address: confirmed from both, then applied. One request at a time.
create table changement_courriel (
  id uuid primary key, compte_id uuid not null unique references compte (id) on update cascade on delete cascade,
  nouveau text not null, demande_le timestamptz not null default now(), ancien_confirme_le timestamptz null, nouveau_confirme_le timestamptz null);
alter table changement_courriel enable row level security;

create function changement_courriel_demander(demande uuid, compte_vise uuid, adresse text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(current_setting('mcp.acteur', true) = compte_vise::text, false) then
    raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  delete from changement_courriel where compte_id = compte_vise;
  insert into changement_courriel (id, compte_id, nouveau) values (demande, compte_vise, lower(adresse));
  update jeton set utilise_le = now() where genre in ('courriel-ancien', 'courriel-nouveau') and utilise_le is null and compte_id = compte_vise;
  -- Free for a new owner: what follows is told by mail to that address, never on a page.
  return not exists (select 1 from compte c where c.courriel = lower(adresse));
end $$;

create function changement_courriel_lire(demande uuid) returns table (compte_id uuid, ancien text, nouveau text, ancien_confirme boolean, nouveau_confirme boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.compte_id, c.courriel, d.nouveau, d.ancien_confirme_le is not null, d.nouveau_confirme_le is not null
  from changement_courriel d join compte c on c.id = d.compte_id where d.id = demande and coalesce(mcp_caf() = '*', true) $$;

-- One of the two mailboxes has answered. True once both have: the address, the sessions and the links of the account are then changed.
create function changement_courriel_confirmer(demande uuid, cote text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare d changement_courriel;
begin
  if not coalesce(mcp_caf() = '*', false) then raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege'; end if;
  update changement_courriel set ancien_confirme_le = case when cote = 'ancien' then now() else ancien_confirme_le end,
    nouveau_confirme_le = case when cote = 'nouveau' then now() else nouveau_confirme_le end where id = demande returning * into d;
  if d.ancien_confirme_le is null or d.nouveau_confirme_le is null then return false; end if;
  update compte set courriel = d.nouveau, sessions_valides_depuis = clock_timestamp() where id = d.compte_id;
  update jeton set utilise_le = now() where compte_id = d.compte_id and utilise_le is null;
  delete from changement_courriel where id = demande;
  return true;
end $$;

-- Links mailed lately, by who caused it and to which address (its hash): nobody fills a mailbox, nobody sends without end.
create table lien_envoye (le timestamptz not null, acteur_id uuid not null, organisme text not null, cible text not null);
create index lien_envoye_acteur_index on lien_envoye (acteur_id, le);
create index lien_envoye_cible_index on lien_envoye (cible, le);
alter table lien_envoye enable row level security;

-- Counts one more, unless there are enough: says which limit, and when a place comes free. `silence`: others have sent that address its
-- share; whoever asks is not told, or he would learn that it is known here.
create function lien_compter(cible_visee text, maintenant timestamptz, minutes int, par_acteur int, par_cible int) returns table (limite text, libre_le timestamptz)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  moi uuid := nullif(current_setting('mcp.acteur', true), '')::uuid;
  chez text := coalesce(mcp_partenaire(), mcp_caf());
  depuis timestamptz := maintenant - make_interval(mins => minutes);
  places timestamptz[];
begin
  if chez is null then raise exception 'lien : hors de votre périmètre' using errcode = 'insufficient_privilege'; end if;
  perform pg_advisory_xact_lock(hashtext('lien:' || moi)), pg_advisory_xact_lock(hashtext('lien:' || cible_visee));
  delete from lien_envoye where le <= depuis and (acteur_id = moi or cible = cible_visee);
  select array_agg(e.le order by e.le desc) into places from lien_envoye e where e.acteur_id = moi;
  if cardinality(places) >= par_acteur then return query select 'acteur', places[par_acteur] + make_interval(mins => minutes); return; end if;
  select array_agg(e.le order by e.le desc) into places from lien_envoye e where e.cible = cible_visee and e.organisme = chez;
  if cardinality(places) >= par_cible then return query select 'cible', places[par_cible] + make_interval(mins => minutes); return; end if;
  if (select count(*) from lien_envoye e where e.cible = cible_visee) >= par_cible then return query select 'silence', maintenant; return; end if;
  insert into lien_envoye (le, acteur_id, organisme, cible) values (maintenant, moi, chez, cible_visee);
end $$;

-- Who plays a person of the demonstration has accepted for him.
create or replace function compte_ouvrir_demonstration(compte_vise uuid, nouvelle_empreinte text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(mcp_caf() = '*', false) then raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege'; end if;
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, demonstration = true where id = compte_vise;
  update utilisateur set rattachement = 'accepte' where compte_id = compte_vise;
end $$;

-- Who is told at the Caf: its address, else its open agents who answer for it, else its agents.
create function mcp_courriels_de_la_caf(jour date) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  with a as (select x.courriel, x.profil from agent_caf x where x.caf_id = mcp_caf() and x.ouvert_le <= jour and (x.clos_le is null or jour < x.clos_le))
  select c.courriel from caf c where c.id = mcp_caf() and c.courriel is not null
  union select a.courriel from a where not exists (select 1 from caf c where c.id = mcp_caf() and c.courriel is not null)
    and (a.profil = 'responsable' or not exists (select 1 from a r where r.profil = 'responsable')) $$;
