-- Referentials are governed files, as rules, parameters and forms are.
do $$
declare t text;
begin
  foreach t in array array['version_regle', 'brouillon_regle', 'soumission_regle'] loop
    execute format('alter table %I drop constraint %I', t, t || '_genre_check');
    execute format('alter table %I add constraint %I check (genre in (''referentiel'', ''parametres'', ''regles'', ''formulaire''))', t, t || '_genre_check');
  end loop;
end $$;

-- A decision is taken again with the very referentials it was made with.
alter table decision add column referentiels jsonb null;

-- The version each table of reference was last brought to: national, read by nobody but who brings it to the next.
create table referentiel_suivi (id text primary key, empreinte text not null);
alter table referentiel_suivi enable row level security;
create policy tout on referentiel_suivi using (mcp_caf() = '*') with check (mcp_caf() = '*');
