-- Life of a rule version: brouillon → soumission → version (approved) → activation, on two times.
-- version_regle keeps its meaning: approved versions only. What decides which one rules a day is activation.

-- Equality of texts beside overlap of ranges in one exclusion constraint.
create extension if not exists btree_gist;

create table brouillon_regle (
  id uuid primary key, genre text not null check (genre in ('regles', 'formulaire', 'parametres')), jeu text not null, numero text not null,
  texte text not null, depuis text null references version_regle (empreinte), auteur uuid not null, cree_le timestamptz not null, modifie_le timestamptz not null,
  version int not null default 1);
create index brouillon_regle_jeu_index on brouillon_regle (genre, jeu);

create table soumission_regle (
  id uuid primary key, genre text not null check (genre in ('regles', 'formulaire', 'parametres')), jeu text not null, numero text not null,
  empreinte text not null, canonique text not null, texte text not null, du date null, au date null,
  niveau text null check (niveau in ('majeur', 'mineur', 'correctif')),
  rapports text not null, empreinte_rapports text not null, auteur uuid not null, soumis_le timestamptz not null,
  etat text not null check (etat in ('soumis', 'approuve', 'rejete', 'retire')),
  traite_par uuid null, traite_le timestamptz null, motif text null, signature text null, version int not null default 1,
  constraint soumission_regle_approuvee_unique unique (id, empreinte, etat),
  constraint soumission_regle_periode check (du is null or au is null or au > du),
  constraint soumission_regle_empreinte_exacte check (empreinte = encode(sha256(convert_to(canonique, 'UTF8')), 'hex')),
  constraint soumission_regle_rapports_exacts check (empreinte_rapports = encode(sha256(convert_to(rapports, 'UTF8')), 'hex')),
  constraint soumission_regle_traitee check ((etat = 'soumis') = (traite_par is null) and (traite_par is null) = (traite_le is null)),
  constraint soumission_regle_quatre_yeux check (etat not in ('approuve', 'rejete') or traite_par <> auteur),
  constraint soumission_regle_retrait check (etat <> 'retire' or traite_par = auteur),
  constraint soumission_regle_motif check (etat <> 'rejete' or btrim(coalesce(motif, '')) <> ''),
  constraint soumission_regle_signature check (case when etat = 'approuve'
    then signature is not null and signature = encode(sha256(convert_to(empreinte || ':' || empreinte_rapports || ':' || traite_par::text, 'UTF8')), 'hex')
    else signature is null end));
create index soumission_regle_jeu_index on soumission_regle (genre, jeu, soumis_le);
-- One submission of a number waits at a time.
create unique index soumission_regle_en_attente_unique on soumission_regle (genre, jeu, numero) where etat = 'soumis';

create function mcp_soumission_figee() returns trigger language plpgsql as $$
begin
  if old.etat <> 'soumis' then
    raise exception 'soumission % : déjà traitée, elle ne change plus', old.id using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(new) - array['etat', 'traite_par', 'traite_le', 'motif', 'signature', 'rapports', 'empreinte_rapports', 'version'])
    <> (to_jsonb(old) - array['etat', 'traite_par', 'traite_le', 'motif', 'signature', 'rapports', 'empreinte_rapports', 'version']) then
    raise exception 'soumission % : son contenu ne change plus', old.id using errcode = 'restrict_violation';
  end if;
  if new.rapports <> old.rapports and exists (
    select 1 from jsonb_each(old.rapports::jsonb) r where new.rapports::jsonb -> r.key is distinct from r.value) then
    raise exception 'soumission % : un rapport déposé ne change plus', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger figee before update on soumission_regle for each row execute function mcp_soumission_figee();

-- An approved version is the very content of an approved submission, approved by the same person.
alter table version_regle add column soumission_id uuid null;
alter table version_regle add column etat_soumission text not null generated always as ('approuve') stored;
alter table version_regle add constraint version_regle_contenu_unique unique (empreinte, genre, jeu);

-- Versions published before submissions existed: their two people are known, their reports were not kept.
insert into soumission_regle (id, genre, jeu, numero, empreinte, canonique, texte, rapports, empreinte_rapports, auteur, soumis_le, etat, traite_par, traite_le, signature)
  select gen_random_uuid(), genre, jeu, numero, empreinte, canonique, texte, '{}', encode(sha256('{}'), 'hex'), auteur, publie_le, 'approuve', approbateur, publie_le,
    encode(sha256(convert_to(empreinte || ':' || encode(sha256('{}'), 'hex') || ':' || approbateur::text, 'UTF8')), 'hex')
  from version_regle where origine = 'publication';
alter table version_regle disable trigger immuable;
update version_regle v set soumission_id = s.id from soumission_regle s where s.empreinte = v.empreinte and v.origine = 'publication';
alter table version_regle enable trigger immuable;
alter table version_regle add constraint version_regle_soumission_approuvee
  foreign key (soumission_id, empreinte, etat_soumission) references soumission_regle (id, empreinte, etat);
