-- One ends one's own sessions, and nothing else of the table: neither their content nor those of others.
create policy ses_propres on sessions.session for select using (sess ->> 'compteId' = current_setting('mcp.acteur', true));
create policy ses_propres_fermees on sessions.session for delete using (sess ->> 'compteId' = current_setting('mcp.acteur', true));
