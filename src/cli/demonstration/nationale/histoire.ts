import type { Copie } from './copie.ts';
import { acteur, PAS } from './copie.ts';
import { REGLAGES } from './echelles.ts';

const { avancements, decisions } = REGLAGES;
const liste = (valeurs: readonly string[]): string => valeurs.map((valeur) => `'${valeur}'`).join(', ');

/** Which states have a declaration signed, and which have a complete volet. */
export const SIGNEES = liste(['transmise', 'en-traitement', 'traitee']);
/** Beginning of the ids of a copied declaration and of what hangs on it. */
export const SOI = `pg_temp.debut(e.m + t.rang::bigint * ${PAS})`;
/** In a campaign people do not all act on the same day: up to so many days before the source. */
const JOURS = 9;
export const quand = (instant: string): string =>
  `(${instant} - make_interval(years => t.decalage, days => e.m * 7 % ${JOURS}))`;

/** The copies of one campaign of the past: `t` is the campaign, `v` how far each has got. */
export const campagneDe = (rang: number): string => `
  n_equipement e join n_dossier d using (n) join n_tranche t on t.rang = ${rang} and t.equipement = e.source and t.rang < e.campagnes
  cross join lateral (select ${rang === 0 ? `(array[${liste(avancements)}])[1 + e.m % ${avancements.length}]` : "'traitee'::text"} as etat) v`;

/** Declarations as they were, with the year of the campaign in their dates; texts prepared once for all. */
export const MODELES = `
  create temp table n_texte on commit drop as
    select t.rang, t.equipement, replace(regexp_replace(s.donnees_activite::text, '"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")', '"########\\1', 'g'),
      '"' || s.exercice || '-', '"' || t.exercice || '-') as activite
    from n_tranche t join s_declaration s on s.id = t.declaration;
  create unique index on n_texte (rang, equipement);
  analyze n_texte`;

export function declarationsDe(rang: number): Copie {
  const signee = (valeur: string): string => `case when v.etat in (${SIGNEES}) then ${valeur} end`;
  const complete = (valeur: string): string => `case when v.etat <> 'brouillon' then ${valeur} end`;
  return {
    table: 'declaration',
    depuis: `${campagneDe(rang)} join s_declaration s on s.id = t.declaration join n_texte m on m.rang = t.rang and m.equipement = t.equipement`,
    soi: SOI,
    colonnes: {
      conventionnement_id: `pg_temp.copie(s.conventionnement_id, pg_temp.debut(e.m + t.periode * ${PAS}))`,
      exercice: 't.exercice',
      etat: 'v.etat',
      donnees_activite: `replace(m.activite, '########', e.debut)::jsonb`,
      activite_complete_le: complete(quand('s.activite_complete_le')),
      activite_complete_par: complete(acteur('s.activite_complete_par')),
      finances_completes_le: complete(quand('s.finances_completes_le')),
      finances_completes_par: complete(acteur('s.finances_completes_par')),
      transmise_le: signee(quand('s.transmise_le')),
      transmise_par: signee(acteur('s.transmise_par')),
      estimation: signee('s.estimation'),
      cree_le: quand('s.activite_complete_le'),
    },
  };
}

/** Types of events a declaration has seen, by how far it has got. */
const VUS = `case v.etat when 'traitee' then true when 'en-traitement' then s.type <> 'traitee'
  when 'transmise' then s.type not in ('prise-en-traitement', 'traitee') when 'a-approuver' then s.type not in ('transmise', 'prise-en-traitement', 'traitee')
  else s.type = 'commencee' end`;

/** @param entiere every event; else only what the declaration became */
export const evenementsDe = (rang: number, entiere: boolean): Copie => ({
  table: 'evenement_declaration',
  depuis: `${campagneDe(rang)} join s_evenement_declaration s on s.declaration_id = t.declaration
    left join n_personne x on x.n = e.n and x.i = 0 and x.compte = s.par
    where ${VUS} ${entiere ? '' : "and s.type in ('transmise', 'traitee')"} order by e.m, s.ordre`,
  soi: SOI,
  colonnes: { le: quand('s.le'), acteur: "coalesce(x.prenom || ' ' || x.nom, s.acteur)" },
});

