-- Roles opened to a partner by the bulletins its organisme signed with other Caf, when their portée reaches his: nationale, or
-- multi-caf with his Caf listed. Codes only: the bulletins themselves stay where they were signed.
create function mcp_roles_par_portee(jour date) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct jsonb_array_elements_text(b.roles)
  from partenaire moi join partenaire p on p.organisme_id = moi.organisme_id and p.caf_id <> moi.caf_id
    join bulletin_adhesion b on b.partenaire_id = p.id join convention v on v.id = b.convention_id
  where moi.id::text = mcp_partenaire() and moi.caf_id = mcp_caf()
    and b.du <= jour and jour < b.au and v.etat = 'active' and v.du <= jour and jour < v.au
    and (b.portee = 'nationale' or (b.portee = 'multi-caf' and b.cafs ? moi.caf_id)) $$;
