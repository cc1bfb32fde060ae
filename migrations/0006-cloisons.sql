-- The second wall, tightened: what an actor of one tenant could still see or change of another by SQL alone.

-- A record cites records of its own file only. Foreign keys look over row-level security: without the tenant in the key, a partner
-- could hang a habilitation on another partner's equipment. Each key between tenant tables now carries the tenant.
do $$
declare
  cle record; cible text; locale text; refs text;
begin
  for cle in
    select c.conname, c.conrelid::regclass as de, c.confrelid::regclass as vers, a.attname as colonne, c.confrelid = 'partenaire'::regclass as est_partenaire
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and cardinality(c.conkey) = 1 and c.connamespace = 'public'::regnamespace and c.conrelid <> 'decision'::regclass
      and exists (select 1 from pg_attribute x where x.attrelid = c.conrelid and x.attname = 'partenaire_id' and not x.attisdropped)
      and exists (select 1 from pg_attribute x where x.attrelid = c.conrelid and x.attname = 'caf_id' and not x.attisdropped)
      and (c.confrelid = 'partenaire'::regclass or exists (select 1 from pg_attribute x where x.attrelid = c.confrelid and x.attname = 'partenaire_id' and not x.attisdropped))
  loop
    cible := cle.vers::text || '_dossier_unique';
    refs := case when cle.est_partenaire then 'id, caf_id' else 'id, caf_id, partenaire_id' end;
    locale := case when cle.est_partenaire then 'partenaire_id, caf_id' else format('%I, caf_id, partenaire_id', cle.colonne) end;
    if not exists (select 1 from pg_constraint where conname = cible) then
      execute format('alter table %s add constraint %I unique (%s)', cle.vers, cible, refs);
    end if;
    execute format('alter table %s drop constraint %I', cle.de, cle.conname);
    execute format('alter table %s add constraint %I foreign key (%s) references %s (%s)', cle.de, cle.conname, locale, cle.vers, refs);
  end loop;
end $$;
-- A decision may be about a Caf alone: its partner, when there is one, is of that Caf.
alter table decision drop constraint decision_partenaire_id_foreign;
alter table decision add constraint decision_partenaire_id_foreign foreign key (partenaire_id, caf_id) references partenaire (id, caf_id);

-- Analysts are known to the Caf's side; only the system opens and closes their access.
drop policy cloison on analyste;
create policy lecture on analyste for select using (mcp_caf() is not null and mcp_partenaire() is null);
create policy ecriture on analyste using (coalesce(mcp_caf() = '*', false)) with check (coalesce(mcp_caf() = '*', false));

-- The journal says nothing to nobody, and takes no line about somebody else's partner.
drop policy lecture on journal;
create policy lecture on journal for select using (
  (mcp_voit_caf(chaine) or (chaine = 'national' and mcp_caf() is not null and mcp_partenaire() is null))
  and (mcp_partenaire() is null or coalesce(partenaire_id::text = mcp_partenaire(), false)));
drop policy ajout on journal;
create policy ajout on journal for insert with check (
  mcp_voit_caf(chaine) and (mcp_partenaire() is null or coalesce(partenaire_id::text = mcp_partenaire(), false)));
drop policy ajout on journal_valeur;
create policy ajout on journal_valeur for insert with check (exists (select 1 from journal j where j.id = journal_id));
drop policy chaine on journal_tete;
create policy chaine on journal_tete using (mcp_voit_caf(chaine)) with check (mcp_voit_caf(chaine));

-- Sessions are read before anybody is known; a unit of work, which knows its actor, has no business there.
alter table sessions.session enable row level security;
create policy avant_connexion on sessions.session using (coalesce(mcp_caf() = '*', true)) with check (coalesce(mcp_caf() = '*', true));
alter table sessions.tentative enable row level security;
create policy avant_connexion on sessions.tentative using (coalesce(mcp_caf() = '*', true)) with check (coalesce(mcp_caf() = '*', true));
-- « Déverrouiller »: the failed attempts of one's own users.
create policy ses_comptes on sessions.tentative using (exists (select 1 from compte c where key = 'connexion-compte:' || c.id));