alter table version_regle add constraint version_regle_soumise check ((origine = 'publication') = (soumission_id is not null));

-- « Tell all » is the activation's matter now: a version alone changes nothing.
drop trigger annonce on version_regle;
drop function mcp_annonce_version();

create table activation (
  id uuid primary key, genre text not null, jeu text not null, empreinte text not null, du date null, au date null,
  connu_du timestamptz not null, connu_au timestamptz null,
  effective daterange not null generated always as (daterange(du, au)) stored,
  connue tstzrange not null generated always as (tstzrange(connu_du, connu_au)) stored,
  origine text not null check (origine in ('initialisation', 'approbation', 'reactivation', 'urgence')),
  motif text not null, demande_par uuid null, confirme_par uuid null, acte uuid not null, suite_de uuid null references activation (id),
  constraint activation_version_approuvee foreign key (empreinte, genre, jeu) references version_regle (empreinte, genre, jeu),
  constraint activation_periode check (au > du),
  constraint activation_connaissance check (connu_au > connu_du),
  constraint activation_motif check (btrim(motif) <> ''),
  constraint activation_quatre_yeux check (case origine
    when 'initialisation' then demande_par is null and confirme_par is null
    when 'urgence' then demande_par is not null and confirme_par is null
    else demande_par is not null and confirme_par is not null and demande_par <> confirme_par end),
  constraint activation_sans_recouvrement exclude using gist (genre with =, jeu with =, effective with &&, connue with &&));
create index activation_empreinte_index on activation (empreinte);

-- Generated columns are not computed yet when the trigger looks: they follow from the others.
create function mcp_activation_figee() returns trigger language plpgsql as $$
begin
  if old.connu_au is not null or (to_jsonb(new) - array['connu_au', 'connue', 'effective']) <> (to_jsonb(old) - array['connu_au', 'connue', 'effective']) then
    raise exception 'activation % : on ne réécrit pas ce qui était connu', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger figee before update on activation for each row execute function mcp_activation_figee();
create function mcp_annonce_activation() returns trigger language plpgsql as $$
begin perform pg_notify('regles', 'activation'); return null; end $$;
create trigger annonce after insert or update on activation for each statement execute function mcp_annonce_activation();

create table reactivation_regle (
  id uuid primary key, genre text not null, jeu text not null, empreinte text not null, du date null, au date null,
  motif text not null, demande_par uuid not null, demande_le timestamptz not null,
  etat text not null check (etat in ('demandee', 'confirmee', 'refusee', 'urgence')),
  traite_par uuid null, traite_le timestamptz null, motif_traitement text null, rapports text not null, version int not null default 1,
  constraint reactivation_regle_version_approuvee foreign key (empreinte, genre, jeu) references version_regle (empreinte, genre, jeu),
  constraint reactivation_regle_periode check (au > du),
  constraint reactivation_regle_motif check (btrim(motif) <> '' and (etat <> 'refusee' or btrim(coalesce(motif_traitement, '')) <> '')),
  constraint reactivation_regle_traitee check ((etat in ('confirmee', 'refusee')) = (traite_par is not null) and (traite_par is null) = (traite_le is null)),
  constraint reactivation_regle_quatre_yeux check (etat <> 'confirmee' or traite_par <> demande_par));
create index reactivation_regle_jeu_index on reactivation_regle (genre, jeu);
-- One at a time is asked for a file.
create unique index reactivation_regle_en_attente_unique on reactivation_regle (genre, jeu) where etat = 'demandee';

create function mcp_reactivation_figee() returns trigger language plpgsql as $$
begin
  if old.etat <> 'demandee' or (to_jsonb(new) - array['etat', 'traite_par', 'traite_le', 'motif_traitement', 'version'])
    <> (to_jsonb(old) - array['etat', 'traite_par', 'traite_le', 'motif_traitement', 'version']) then
    raise exception 'réactivation % : elle ne change plus', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger figee before update on reactivation_regle for each row execute function mcp_reactivation_figee();

