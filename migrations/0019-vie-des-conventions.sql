-- A contrat de service lasts as long as its convention: its own days, so that a list says the truth without reading the convention.
alter table contrat_service
  add column du date null,
  add column au date null,
  add constraint contrat_service_periode check (au is null or au >= du),
  add constraint contrat_service_dates check (etat = 'brouillon' or (du is not null and au is not null)) not valid;

-- A bulletin of a convention ended before it began never takes effect: an empty period says so.
alter table bulletin_adhesion drop constraint bulletin_periode, add constraint bulletin_periode check (au >= du);

-- What stands: contracts and bulletins end with their convention, at its term or on the day it was ended.
update contrat_service s set du = c.du, au = greatest(c.du, least(c.au, coalesce(c.resiliee_le, c.au)))
  from convention c where c.id = s.convention_id and s.etat = 'actif';
update bulletin_adhesion b set au = greatest(b.du, c.resiliee_le)
  from convention c where c.id = b.convention_id and c.etat = 'resiliee' and c.resiliee_le < b.au;
alter table contrat_service validate constraint contrat_service_dates;

-- The mandate a role was granted by: what becomes of the role when it ends is one question, whatever ends it.
alter table habilitation
  add column mandat_id uuid null,
  add constraint habilitation_mandat_id_foreign foreign key (mandat_id, caf_id, partenaire_id) references mandat (id, caf_id, partenaire_id);
create index habilitation_mandat_index on habilitation (mandat_id) where mandat_id is not null;

-- Of those that stand, the mandate is the one their author held then and that covers them; the longest where several do, as when one grants.
update habilitation h set mandat_id = (
  select m.id from mandat m join utilisateur u on u.id = m.titulaire_id
  where u.compte_id = h.demande_par and not u.administrateur and m.caf_id = h.caf_id and m.partenaire_id = h.partenaire_id
    and m.roles ? h.role and m.equipements ? h.equipement_id::text and m.du <= h.du
    and m.cree_le <= h.demande_le and m.du <= (h.demande_le at time zone f.fuseau_horaire)::date
    and (m.au is null or m.au > (h.demande_le at time zone f.fuseau_horaire)::date)
  order by m.au desc nulls first, m.id limit 1)
  from caf f where f.id = h.caf_id;

-- Roles open to a partner by what its organisme signed with other Caf: asked by the partner itself, and by its own Caf before it signs a renewal.
-- A convention that is to end on a later day opens its roles until then.
create function mcp_roles_par_portee(partenaire_vise uuid, jour date) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct jsonb_array_elements_text(b.roles)
  from partenaire moi join partenaire p on p.organisme_id = moi.organisme_id and p.caf_id <> moi.caf_id
    join bulletin_adhesion b on b.partenaire_id = p.id join convention v on v.id = b.convention_id
  where moi.id = partenaire_vise and mcp_voit(moi.caf_id, moi.id)
    and b.du <= jour and jour < b.au and v.du <= jour and jour < v.au
    and (v.etat = 'active' or (v.etat = 'resiliee' and jour < v.resiliee_le))
    and (b.portee = 'nationale' or (b.portee = 'multi-caf' and b.cafs ? moi.caf_id)) $$;
create or replace function mcp_roles_par_portee(jour date) returns setof text
  language sql stable security definer set search_path = public, pg_temp as $$ select mcp_roles_par_portee(mcp_partenaire()::uuid, jour) $$;
