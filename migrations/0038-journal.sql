-- The journal's policy, which no index serves, asks who reads once a statement, by « select », instead of once a row; said as cases, since
-- the planner takes a comparison with what it does not know for a rare thing.
-- One's own chain and the national one, as before.
drop policy lecture on journal;
create policy lecture on journal for select using (
  case when chaine = 'national' and (select mcp_sans_partenaire()) then (select mcp_caf() is not null)
    else chaine >= (select mcp_caf_de()) and chaine <= (select mcp_caf_a()) end
  and case when partenaire_id is null then (select mcp_sans_partenaire())
    else partenaire_id >= (select mcp_partenaire_de()) and partenaire_id <= (select mcp_partenaire_a()) end);

-- Words are searched among all the names of a Caf. In SQL, this function would be begun anew for each of them.
create or replace function sans_accents(texte text) returns text language plpgsql immutable parallel safe strict
  as $$ begin return lower(public.unaccent('public.unaccent', texte)); end $$;
