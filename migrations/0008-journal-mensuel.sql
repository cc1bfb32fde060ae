-- The journal by month: written at one end only, purged by whole months, its personal values erasable one by one.
-- Every line keeps its rank and its hashes.

-- Parts live where the application's role may not go: it reads and writes the journal by its own name alone, under its policies.
create schema journal_mois;

alter table journal rename to journal_avant;
alter table journal_avant rename constraint journal_pkey to journal_avant_pkey;
alter table journal_avant rename constraint journal_chaine_rang_unique to journal_avant_chaine_rang_unique;
alter index journal_entite_index rename to journal_avant_entite_index;

-- A rank is used once: the head's lock and the trigger below see to it, the hash chain proves it. The database itself can only
-- promise it inside a month.
create table journal (
  id uuid not null, chaine text not null, partenaire_id uuid null, rang int not null, le timestamptz not null, acteur_id uuid null, acteur_role text not null,
  commande text not null, requete_id text not null, entite text not null, entite_id text not null,
  genre text not null check (genre in ('creation', 'modification', 'suppression', 'evenement')), motif text null, changements jsonb not null,
  precedente text not null, empreinte text not null,
  constraint journal_pkey primary key (id, le),
  constraint journal_chaine_rang_unique unique (chaine, rang, le)) partition by range (le);
create index journal_entite_index on journal (entite, entite_id);
create index journal_acteur_index on journal (acteur_id) where acteur_id is not null;

create trigger immuable before update or delete on journal for each row execute function mcp_refuse_modification();
create trigger immuable_en_bloc before truncate on journal for each statement execute function mcp_refuse_modification();

-- A write never fails for want of a month.
create table journal_mois.reste partition of journal default;
alter table journal_mois.reste enable row level security;
create trigger immuable_en_bloc before truncate on journal_mois.reste for each statement execute function mcp_refuse_modification();

-- Makes one month; the lines of it that wait in « reste » join it. Returns false when it is there already.
create function journal_mois.creer(mois date) returns boolean language plpgsql as $$
declare
  nom text := to_char(mois, '"m"YYYY_MM');
  debut timestamptz := date_trunc('month', mois::timestamp) at time zone 'UTC';
  fin timestamptz := (date_trunc('month', mois::timestamp) + interval '1 month') at time zone 'UTC';
begin
  if to_regclass('journal_mois.' || nom) is not null then return false; end if;
  execute format('create table journal_mois.%I (like public.journal including constraints)', nom);
  if exists (select 1 from journal_mois.reste where le >= debut and le < fin) then
    alter table journal_mois.reste disable trigger user;
    execute format('with partis as (delete from journal_mois.reste where le >= %L and le < %L returning *) insert into journal_mois.%I select * from partis', debut, fin, nom);
    alter table journal_mois.reste enable trigger user;
  end if;
  execute format('alter table public.journal attach partition journal_mois.%I for values from (%L) to (%L)', nom, debut, fin);
  execute format('alter table journal_mois.%I enable row level security', nom);
  execute format('create trigger immuable_en_bloc before truncate on journal_mois.%I for each statement execute function mcp_refuse_modification()', nom);
  return true;
end $$;

-- The months of today and of the next ones; with `ranger`, also those of the lines that wait in « reste ». Returns how many were made.
-- Open to the application's role: it can make months, never take one away.
create function journal_preparer(mois_d_avance int, ranger boolean) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare m date; mois date[]; faits int := 0;
begin
  if mois_d_avance not between 0 and 24 then raise exception 'journal : de 0 à 24 mois d’avance' using errcode = 'invalid_parameter_value'; end if;
  perform pg_advisory_xact_lock(hashtext('mcp.journal'));
  -- Looked up before: a table being read cannot be changed.
  select array_agg(t.mois order by t.mois) into mois from (
    select generate_series(date_trunc('month', now() at time zone 'UTC'), date_trunc('month', now() at time zone 'UTC') + make_interval(months => mois_d_avance), interval '1 month')::date as mois
    union select date_trunc('month', le at time zone 'UTC')::date from journal_mois.reste where ranger) t;
  foreach m in array mois loop
    if journal_mois.creer(m) then faits := faits + 1; end if;
  end loop;
  return faits;
end $$;

