-- Letters to partners, as the Caf completed and kept them: what was printed, who wrote it, when. A new version is a new row.
create table courrier (
  id uuid not null, caf_id text not null, partenaire_id uuid not null, decision_id uuid not null,
  adresse_caf text not null, destinataire text not null, recours text not null, signature text not null,
  contenu jsonb not null, par uuid not null, par_nom text not null, le timestamptz not null,
  constraint courrier_pkey primary key (id),
  constraint courrier_caf_id_foreign foreign key (caf_id) references caf (id),
  constraint courrier_partenaire_id_foreign foreign key (partenaire_id, caf_id) references partenaire (id, caf_id),
  constraint courrier_decision_id_foreign foreign key (decision_id) references decision (id));
create index courrier_decision_index on courrier (decision_id, le);
create index courrier_cloison_index on courrier (caf_id, partenaire_id);

-- Read within the file of the partner it is for; written by the Caf; never changed.
alter table courrier enable row level security;
create policy lecture on courrier for select using (mcp_voit(caf_id, partenaire_id));
create policy ecriture on courrier for insert with check (mcp_est_interne(caf_id));
create trigger immuable before update or delete on courrier for each row execute function mcp_refuse_modification();
create trigger immuable_en_bloc before truncate on courrier for each statement execute function mcp_refuse_modification();
