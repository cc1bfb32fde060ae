-- An agent sees his Caf's settings, mail and contract model, not those of the others. Their names stay known to all: a multi-caf
-- bulletin lists them.
drop policy lecture on caf;
create policy lecture on caf for select using (mcp_voit_caf(id));
create function mcp_annuaire_des_caf() returns table (id text, nom text)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select c.id, c.nom from caf c where mcp_caf() is not null order by c.nom $$;
