-- A question answered by a version in force: the cases that waited on it judged again in one act, batch by batch.

create table reprise_question (
  id uuid primary key, jeu text not null, question text not null, reponse text not null,
  avant_numero text not null, avant_empreinte text not null references version_regle (empreinte),
  apres_numero text not null, apres_empreinte text not null references version_regle (empreinte),
  motif text not null, lancee_par uuid not null, lancee_le timestamptz not null,
  -- Counts, sealed with the end.
  terminee_le timestamptz null, comptes jsonb null,
  -- Who works on it, and until when he is believed to.
  porteur uuid null, bail_jusqu_a timestamptz null,
  constraint reprise_question_motif check (btrim(motif) <> ''),
  constraint reprise_question_fin check ((terminee_le is null) = (comptes is null)),
  constraint reprise_question_porteur check ((porteur is null) = (bail_jusqu_a is null) and (terminee_le is null or porteur is null)));
create index reprise_question_jeu_index on reprise_question (jeu, question, lancee_le desc);
-- One at a time for a question.
create unique index reprise_question_en_cours_unique on reprise_question (jeu, question) where terminee_le is null;

create function mcp_reprise_figee() returns trigger language plpgsql as $$
begin
  if old.terminee_le is not null or (to_jsonb(new) - array['terminee_le', 'comptes', 'porteur', 'bail_jusqu_a'])
    <> (to_jsonb(old) - array['terminee_le', 'comptes', 'porteur', 'bail_jusqu_a']) then
    raise exception 'reprise % : elle ne change plus', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger figee before update on reprise_question for each row execute function mcp_reprise_figee();

-- One line per waiting decision: what replaced it, or why it was left alone. No fact of the case.
create table reprise_cas (
  reprise_id uuid not null references reprise_question (id), decision_id uuid not null references decision (id),
  caf_id text not null references caf (id), partenaire_id uuid null,
  sujet_type text not null, sujet_id uuid not null, sujet_detail text null, date_reference date not null,
  -- Version in force at the case's date when it was looked at.
  applicable text null,
  suite text not null check (suite in ('decide', 'a-decider', 'ecarte')), change boolean not null,
  ecart text null, detail text null, avant jsonb not null, apres jsonb null, nouvelle_id uuid null references decision (id),
  estimation_avant numeric(14, 2) null, estimation_apres numeric(14, 2) null, le timestamptz not null,
  primary key (reprise_id, decision_id),
  constraint reprise_cas_suite check (case when suite = 'ecarte' then ecart is not null and nouvelle_id is null and apres is null and not change
    else ecart is null and nouvelle_id is not null and apres is not null end));
create index reprise_cas_decision_index on reprise_cas (decision_id);
create unique index reprise_cas_nouvelle_unique on reprise_cas (nouvelle_id);

do $$
declare t text;
begin
  foreach t in array array['reprise_question', 'reprise_cas'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create trigger indelebile before delete on %I for each row execute function mcp_refuse_modification()', t);
    execute format('create trigger indelebile_en_bloc before truncate on %I for each statement execute function mcp_refuse_modification()', t);
  end loop;
end $$;
create trigger immuable before update on reprise_cas for each row execute function mcp_refuse_modification();

-- The act is national: written by the analysts, read from the Caf's side. Its lines are each Caf's, written by an analyst at work in that Caf.
create policy lecture on reprise_question for select using (mcp_caf() is not null and mcp_partenaire() is null);
create policy ajout on reprise_question for insert with check (coalesce(mcp_caf() = '*', false));
create policy suite on reprise_question for update using (coalesce(mcp_caf() = '*', false)) with check (coalesce(mcp_caf() = '*', false));
create policy lecture on reprise_cas for select using (mcp_est_interne(caf_id));
create policy ajout on reprise_cas for insert with check (mcp_est_interne(caf_id)
  and exists (select 1 from analyste n where n.compte_id::text = current_setting('mcp.acteur', true)));

-- The cases left open by a rule file, Caf by Caf. Plain columns only, as above.
create index decision_en_attente_index on decision (jeu, caf_id, sujet_id, id) where etat in ('source-muette', 'decision-humaine');
