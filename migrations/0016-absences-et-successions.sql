-- « Succède à »: two people in turn on one post of an equipment, which counts once. The Etp validated for one person, where the Caf records it.
alter table animateur
  add column succede_a_id uuid null,
  add column etp_valide numeric(8,4) null,
  add constraint animateur_dossier_unique unique (id, caf_id, partenaire_id),
  add constraint animateur_equipement_unique unique (id, equipement_id, caf_id, partenaire_id),
  -- Of the same equipment, hence of the same file.
  add constraint animateur_succede_a_id_foreign foreign key (succede_a_id, equipement_id, caf_id, partenaire_id)
    references animateur (id, equipement_id, caf_id, partenaire_id),
  add constraint animateur_succede_a_unique unique (succede_a_id),
  add constraint animateur_succede_a_autre check (succede_a_id <> id);

-- Absences the Caf knows of. They may touch or overlap: they are united before a rule judges.
create table absence_animateur (
  id uuid not null, caf_id text not null, partenaire_id uuid not null, animateur_id uuid not null,
  motif text not null, du date not null, au date null, version int not null default 1,
  constraint absence_animateur_pkey primary key (id),
  constraint absence_animateur_caf_id_foreign foreign key (caf_id) references caf (id),
  constraint absence_animateur_partenaire_id_foreign foreign key (partenaire_id, caf_id) references partenaire (id, caf_id),
  constraint absence_animateur_animateur_id_foreign foreign key (animateur_id, caf_id, partenaire_id) references animateur (id, caf_id, partenaire_id),
  constraint absence_animateur_periode check (au is null or au > du));
create index absence_animateur_animateur_index on absence_animateur (animateur_id, du);
create index absence_animateur_cloison_index on absence_animateur (caf_id, partenaire_id);

-- Read within the file, since it fills the declaration; written by the Caf.
alter table absence_animateur enable row level security;
create policy lecture on absence_animateur for select using (mcp_voit(caf_id, partenaire_id));
create policy ecriture on absence_animateur using (mcp_est_interne(caf_id)) with check (mcp_est_interne(caf_id));
