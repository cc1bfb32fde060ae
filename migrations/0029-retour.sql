-- What a draft is judged with, besides what is typed in it, told in one value: it changes with any record the context of a
-- declaration reads (src/domain/declaration/contexte.ts) or any human decision, under the reader's row security. Whole rows are
-- taken, not their versions: whoever writes them, the owner of the tables included, is seen. What is append-only is told by its ids.
create function declaration_empreinte_du_contexte(caf text, partenaire uuid, vise uuid, declaration_visee uuid) returns text
  language plpgsql stable as $$
begin
  return md5(row(
    (select string_agg(t::text, ' ' order by t.id) from campagne t where t.caf_id = caf),
    (select string_agg(t::text, ' ' order by t.id) from convention t where t.caf_id = caf and t.partenaire_id = partenaire),
    (select string_agg(t::text, ' ' order by t.id) from bulletin_adhesion t where t.caf_id = caf and t.partenaire_id = partenaire),
    (select string_agg(t::text, ' ' order by t.id) from equipement t where t.caf_id = caf and t.id = vise),
    (select string_agg(t::text, ' ' order by t.id) from lieu_implantation t where t.caf_id = caf and t.equipement_id = vise),
    (select string_agg(t::text, ' ' order by t.id) from conventionnement t where t.caf_id = caf and t.equipement_id = vise),
    (select string_agg(t::text, ' ' order by t.id) from animateur t where t.caf_id = caf and t.equipement_id = vise),
    (select string_agg(t::text, ' ' order by t.id) from absence_animateur t join animateur a on a.id = t.animateur_id
      where t.caf_id = caf and a.caf_id = caf and a.equipement_id = vise),
    (select string_agg(row(d.id, d.etat, d.version)::text, ' ' order by d.id) from declaration d
      where d.caf_id = caf and d.equipement_id = vise and d.id <> declaration_visee),
    (select string_agg(t.id::text, ' ' order by t.id) from transmission t join declaration d on d.id = t.declaration_id
      where t.caf_id = caf and d.caf_id = caf and d.equipement_id = vise),
    (select string_agg(t.id::text, ' ' order by t.id) from decision_humaine t join declaration d on d.id = t.declaration_id
      where t.caf_id = caf and d.caf_id = caf and d.equipement_id = vise))::text);
end $$;