-- Whether the actor may act upon an account: his own, one of a person he sees, any for the system.
create function mcp_voit_compte(vise uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(mcp_caf() = '*' or current_setting('mcp.acteur', true) = vise::text, false)
    or exists (select 1 from utilisateur u where u.compte_id = vise and mcp_voit(u.caf_id, u.partenaire_id))
    or exists (select 1 from agent_caf a where a.compte_id = vise and mcp_est_interne(a.caf_id)) $$;

-- The doors of sign-in open to nobody yet, to the system, and for one's own account.
create or replace function connexion_compte(adresse text)
  returns table (id uuid, empreinte text, ferme boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select c.id, c.empreinte_mot_de_passe, c.ferme from compte c
    where c.courriel = lower(adresse) and (coalesce(mcp_caf() = '*', true) or current_setting('mcp.acteur', true) = c.id::text) $$;

-- Its body goes where the application's role cannot call it.
create schema interne;
alter function connexion_profils(uuid) set schema interne;
create function connexion_profils(compte_demande uuid) returns jsonb
  language sql stable security definer set search_path = public, pg_temp
  as $$ select interne.connexion_profils(case when coalesce(mcp_caf() = '*', true) or current_setting('mcp.acteur', true) = compte_demande::text then compte_demande end) $$;

create or replace function compte_creer(nouveau uuid, adresse text, est_demonstration boolean) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare trouve uuid;
begin
  if mcp_caf() is null or (est_demonstration and mcp_caf() <> '*'
      and not exists (select 1 from compte c where c.id::text = current_setting('mcp.acteur', true) and c.demonstration)) then raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege'; end if;
  insert into compte (id, courriel, ferme, sessions_valides_depuis, demonstration, cree_le)
    values (nouveau, lower(adresse), false, now(), est_demonstration, now()) on conflict (courriel) do nothing;
  select c.id into trouve from compte c where c.courriel = lower(adresse);
  return trouve;
end $$;

create or replace function compte_changer_mot_de_passe(compte_vise uuid, nouvelle_empreinte text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(mcp_caf() = '*' or current_setting('mcp.acteur', true) = compte_vise::text, false) then
    raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, sessions_valides_depuis = now() where id = compte_vise;
end $$;

create or replace function compte_a_un_mot_de_passe(compte_vise uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select empreinte_mot_de_passe is not null from compte where id = compte_vise and mcp_voit_compte(id) $$;

create or replace function compte_ouvrir_demonstration(compte_vise uuid, nouvelle_empreinte text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not coalesce(mcp_caf() = '*', false) then raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege'; end if;
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, demonstration = true where id = compte_vise;
end $$;

create or replace function jeton_creer(genre_demande text, compte_vise uuid, sujet uuid, empreinte_secret text, expire timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (compte_vise is not null and mcp_voit_compte(compte_vise)
      or compte_vise is null and exists (select 1 from formulaire_eligibilite f where f.id = sujet and mcp_voit(f.caf_id, f.partenaire_id))) then
    raise exception 'jeton : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update jeton set utilise_le = now() where genre = genre_demande and utilise_le is null
    and compte_id is not distinct from compte_vise and sujet_id is not distinct from sujet;
  insert into jeton (id, genre, compte_id, sujet_id, empreinte, expire_le, cree_le)
    values (gen_random_uuid(), genre_demande, compte_vise, sujet, empreinte_secret, expire, now());
end $$;

create or replace function formulaire_invite(formulaire uuid) returns table (caf_id text, partenaire_id uuid, fuseau text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.caf_id, f.partenaire_id, c.fuseau_horaire from formulaire_eligibilite f join caf c on c.id = f.caf_id
  where f.id = formulaire and (mcp_caf() is null or mcp_voit(f.caf_id, f.partenaire_id)) $$;
