import type { Copie } from './copie.ts';
import { PAS } from './copie.ts';
import numerotation from '#src/domain/territoire/caf/numerotation.json' with { type: 'json' };

const DOSSIER = 'n_dossier d join';
/** Rows of the equipments that are copied whole: `colonne` leads to the equipment. */
const parEquipement = (table: string, colonne = 'equipement_id'): string =>
  `n_equipement e join n_dossier d using (n) join s_${table} s on s.${colonne} = e.source`;
const dossierDe = (table: string, colonne = 'partenaire_id'): string =>
  `${DOSSIER} s_${table} s on s.${colonne} = d.source`;
const adresse = { commune_code: 'd."communeCode"', commune: 'd.commune', code_postal: 'd."codePostal"' };
/** New Caf, their agents and the campaigns of all. */
export const CAFS: readonly string[] = [
  `insert into caf (id, nom, fuseau_horaire, courriel, telephone, modele_contrat, version)
     select c.id, c.nom, c.fuseau, 'contact@caf-' || lower(c.id) || '.example', s.telephone, s.modele_contrat, s.version
     from n_caf c, (select * from caf order by id limit 1) s where c.nouvelle`,
  `update caf set dernier_partenaire = dernier_partenaire + (select count(*) from n_dossier d where d.caf = caf.id)`,
  `insert into compte (id, courriel, empreinte_mot_de_passe, ferme, sessions_valides_depuis, demonstration, cree_le)
     select a.compte, a.profil || '@caf-' || lower(a.caf) || '.example', s.empreinte_mot_de_passe, false, s.sessions_valides_depuis, true, s.cree_le
     from n_agent a join n_agent o on o.source and o.profil = a.profil and o.caf = (select min(caf) from n_agent where source) join s_compte s on s.id = o.compte
     where not a.source`,
  `insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le, clos_le, version)
     select a.id, a.caf, a.compte, s.nom, s.prenom, a.profil || '@caf-' || lower(a.caf) || '.example', a.profil, s.ouvert_le, s.clos_le, s.version
     from n_agent a join n_agent o on o.source and o.profil = a.profil and o.caf = (select min(caf) from n_agent where source) join agent_caf s on s.id = o.id
     where not a.source`,
  `insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le, fermee_manuellement, version)
     select pg_temp.copie(s.id, pg_temp.debut(1000 * (1 + s.exercice - t.exercice) + c.rang)), c.id, s.type_equipement, t.exercice, t.perennite,
       (s.ouvre_le - make_interval(years => s.exercice - t.exercice))::date, (s.ferme_le - make_interval(years => s.exercice - t.exercice))::date, s.fermee_manuellement, s.version
     from (select distinct exercice, perennite from n_tranche) t cross join n_caf c
     cross join lateral (select * from campagne k where k.caf_id = (select min(caf) from n_agent where source) and k.perennite = t.perennite order by k.ouvre_le desc limit 1) s
     where not exists (select 1 from campagne k where k.caf_id = c.id and k.type_equipement = s.type_equipement and k.exercice = t.exercice and k.perennite = t.perennite)`,
];

/** The file of each partner, its contracts and its people. */
export const DOSSIERS: readonly Copie[] = [
  {
    table: 'organisme',
    depuis: `n_dossier d join s_partenaire p on p.id = d.source join s_organisme s on s.id = p.organisme_id`,
    colonnes: { siren: 'd.siren', raison_sociale: 'd.nom', forme: 'd.forme', ...adresse },
  },
  {
    table: 'partenaire',
    depuis: dossierDe('partenaire', 'id'),
    colonnes: { nom: 'd.nom', prefixe: 'd.prefixe', dernier_numero: 'd.personnes' },
  },
  {
    table: 'formulaire_eligibilite',
    depuis: `${dossierDe('formulaire_eligibilite')} left join n_personne a on a.n = d.n and a.i = 0
      and a.source = (select u.id from s_utilisateur u where u.partenaire_id = d.source and u.administrateur order by u.identifiant limit 1)`,
    colonnes: {
      administrateur_nom: 'coalesce(a.nom, s.administrateur_nom)',
      administrateur_prenom: 'coalesce(a.prenom, s.administrateur_prenom)',
      administrateur_courriel: 'coalesce(a.courriel, s.administrateur_courriel)',
    },
  },
  {
    table: 'convention',
    depuis: `${dossierDe('convention')} join caf c on c.id = d.caf`,
    colonnes: {
      numero: `'${numerotation.convention.prefixe}' || d.caf || lpad((c.derniere_convention + row_number() over (partition by d.caf order by d.n, s.numero))::text, ${numerotation.convention.chiffres}, '0')`,
    },
  },
  { table: 'contrat_service', depuis: dossierDe('contrat_service') },
  { table: 'interlocuteur', depuis: dossierDe('interlocuteur') },
  { table: 'bulletin_adhesion', depuis: dossierDe('bulletin_adhesion') },
  {
    table: 'compte',
    depuis:
      'n_personne x join n_dossier d using (n) join s_compte s on s.id = x.compte join s_utilisateur u on u.id = x.source',
    soi: `pg_temp.debut(x.n + x.i * ${PAS})`,
    colonnes: {
      courriel: 'x.courriel',
      empreinte_mot_de_passe:
        'case when d.ouvert and x.i = 0 and u.administrateur then s.empreinte_mot_de_passe end',
      demonstration: 'true',
    },
  },
  {
    table: 'utilisateur',
    depuis: 'n_personne x join n_dossier d using (n) join s_utilisateur s on s.id = x.source',
    soi: `pg_temp.debut(x.n + x.i * ${PAS})`,
    colonnes: {
      compte_id: `pg_temp.copie(s.compte_id, pg_temp.debut(x.n + x.i * ${PAS}))`,
      identifiant: 'x.identifiant',
      nom: 'x.nom',
      prenom: 'x.prenom',
      courriel: 'x.courriel',
      clos_le:
        'case when x.i % 2 = 1 then (s.ouvert_le + make_interval(months => 2 + x.i))::date else s.clos_le end',
    },
  },
];

