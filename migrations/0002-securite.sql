-- Second wall: row-level security, append-only tables, and the narrow doors of sign-in.
-- The application's role owns nothing; each unit of work names its actor by set_config(…, true):
--   mcp.caf         code of the Caf, or '*' for a national actor; absent: no row is visible
--   mcp.partenaire  id of the partner, or '' for an agent, an analyst or the system

create function mcp_refuse_modification() returns trigger language plpgsql as $$
begin raise exception 'table % : ajout seul', tg_table_name using errcode = 'restrict_violation'; end $$;

create extension if not exists unaccent;
create extension if not exists pg_trgm;

create function sans_accents(texte text) returns text language sql immutable parallel safe strict
  as $$ select lower(public.unaccent('public.unaccent', texte)) $$;

create function mcp_caf() returns text language sql stable as $$ select nullif(current_setting('mcp.caf', true), '') $$;
create function mcp_partenaire() returns text language sql stable as $$ select nullif(current_setting('mcp.partenaire', true), '') $$;
create function mcp_voit_caf(caf text) returns boolean language sql stable
  as $$ select coalesce(mcp_caf() = caf or mcp_caf() = '*', false) $$;
create function mcp_voit(caf text, partenaire uuid) returns boolean language sql stable
  as $$ select mcp_voit_caf(caf) and (mcp_partenaire() is null or coalesce(mcp_partenaire() = partenaire::text, false)) $$;
-- An actor of the Caf's side, not a partner.
create function mcp_est_interne(caf text) returns boolean language sql stable
  as $$ select mcp_voit_caf(caf) and mcp_partenaire() is null $$;

