-- A second factor at sign-in, for who wants one. Neither secret (closed with the server's key) nor codes (hashes) can be read by the
-- application's role: only the functions below.
create table second_facteur (
  compte_id uuid primary key references compte (id) on update cascade on delete cascade,
  secret text not null, actif boolean not null default false,
  -- Last step of the clock whose code was used: neither it nor an earlier one serves again.
  dernier_pas bigint not null default 0, cree_le timestamptz not null default now());
create table code_de_secours (
  compte_id uuid not null references second_facteur (compte_id) on update cascade on delete cascade,
  empreinte text not null, utilise_le timestamptz null, primary key (compte_id, empreinte));
alter table second_facteur enable row level security;
alter table code_de_secours enable row level security;

-- Whose second factor somebody signed in may touch: his own, or as the Caf that of one of its agents. At sign-in there is nobody yet.
create function second_facteur_admis(compte_vise uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(mcp_caf() = '*' or compte_vise::text = current_setting('mcp.acteur', true)
    or (mcp_partenaire() is null and exists (select 1 from agent_caf a where a.compte_id = compte_vise and a.caf_id = mcp_caf())), false) $$;

create function second_facteur_lire(compte_vise uuid) returns table (secret text, actif boolean, restants int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.secret, s.actif, (select count(*)::int from code_de_secours c where c.compte_id = s.compte_id and c.utilise_le is null)
  from second_facteur s where s.compte_id = compte_vise $$;

-- False when one is active: it must be withdrawn first.
create function second_facteur_preparer(compte_vise uuid, nouveau text) returns boolean
  language sql security definer set search_path = public, pg_temp as $$
  with pose as (insert into second_facteur (compte_id, secret) select compte_vise, nouveau where second_facteur_admis(compte_vise)
    on conflict (compte_id) do update set secret = excluded.secret, cree_le = now() where not second_facteur.actif returning 1)
  select exists (select 1 from pose) $$;

create function second_facteur_renouveler(compte_vise uuid, empreintes jsonb) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from second_facteur s where s.compte_id = compte_vise and s.actif and second_facteur_admis(compte_vise) for update;
  if not found then return false; end if;
  delete from code_de_secours c where c.compte_id = compte_vise;
  insert into code_de_secours (compte_id, empreinte) select compte_vise, e from jsonb_array_elements_text(empreintes) e;
  return true;
end $$;

create function second_facteur_activer(compte_vise uuid, pas bigint, empreintes jsonb) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update second_facteur s set actif = true, dernier_pas = pas where s.compte_id = compte_vise and not s.actif and s.dernier_pas < pas and second_facteur_admis(compte_vise);
  return found and second_facteur_renouveler(compte_vise, empreintes);
end $$;

-- Single use: true once for a step, and never again for an earlier one.
create function second_facteur_prendre(compte_vise uuid, pas bigint) returns boolean
  language sql security definer set search_path = public, pg_temp as $$
  with pris as (update second_facteur s set dernier_pas = pas where s.compte_id = compte_vise and s.actif and s.dernier_pas < pas returning 1)
  select exists (select 1 from pris) $$;

-- How many are left once this one is used; null when it is none of them or has served.
create function second_facteur_secours(compte_vise uuid, empreinte_code text) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update code_de_secours c set utilise_le = now() where c.compte_id = compte_vise and c.empreinte = empreinte_code and c.utilise_le is null;
  if not found then return null; end if;
  return (select count(*)::int from code_de_secours c where c.compte_id = compte_vise and c.utilise_le is null);
end $$;

create function second_facteur_retirer(compte_vise uuid) returns boolean
  language sql security definer set search_path = public, pg_temp as $$
  with retire as (delete from second_facteur s where s.compte_id = compte_vise and second_facteur_admis(compte_vise) returning s.actif) select coalesce(bool_or(actif), false) from retire $$;

-- One's own sessions are listed and ended.
create index session_compte_index on sessions.session ((sess ->> 'compteId'));