/** Equipments and what belongs to them; those with a full history are as old as it. */
export const EQUIPEMENTS: readonly Copie[] = [
  {
    table: 'equipement',
    depuis: parEquipement('equipement', 'id'),
    soi: 'e.debut',
    colonnes: { nom: 'e.nom', ouvert_le: '(s.ouvert_le - make_interval(years => e.annees))::date' },
  },
  {
    table: 'lieu_implantation',
    depuis: parEquipement('lieu_implantation'),
    soi: 'e.debut',
    colonnes: adresse,
  },
  {
    table: 'animateur',
    depuis: parEquipement('animateur'),
    soi: 'e.debut',
    colonnes: { du: '(s.du - make_interval(years => e.annees))::date' },
  },
  {
    table: 'absence_animateur',
    depuis:
      'n_equipement e join n_dossier d using (n) join s_animateur a on a.equipement_id = e.source join s_absence_animateur s on s.animateur_id = a.id',
    soi: 'e.debut',
  },
  {
    table: 'conventionnement',
    depuis: `${parEquipement('conventionnement')} cross join lateral (
      select 0 as periode, 0 as annees union select t.periode, t.annees from n_tranche t where t.equipement = e.source and t.rang < e.campagnes) v`,
    soi: `pg_temp.debut(e.m + v.periode * ${PAS})`,
    colonnes: {
      numero_maia: 'null',
      du: '(s.du - make_interval(years => v.annees))::date',
      au: '(s.au - make_interval(years => v.annees))::date',
      valide_le: '(s.valide_le - make_interval(years => v.annees))::date',
      animateurs: 'pg_temp.copies(s.animateurs, e.debut)',
      decision_id: 'case when v.periode = 0 then pg_temp.copie(s.decision_id, e.debut) end',
    },
  },
  { table: 'habilitation', depuis: parEquipement('habilitation'), soi: 'e.debut' },
];

/** Habilitations of those who came and left, so many. */
export const habilitationsPassees = (nombre: number): Copie => {
  const du = '(s.du - make_interval(months => x.i * 4 + v.tour * 30))::date';
  return {
    table: 'habilitation',
    depuis: `n_personne x join n_dossier d using (n) join n_equipement e using (n)
      join s_habilitation s on s.equipement_id = e.source and s.utilisateur_id = x.source cross join generate_series(0, 1) v (tour)
      where x.i > 0 and e.campagnes > 0 order by v.tour, md5(e.m || '/' || x.i) limit ${nombre}`,
    soi: `pg_temp.debut(e.m + (x.i * 2 + v.tour) * ${PAS})`,
    colonnes: {
      utilisateur_id: `pg_temp.copie(s.utilisateur_id, pg_temp.debut(x.n + x.i * ${PAS}))`,
      du,
      au: `(${du} + make_interval(months => 3 + x.i))::date`,
      decision_id: 'null',
      mandat_id: 'null',
    },
  };
};

/** Numbers taken by the new conventions. */
export const NUMEROS = `update caf set derniere_convention = derniere_convention + (select count(*) from convention v join n_dossier d on v.partenaire_id = pg_temp.copie(d.source, d.debut) where v.caf_id = caf.id)`;
