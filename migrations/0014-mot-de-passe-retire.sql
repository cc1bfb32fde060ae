-- The Caf ends, as a precaution, the password and the sessions of a user of one of its partners: it can give no other.
create function compte_retirer_mot_de_passe(compte_vise uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from utilisateur u where u.compte_id = compte_vise and u.caf_id = mcp_caf() and mcp_partenaire() is null) then
    raise exception 'compte : hors de votre périmètre' using errcode = 'insufficient_privilege';
  end if;
  update compte set empreinte_mot_de_passe = null, sessions_valides_depuis = clock_timestamp() where id = compte_vise;
end $$;
