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
