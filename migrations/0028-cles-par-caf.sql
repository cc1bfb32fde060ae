-- Keys that hold inside one Caf, so that its rows may live on any node of a distributed PostgreSQL (docs/decisions/0011-keys-by-caf.md).

-- Cited a decision by its id alone; cited again below.
alter table courrier drop constraint courrier_decision_id_foreign;
alter table reprise_cas drop constraint reprise_cas_decision_id_fkey, drop constraint reprise_cas_nouvelle_id_fkey;

-- A record is known by its Caf and its id. Where no other key begins with the id, a plain index still opens it by the id alone.
do $$
declare
  t text;
begin
  for t in
    select c.conrelid::regclass from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'caf_id' and a.attnotnull
    where c.contype = 'p' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1
      -- What it says is of accounts, which are no Caf's.
      and c.conrelid <> 'comptes_lies'::regclass
  loop
    execute format('alter table %1$I drop constraint %2$I, add constraint %2$I primary key (caf_id, id)', t, t || '_pkey');
    if not exists (select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = t::regclass and a.attname = 'id') then
      execute format('create index %I on %I (id)', t || '_id_index', t);
    end if;
  end loop;
end $$;

-- The Caf joins the other keys last: they still serve who looks up from the parent record.
alter table lieu_implantation drop constraint lieu_nom_unique, add constraint lieu_nom_unique unique (equipement_id, nom, caf_id);
drop index lieu_principal_unique;
create unique index lieu_principal_unique on lieu_implantation (equipement_id, caf_id) where nature in ('unique', 'principal');
alter table declaration drop constraint declaration_unique,
  add constraint declaration_unique unique (conventionnement_id, exercice, perennite, caf_id);
alter table demande_decision drop constraint demande_decision_unique,
  add constraint demande_decision_unique unique (declaration_id, regle_decision_id, caf_id);
alter table decision_humaine drop constraint decision_humaine_unique,
  add constraint decision_humaine_unique unique (declaration_id, regle_decision_id, caf_id);
alter table convention drop constraint convention_renouvelle_unique, add constraint convention_renouvelle_unique unique (renouvelle_id, caf_id);
alter table animateur drop constraint animateur_succede_a_unique, add constraint animateur_succede_a_unique unique (succede_a_id, caf_id);
alter table bulletin_adhesion drop constraint bulletin_service_unique,
  add constraint bulletin_service_unique unique (convention_id, service_id, caf_id);
alter table utilisateur drop constraint utilisateur_courriel_unique,
  add constraint utilisateur_courriel_unique unique (partenaire_id, courriel, caf_id);

-- A letter is about a decision of its own file; a case judged again stays in its Caf.
alter table courrier add constraint courrier_decision_id_foreign
  foreign key (decision_id, caf_id, partenaire_id) references decision (id, caf_id, partenaire_id);
alter table reprise_cas
  add constraint reprise_cas_decision_id_fkey foreign key (decision_id, caf_id) references decision (id, caf_id),
  add constraint reprise_cas_nouvelle_id_fkey foreign key (nouvelle_id, caf_id) references decision (id, caf_id),
  drop constraint reprise_cas_pkey, add constraint reprise_cas_pkey primary key (reprise_id, caf_id, decision_id);
drop index reprise_cas_nouvelle_unique;
create unique index reprise_cas_nouvelle_unique on reprise_cas (nouvelle_id, caf_id);
alter table etude_impact_cas drop constraint etude_impact_cas_pkey, add constraint etude_impact_cas_pkey primary key (etude_id, rang, caf_id);

-- The journal's Caf is its chain: a line is known by its chain and its rank, and found by its id for its personal values.
alter table journal drop constraint journal_pkey, drop constraint journal_chaine_rang_unique,
  add constraint journal_pkey primary key (chaine, rang, le);
create index journal_id_index on journal (id);
