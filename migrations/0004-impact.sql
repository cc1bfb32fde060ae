-- Impact studies: two versions of a rule file judged side by side over the stored decisions and over drawn cases.
-- A study outlives the server that runs it: what is done is written batch by batch, another server goes on from there.

create table etude_impact (
  id uuid primary key, jeu text not null,
  avant_numero text not null, avant_empreinte text not null, avant_canonique text not null,
  apres_numero text not null, apres_empreinte text not null, apres_canonique text not null,
  -- Cases looked at: reference date in [du, au), decision taken before this instant.
  du date null, au date null, prises_avant timestamptz not null,
  generes int not null check (generes between 0 and 100000), graine text not null,
  etat text not null check (etat in ('en-attente', 'en-cours', 'terminee', 'arretee', 'echouee')),
  total int null, lus int not null default 0, tires int not null default 0, changes int not null default 0, duree_ms int not null default 0,
  curseur text null, agregats text not null,
  rapport text null, empreinte_rapport text null, erreur text null,
  lancee_par uuid null, lancee_le timestamptz not null, terminee_le timestamptz null,
  -- Who works on it, and until when he is believed to.
  porteur uuid null, bail_jusqu_a timestamptz null, version int not null default 1,
  constraint etude_impact_periode check (au > du),
  constraint etude_impact_avant_exact check (avant_empreinte = encode(sha256(convert_to(avant_canonique, 'UTF8')), 'hex')),
  constraint etude_impact_apres_exact check (apres_empreinte = encode(sha256(convert_to(apres_canonique, 'UTF8')), 'hex')),
  constraint etude_impact_rapport check ((etat = 'terminee') = (rapport is not null)
    and (rapport is null) = (empreinte_rapport is null) and (rapport is null or empreinte_rapport = encode(sha256(convert_to(rapport, 'UTF8')), 'hex'))),
  constraint etude_impact_porteur check ((etat = 'en-cours') = (porteur is not null) and (porteur is null) = (bail_jusqu_a is null)));
create index etude_impact_jeu_index on etude_impact (jeu, lancee_le desc);
create index etude_impact_a_faire_index on etude_impact (lancee_le) where etat in ('en-attente', 'en-cours');

-- A finished report is what an approval is given on.
create function mcp_etude_figee() returns trigger language plpgsql as $$
begin
  if old.etat = 'terminee' then raise exception 'étude % : terminée, elle ne change plus', old.id using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger figee before update on etude_impact for each row execute function mcp_etude_figee();

-- Stored cases decided otherwise: where they are and what changes, no fact of theirs.
create table etude_impact_cas (
  etude_id uuid not null references etude_impact (id), rang int not null,
  decision_id uuid not null, caf_id text not null, equipement_id uuid null, type_equipement text null,
  sujet_type text not null, sujet_id uuid not null, sujet_detail text null, date_reference date not null, derniere boolean not null,
  avant jsonb not null, apres jsonb not null, calculs jsonb not null, cause jsonb not null,
  primary key (etude_id, rang));

do $$
declare t text;
begin
  foreach t in array array['etude_impact', 'etude_impact_cas'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy politique on %I using (coalesce(mcp_caf() = ''*'', false)) with check (coalesce(mcp_caf() = ''*'', false))', t);
  end loop;
end $$;

-- The decisions of a rule file, subject by subject, the last one taken first (read backwards). Plain columns only: under row security
-- the database looks nothing up by an expression.
create index decision_par_sujet_index on decision (jeu, sujet_id, prise_le, id);