do $$
declare t text;
begin
  -- Tenant tables keyed by Caf and partner.
  foreach t in array array['formulaire_eligibilite','convention','contrat_service','interlocuteur','bulletin_adhesion','equipement',
    'lieu_implantation','animateur','conventionnement','utilisateur','mandat','habilitation','declaration','evenement_declaration',
    'transmission','demande_decision','decision_humaine','decision']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy cloison on %I using (mcp_voit(caf_id, partenaire_id)) with check (mcp_voit(caf_id, partenaire_id))', t);
    execute format('create index if not exists %I on %I (caf_id, partenaire_id)', t || '_cloison_index', t);
  end loop;
  -- Read by the whole Caf and its partners, written by the Caf.
  foreach t in array array['campagne'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy lecture on %I for select using (mcp_voit_caf(caf_id))', t);
    execute format('create policy ecriture on %I using (mcp_est_interne(caf_id)) with check (mcp_est_interne(caf_id))', t);
  end loop;
  -- National data: read by every actor, written from the Caf's side.
  foreach t in array array['service','groupe_habilitation','type_equipement'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy lecture on %I for select using (mcp_caf() is not null)', t);
    execute format('create policy ecriture on %I using (mcp_caf() is not null and mcp_partenaire() is null) with check (mcp_caf() is not null and mcp_partenaire() is null)', t);
  end loop;
  -- Append-only.
  foreach t in array array['decision','journal','transmission','version_regle','evenement_declaration','demande_decision','decision_humaine'] loop
    execute format('create trigger immuable before update or delete on %I for each row execute function mcp_refuse_modification()', t);
    execute format('create trigger immuable_en_bloc before truncate on %I for each statement execute function mcp_refuse_modification()', t);
  end loop;
end $$;

-- Every Caf is known to all (a multi-caf bulletin lists them); its settings are written by its own agents.
alter table caf enable row level security;
create policy lecture on caf for select using (mcp_caf() is not null);
create policy ecriture on caf using (mcp_est_interne(id)) with check (mcp_est_interne(id));

alter table partenaire enable row level security;
create policy cloison on partenaire using (mcp_voit(caf_id, id)) with check (mcp_voit(caf_id, id));
create index partenaire_nom_index on partenaire using gin (sans_accents(nom) gin_trgm_ops);

alter table organisme enable row level security;
create policy lecture on organisme for select using (
  mcp_caf() is not null and (mcp_partenaire() is null or exists (select 1 from partenaire p where p.organisme_id = organisme.id)));
create policy ecriture on organisme using (mcp_caf() is not null and mcp_partenaire() is null)
  with check (mcp_caf() is not null and mcp_partenaire() is null);

alter table agent_caf enable row level security;
create policy cloison on agent_caf using (mcp_est_interne(caf_id)) with check (mcp_est_interne(caf_id));
alter table analyste enable row level security;
create policy cloison on analyste using (mcp_caf() is not null and mcp_partenaire() is null) with check (mcp_caf() = '*');

alter table lien_utile enable row level security;
create policy lecture on lien_utile for select using (mcp_caf() is not null and (caf_id is null or mcp_voit_caf(caf_id)));
create policy ecriture on lien_utile using (mcp_partenaire() is null and (mcp_voit_caf(caf_id) or (caf_id is null and mcp_caf() = '*')))
  with check (mcp_partenaire() is null and (mcp_voit_caf(caf_id) or (caf_id is null and mcp_caf() = '*')));

-- A mail is written by whoever causes it and read by the Caf's side and the sender.
alter table courriel enable row level security;
create policy ecriture on courriel for insert with check (mcp_caf() is not null and (caf_id is null or mcp_voit_caf(caf_id)));
create policy lecture on courriel for select using (mcp_partenaire() is null and (mcp_caf() = '*' or mcp_voit_caf(caf_id)));
create policy envoi on courriel for update using (mcp_caf() = '*') with check (mcp_caf() = '*');

alter table version_regle enable row level security;
create policy lecture on version_regle for select using (true);
create policy publication on version_regle for insert with check (mcp_caf() = '*');
alter table version_regle add constraint version_regle_quatre_yeux check (
  (origine = 'initialisation' and auteur is null and approbateur is null)
  or (origine = 'publication' and auteur is not null and approbateur is not null and auteur <> approbateur));
alter table version_regle add constraint version_regle_empreinte_exacte check (
  empreinte = encode(sha256(convert_to(canonique, 'UTF8')), 'hex'));
create function mcp_annonce_version() returns trigger language plpgsql as $$
begin perform pg_notify('regles', new.empreinte); return new; end $$;
create trigger annonce after insert on version_regle for each row execute function mcp_annonce_version();

alter table journal enable row level security;
create policy lecture on journal for select using (
  (mcp_caf() = '*' or chaine = mcp_caf() or (chaine = 'national' and mcp_partenaire() is null))
  and (mcp_partenaire() is null or partenaire_id::text = mcp_partenaire()));
create policy ajout on journal for insert with check (mcp_caf() = '*' or chaine = mcp_caf() or chaine = 'national');
alter table journal_valeur enable row level security;
create policy lecture on journal_valeur for select using (exists (select 1 from journal j where j.id = journal_id));
create policy ajout on journal_valeur for insert with check (mcp_caf() is not null);

-- Head of each chain: its row lock, taken last, serialises the writers of one Caf only.
create table journal_tete (chaine text primary key, rang integer not null, empreinte text not null);
alter table journal_tete enable row level security;
create policy chaine on journal_tete using (mcp_caf() = '*' or chaine = mcp_caf() or chaine = 'national')
  with check (mcp_caf() = '*' or chaine = mcp_caf() or chaine = 'national');

-- Shape of the data that no screen may break.
alter table convention add constraint convention_periode check (au > du);
alter table bulletin_adhesion add constraint bulletin_periode check (au > du);
alter table conventionnement add constraint conventionnement_periode check (au > du);
alter table habilitation add constraint habilitation_periode check (au is null or au >= du);
alter table habilitation add constraint habilitation_quatre_yeux check (traite_par is null or traite_par <> demande_par);
alter table habilitation add constraint habilitation_portee check ((portee = 'lieu') = (lieu_id is not null));
alter table decision_humaine add constraint decision_humaine_quatre_yeux check (demande_par is null or demande_par <> par);
alter table mandat add constraint mandat_periode check (au is null or au >= du);
alter table campagne add constraint campagne_periode check (ferme_le > ouvre_le);
alter table organisme add constraint organisme_siren_forme check (siren ~ '^[0-9]{9}$');
alter table compte add constraint compte_courriel_minuscules check (courriel = lower(courriel));
create unique index lieu_principal_unique on lieu_implantation (equipement_id) where nature in ('unique', 'principal');
create index declaration_file_index on declaration (caf_id, transmise_le) where etat in ('transmise', 'en-traitement');
create index habilitation_attente_index on habilitation (caf_id, demande_le) where etat = 'en-attente-caf';
create index courriel_attente_index on courriel (cree_le) where envoye_le is null;
create index utilisateur_nom_index on utilisateur using gin (sans_accents(nom || ' ' || prenom) gin_trgm_ops);
create index equipement_nom_index on equipement using gin (sans_accents(nom) gin_trgm_ops);

-- Accounts: read only where the person is visible; hashes and tokens by the functions below alone.
alter table compte enable row level security;
create policy lecture on compte for select using (
  exists (select 1 from utilisateur u where u.compte_id = compte.id)
  or exists (select 1 from agent_caf a where a.compte_id = compte.id)
  or exists (select 1 from analyste n where n.compte_id = compte.id));
alter table jeton enable row level security;

create function connexion_compte(adresse text)
  returns table (id uuid, empreinte text, ferme boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select c.id, c.empreinte_mot_de_passe, c.ferme from compte c where c.courriel = lower(adresse) $$;

-- Everything a request needs to know who is asking; dates are compared by the application in the Caf's time zone.
create function connexion_profils(compte_demande uuid) returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object(
    'compte', (select jsonb_build_object('id', c.id, 'courriel', c.courriel, 'ferme', c.ferme,
        'sessionsValidesDepuis', to_char(c.sessions_valides_depuis at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) from compte c where c.id = compte_demande),
    'analyste', (select jsonb_build_object('id', n.id, 'nom', n.nom, 'prenom', n.prenom, 'ouvertLe', n.ouvert_le, 'closLe', n.clos_le)
        from analyste n where n.compte_id = compte_demande),
    'agents', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'nom', a.nom, 'prenom', a.prenom, 'profil', a.profil,
        'ouvertLe', a.ouvert_le, 'closLe', a.clos_le,
        'caf', jsonb_build_object('id', f.id, 'nom', f.nom, 'fuseauHoraire', f.fuseau_horaire)) order by f.id)
        from agent_caf a join caf f on f.id = a.caf_id where a.compte_id = compte_demande), '[]'),
    'utilisateurs', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'identifiant', u.identifiant, 'nom', u.nom, 'prenom', u.prenom,
        'ouvertLe', u.ouvert_le, 'closLe', u.clos_le, 'administrateur', u.administrateur, 'groupes', u.groupes,
        'caf', jsonb_build_object('id', f.id, 'nom', f.nom, 'fuseauHoraire', f.fuseau_horaire),
        'partenaire', jsonb_build_object('id', p.id, 'nom', p.nom),
        'conventions', coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'numero', v.numero, 'du', v.du, 'au', v.au, 'etat', v.etat,
            'resilieeLe', v.resiliee_le) order by v.du desc) from convention v where v.partenaire_id = p.id and v.etat in ('active', 'resiliee')), '[]'),
        'mandats', coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'roles', m.roles, 'equipements', m.equipements,
            'peutCreerUtilisateurs', m.peut_creer_utilisateurs, 'peutDeleguer', m.peut_deleguer, 'du', m.du, 'au', m.au))
            from mandat m where m.titulaire_id = u.id), '[]'),
        'habilitations', coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'role', h.role, 'equipement', h.equipement_id, 'lieu', h.lieu_id,
            'du', h.du, 'au', h.au)) from habilitation h where h.utilisateur_id = u.id and h.etat = 'accordee'), '[]')) order by f.id, p.nom)
        from utilisateur u join partenaire p on p.id = u.partenaire_id join caf f on f.id = u.caf_id where u.compte_id = compte_demande), '[]')) $$;

