-- Versions that go together: submitted, approved and put in force as one, or not at all.
alter table soumission_regle add column lot uuid null;
create index soumission_regle_lot_index on soumission_regle (lot) where lot is not null;

-- Forms that declarations not yet transmitted keep: hashes and counts, of all Caf, for whoever writes rules.
create index declaration_formulaire_en_cours_index on declaration (formulaire_empreinte, exercice) where etat in ('brouillon', 'a-approuver', 'renvoyee', 'retournee');
create function mcp_formulaires_en_cours() returns table (empreinte text, declarations int, du date, au date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.formulaire_empreinte, count(*)::int, make_date(min(d.exercice), 1, 1), make_date(max(d.exercice) + 1, 1, 1)
  from declaration d where mcp_caf() = '*' and d.etat in ('brouillon', 'a-approuver', 'renvoyee', 'retournee') group by d.formulaire_empreinte $$;