-- What remains to be made ahead, for `npm run doctor`: months with a part of their own, and lines that wait in « reste ».
create function journal_parties(out mois date[], out en_attente bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select array_agg(to_date(c.relname, '"m"YYYY_MM') order by c.relname) from pg_class c
      where c.relnamespace = 'journal_mois'::regnamespace and c.relkind = 'r' and c.relname ~ '^m\d{4}_\d\d$'), '{}'),
    (select count(*) from journal_mois.reste) $$;

select journal_mois.creer(m) from (select distinct date_trunc('month', le at time zone 'UTC')::date as m from journal_avant order by 1) t;
insert into journal select * from journal_avant order by chaine, rang;
select journal_preparer(3, false);

-- A part can only be named with its month: a value follows its line by the trigger below.
drop policy lecture on journal_valeur;
drop policy ajout on journal_valeur;
alter table journal_valeur drop constraint journal_valeur_journal_id_foreign;
drop table journal_avant;

alter table journal enable row level security;
create policy lecture on journal for select using (
  (mcp_voit_caf(chaine) or (chaine = 'national' and mcp_caf() is not null and mcp_partenaire() is null))
  and (mcp_partenaire() is null or coalesce(partenaire_id::text = mcp_partenaire(), false)));
create policy ajout on journal for insert with check (
  mcp_voit_caf(chaine) and (mcp_partenaire() is null or coalesce(partenaire_id::text = mcp_partenaire(), false)));
create policy ajout on journal_valeur for insert with check (exists (select 1 from journal j where j.id = journal_id));
create policy lecture on journal_valeur for select using (exists (select 1 from journal j where j.id = journal_id));

-- Written at the end of a chain only, and a head never goes back.
create function mcp_journal_en_bout() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from journal_tete t where t.chaine = new.chaine and t.rang < new.rang) then
    raise exception 'journal : la ligne % de la chaîne % n’est pas au bout', new.rang, new.chaine using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger en_bout before insert on journal for each row execute function mcp_journal_en_bout();
create function mcp_tete_avance() returns trigger language plpgsql as $$
begin
  if new.chaine <> old.chaine or new.rang < old.rang or (new.rang = old.rang and new.empreinte <> old.empreinte) then
    raise exception 'journal : la tête de la chaîne % ne recule pas', old.chaine using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger avance before update on journal_tete for each row execute function mcp_tete_avance();
create trigger indelebile before delete on journal_tete for each row execute function mcp_refuse_modification();
create trigger indelebile_en_bloc before truncate on journal_tete for each statement execute function mcp_refuse_modification();

-- What was purged, as runs of consecutive ranks: the hash before the first and the hash of the last hold the chain together.
create table journal_purge (
  chaine text not null, du_rang int not null, au_rang int not null, precedente text not null, empreinte text not null, purge_le timestamptz not null,
  constraint journal_purge_pkey primary key (chaine, du_rang),
  constraint journal_purge_rangs check (au_rang >= du_rang));
alter table journal_purge enable row level security;
create policy lecture on journal_purge for select using (mcp_voit_caf(chaine) and mcp_partenaire() is null);

-- A personal value is kept as it is, until it is erased with its salt; its place says by which act.
alter table journal_valeur alter column valeur drop not null, alter column sel drop not null, add column effacement uuid null,
  add constraint journal_valeur_effacee check ((valeur is null) = (sel is null) and (valeur is null) = (effacement is not null));
create function mcp_valeur_gardee() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- It goes with its line, when the line's month is purged.
    if not exists (select 1 from journal j where j.id = old.journal_id) then return old; end if;
  elsif old.effacement is null and new.effacement is not null
    and (new.id, new.journal_id, new.champ, new.cote) = (old.id, old.journal_id, old.champ, old.cote) then return new;
  end if;
  raise exception 'journal : une valeur personnelle ne change pas, elle s’efface' using errcode = 'restrict_violation';
end $$;
create trigger gardee before update or delete on journal_valeur for each row execute function mcp_valeur_gardee();
create trigger gardee_en_bloc before truncate on journal_valeur for each statement execute function mcp_refuse_modification();

-- The name shown in a declaration's history is erased with the person; nothing else of it ever changes.
create function mcp_refuse_sauf_effacement() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.acteur = 'Personne effacée' and to_jsonb(new) - 'acteur' = to_jsonb(old) - 'acteur' then return new; end if;
  raise exception 'table % : ajout seul', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger immuable on evenement_declaration;
create trigger immuable before update or delete on evenement_declaration for each row execute function mcp_refuse_sauf_effacement();
