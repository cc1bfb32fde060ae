-- Forms refused because their session had just ended, kept an hour for whoever sent them, unreadable without his cookie and the server's secret.
create table sessions.envoi (
  id uuid not null primary key,
  compte_id uuid not null,
  corps text not null,
  depose_le timestamptz not null default now());
create index envoi_compte_index on sessions.envoi (compte_id, depose_le);
create index envoi_depose_le_index on sessions.envoi (depose_le);

-- Like sessions: a unit of work, which knows its actor, has no business there.
alter table sessions.envoi enable row level security;
create policy avant_connexion on sessions.envoi using (coalesce(mcp_caf() = '*', true)) with check (coalesce(mcp_caf() = '*', true));