create function compte_creer(nouveau uuid, adresse text, est_demonstration boolean) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare trouve uuid;
begin
  insert into compte (id, courriel, ferme, sessions_valides_depuis, demonstration, cree_le)
    values (nouveau, lower(adresse), false, now(), est_demonstration, now()) on conflict (courriel) do nothing;
  select c.id into trouve from compte c where c.courriel = lower(adresse);
  return trouve;
end $$;

create function compte_changer_mot_de_passe(compte_vise uuid, nouvelle_empreinte text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, sessions_valides_depuis = now() where id = compte_vise $$;

create function compte_a_un_mot_de_passe(compte_vise uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select empreinte_mot_de_passe is not null from compte where id = compte_vise $$;

-- A new link makes the earlier ones of the same kind useless.
create function jeton_creer(genre_demande text, compte_vise uuid, sujet uuid, empreinte_secret text, expire timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update jeton set utilise_le = now() where genre = genre_demande and utilise_le is null
    and compte_id is not distinct from compte_vise and sujet_id is not distinct from sujet;
  insert into jeton (id, genre, compte_id, sujet_id, empreinte, expire_le, cree_le)
    values (gen_random_uuid(), genre_demande, compte_vise, sujet, empreinte_secret, expire, now());
end $$;

create function jeton_lire(genre_demande text, empreinte_secret text, maintenant timestamptz)
  returns table (compte_id uuid, courriel text, sujet_id uuid, etat text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select j.compte_id, c.courriel, j.sujet_id,
    case when j.utilise_le is not null then 'utilise' when j.expire_le <= maintenant then 'expire' else 'valide' end
  from jeton j left join compte c on c.id = j.compte_id where j.genre = genre_demande and j.empreinte = empreinte_secret $$;

-- Single use: true once, for a link neither used nor expired.
create function jeton_consommer(genre_demande text, empreinte_secret text, maintenant timestamptz) returns boolean
  language sql security definer set search_path = public, pg_temp as $$
  with pris as (update jeton set utilise_le = maintenant where genre = genre_demande and empreinte = empreinte_secret
    and utilise_le is null and expire_le > maintenant returning 1) select exists (select 1 from pris) $$;

-- The tenant of an eligibility form reached by a link, for a partner who has no account yet.
create function formulaire_invite(formulaire uuid) returns table (caf_id text, partenaire_id uuid, fuseau text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.caf_id, f.partenaire_id, c.fuseau_horaire from formulaire_eligibilite f join caf c on c.id = f.caf_id where f.id = formulaire $$;

create function nombre_comptes_demonstration() returns integer
  language sql stable security definer set search_path = public, pg_temp as $$ select count(*)::int from compte where demonstration and not ferme $$;

-- Which migrations are done: the application's role reads no other thing of their table.
create function migrations_faites() returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$ select name::text from migration $$;

create schema sessions;
create table sessions.session (sid varchar not null primary key, sess json not null, expire timestamp(6) not null);
create index session_expire_index on sessions.session (expire);
create table sessions.tentative (key varchar(255) primary key, points integer not null default 0, expire bigint);

-- An account of the demonstration: its password is public, a production server refuses to start beside it.
create function compte_ouvrir_demonstration(compte_vise uuid, nouvelle_empreinte text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update compte set empreinte_mot_de_passe = nouvelle_empreinte, demonstration = true where id = compte_vise $$;
