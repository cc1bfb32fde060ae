-- A study also counts the recorded decisions of the past days its version would rule; its report is what a submission is approved on.

alter table etude_impact add column passe_du date null, add column passe_au date null;
alter table etude_impact add constraint etude_impact_passe check ((passe_au is not null or passe_du is null) and passe_au > passe_du);
-- The study of a text: looked for at its submission, then by the page that waits for it.
create index etude_impact_apres_index on etude_impact (apres_empreinte, lancee_le desc);