do $$
declare t text;
begin
  foreach t in array array['soumission_regle', 'activation', 'reactivation_regle'] loop
    execute format('create trigger indelebile before delete on %I for each row execute function mcp_refuse_modification()', t);
    execute format('create trigger indelebile_en_bloc before truncate on %I for each statement execute function mcp_refuse_modification()', t);
  end loop;
  -- The analysts' alone: the reports name decisions of every Caf.
  foreach t in array array['soumission_regle', 'reactivation_regle'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy lecture on %I for select using (coalesce(mcp_caf() = ''*'', false))', t);
    execute format('create policy ajout on %I for insert with check (mcp_caf() = ''*'')', t);
    execute format('create policy traitement on %I for update using (mcp_caf() = ''*'') with check (mcp_caf() = ''*'')', t);
  end loop;
end $$;

-- What rules a day is open to every role, as the versions are.
alter table activation enable row level security;
create policy lecture on activation for select using (true);
create policy ajout on activation for insert with check (mcp_caf() = '*');
create policy fin on activation for update using (mcp_caf() = '*') with check (mcp_caf() = '*');

-- A draft is read by analysts and written by its author.
create function mcp_est_auteur(auteur uuid) returns boolean language sql stable
  as $$ select coalesce(mcp_caf() = '*' and current_setting('mcp.acteur', true) in (auteur::text, 'systeme'), false) $$;
alter table brouillon_regle enable row level security;
create policy lecture on brouillon_regle for select using (coalesce(mcp_caf() = '*', false));
create policy ecriture on brouillon_regle using (mcp_est_auteur(auteur)) with check (mcp_est_auteur(auteur));

-- What was in force until now: among the published versions applicable on a day, the highest number. In the order they were published,
-- each takes the days of its own « applicable » that no higher version rules, and cuts the lower ones.
do $$
declare
  v record; ouverte record; libre datemultirange; reste datemultirange; instant timestamptz; entier datemultirange; acte_courant uuid;
begin
  for v in
    select r.empreinte, r.genre, r.jeu, r.origine, r.auteur, r.approbateur, r.publie_le, r.soumission_id, string_to_array(r.numero, '.')::int[] as rang,
      (r.canonique::jsonb -> 'applicable' ->> 'du')::date as du, (r.canonique::jsonb -> 'applicable' ->> 'au')::date as au
    from version_regle r order by r.publie_le, string_to_array(r.numero, '.')::int[] desc
  loop
    entier := datemultirange(daterange(v.du, v.au));
    select entier - coalesce(range_agg(a.effective), '{}'::datemultirange) into libre
      from activation a join version_regle r on r.empreinte = a.empreinte
      where a.genre = v.genre and a.jeu = v.jeu and a.connu_au is null and string_to_array(r.numero, '.')::int[] > v.rang;
    continue when libre is null or isempty(libre);
    acte_courant := coalesce(v.soumission_id, gen_random_uuid());
    select greatest(v.publie_le, max(a.connu_du) + interval '1 millisecond') into instant
      from activation a where a.genre = v.genre and a.jeu = v.jeu and a.connu_au is null and datemultirange(a.effective) && libre;
    instant := coalesce(instant, v.publie_le);
    for ouverte in select * from activation a where a.genre = v.genre and a.jeu = v.jeu and a.connu_au is null and datemultirange(a.effective) && libre loop
      update activation set connu_au = instant where id = ouverte.id;
      reste := datemultirange(ouverte.effective) - libre;
      insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, demande_par, confirme_par, acte, suite_de)
        select gen_random_uuid(), v.genre, v.jeu, ouverte.empreinte, lower(m), upper(m), instant,
          case v.origine when 'publication' then 'approbation' else v.origine end, 'Reste en vigueur hors des jours d’une version plus récente',
          v.auteur, v.approbateur, acte_courant, ouverte.id
        from unnest(reste) as m;
    end loop;
    insert into activation (id, genre, jeu, empreinte, du, au, connu_du, origine, motif, demande_par, confirme_par, acte)
      select gen_random_uuid(), v.genre, v.jeu, v.empreinte, lower(m), upper(m), instant,
        case v.origine when 'publication' then 'approbation' else v.origine end,
        case v.origine when 'publication' then 'Version publiée' else 'Fichier livré' end, v.auteur, v.approbateur, acte_courant
      from unnest(libre) as m;
  end loop;
end $$;

-- Readings of the screens. Names are those the reader may see: row-level security applies.
create function mcp_personne(compte_demande uuid) returns jsonb language sql stable as $$
  select case when compte_demande is null then null else jsonb_build_object('compteId', compte_demande, 'nom', coalesce(
    (select n.prenom || ' ' || n.nom from analyste n where n.compte_id = compte_demande),
    (select a.prenom || ' ' || a.nom from agent_caf a where a.compte_id = compte_demande order by a.ouvert_le desc limit 1))) end $$;
create function mcp_instant(instant timestamptz) returns text language sql stable
  as $$ select to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
-- Days without any version in force, as known now, from the first day there is one.
create function mcp_trous(genre_demande text, jeu_demande text) returns table (du date, au date) language sql stable as $$
  select lower(trou), upper(trou) from (
    select datemultirange(daterange(case when bool_or(lower_inf(a.effective)) then null else min(lower(a.effective)) end, null)) - range_agg(a.effective) as trous
    from activation a where a.genre = genre_demande and a.jeu = jeu_demande and a.connu_au is null) t, unnest(t.trous) as trou order by lower(trou) $$;

-- Cases the rules left open, by rule file: read by the list of open questions.
create index decision_ouverte_index on decision (jeu, prise_le desc) where etat in ('source-muette', 'decision-humaine');