/** Facts, trace and hash as they are: a copy replays as its source does. @param entieres Caf whose decisions are all kept */
export const decisionsDe = (rang: number, entieres: readonly string[]): Copie => ({
  table: 'decision',
  depuis: `${campagneDe(rang)} join s_decision s on s.sujet_type = 'Declaration' and s.sujet_id = t.declaration
    where v.etat in (${SIGNEES}) and (s.jeu = '${decisions.toujours}'
      or s.jeu = '${decisions.parfois}' and (e.m + t.rang) % ${decisions.uneSur} = 0
      ${entieres.length > 0 ? `or d.caf in (${liste(entieres)})` : ''})`,
  soi: SOI,
  colonnes: { prise_le: quand('s.prise_le') },
});

/** What the others, without a full history, have of their own: declarations, events and decisions. */
export const AUTRES: readonly Copie[] = [
  {
    table: 'declaration',
    depuis: `n_equipement e join n_dossier d using (n) join s_declaration s on s.equipement_id = e.source where e.campagnes = 0`,
    soi: 'e.debut',
    colonnes: { donnees_activite: 'pg_temp.copies(s.donnees_activite, e.debut)' },
  },
  {
    table: 'evenement_declaration',
    depuis: `n_equipement e join n_dossier d using (n) join s_declaration o on o.equipement_id = e.source join s_evenement_declaration s on s.declaration_id = o.id
      left join n_personne x on x.n = e.n and x.i = 0 and x.compte = s.par where e.campagnes = 0 order by e.m, s.ordre`,
    soi: 'e.debut',
    colonnes: { acteur: "coalesce(x.prenom || ' ' || x.nom, s.acteur)" },
  },
  {
    table: 'decision',
    depuis: `n_equipement e join n_dossier d using (n) join s_declaration o on o.equipement_id = e.source
      join s_decision s on s.sujet_type = 'Declaration' and s.sujet_id = o.id
      where e.campagnes = 0 and s.jeu in ('${decisions.toujours}', '${decisions.parfois}')`,
    soi: 'e.debut',
  },
];

/** Decisions about what is not a declaration: eligibility, contracts, conventionnements, habilitations. */
export const DECISIONS_DES_DOSSIERS: readonly Copie[] = [
  {
    table: 'decision',
    depuis: `n_dossier d join s_decision s on s.partenaire_id = d.source and s.sujet_type in ('FormulaireEligibilite', 'ContratService')`,
  },
  {
    table: 'decision',
    depuis: `n_equipement e join n_dossier d using (n) join s_conventionnement o on o.equipement_id = e.source
      join s_decision s on s.sujet_type = 'Conventionnement' and s.sujet_id = o.id`,
    soi: 'e.debut',
  },
  {
    table: 'decision',
    depuis: `n_equipement e join n_dossier d using (n) join s_habilitation o on o.equipement_id = e.source
      join s_decision s on s.sujet_type = 'Habilitation' and s.sujet_id = o.id`,
    soi: 'e.debut',
  },
];

/** Mails sent to the people of each partner. */
export const COURRIELS: Copie = {
  table: 'courriel',
  depuis: `n_personne x join n_dossier d using (n) join s_utilisateur u on u.id = x.source join s_partenaire p on p.id = d.source
    join s_courriel s on s.destinataire = u.courriel and s.caf_id = p.caf_id where x.i = 0 order by s.cree_le, d.n`,
  colonnes: {
    destinataire: 'x.courriel',
    corps: `replace(replace(replace(s.corps, p.prefixe, d.prefixe), p.nom, d.nom), 'Bonjour ' || u.prenom, 'Bonjour ' || x.prenom)`,
    envoye_le: "s.cree_le + interval '1 minute'",
    tentatives: '1',
  },
};
