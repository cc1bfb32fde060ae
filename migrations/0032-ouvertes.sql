-- Decisions by the version that made them, and whose they are: enough to count them without reading them.
create index decision_empreinte_index on decision (empreinte, caf_id, partenaire_id);

-- What a partner's people did since a day.
create index journal_partenaire_index on journal (partenaire_id, le) where partenaire_id is not null;

-- Decisions a rule left open, by that rule. No index serves « contains » under row security, since the test could tell of hidden
-- rows: this function says itself whose rows the actor sees, a Caf's or all of them, and nobody's to a partner.
create index decision_constats_ouverts_index on decision using gin (constats jsonb_path_ops) where etat in ('source-muette', 'decision-humaine');
create function mcp_decisions_ouvertes(version text, regle text) returns setof decision
  language sql stable rows 50 security definer set search_path = public, pg_temp as $$
  select d.* from decision d
  where d.etat in ('source-muette', 'decision-humaine') and d.empreinte = version
    and d.constats @> jsonb_build_array(jsonb_build_object('regle', regle)) and mcp_est_interne(d.caf_id) $$;
revoke execute on function mcp_decisions_ouvertes(text, text) from public;
grant execute on function mcp_decisions_ouvertes(text, text) to mcp_application;

-- Where a campaign stands in a Caf.
create index declaration_campagne_index on declaration (caf_id, exercice, perennite, etat);
