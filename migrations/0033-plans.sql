-- Mails that indexes serve as well: one range for whoever asks, where a mail of no Caf has the code that only the national range holds.
-- An actor of the whole country has no partner, so that the answers are those of before.
drop policy lecture on courriel;
create policy lecture on courriel for select
  using (coalesce(caf_id, '') >= mcp_caf_de() and coalesce(caf_id, '') <= mcp_caf_interne_a());
-- The range comes last: the Caf in the query then gives the order, and the policy is still asked of the index, without the row.
drop index courriel_liste_index;
create index courriel_liste_index on courriel (caf_id, cree_le desc, id, coalesce(caf_id, ''));
