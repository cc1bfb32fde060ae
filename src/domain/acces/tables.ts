// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeTerritoire } from '#src/domain/territoire/tables.ts';
import type { FonctionsDeTerritoire } from '#src/domain/territoire/tables.ts';
import type { JetonLu } from '#src/domain/acces/compte/jeton.ts';
import type { ProfilsLus } from '#src/domain/acces/compte/profils.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeAcces extends TablesDeTerritoire {
  agent_caf: {
    id: string;
    caf_id: string;
    compte_id: string;
    nom: string;
    prenom: string;
    courriel: string;
    profil: 'gestionnaire' | 'responsable';
    ouvert_le: string;
    clos_le: string | null;
    version: number;
  };
  analyste: {
    id: string;
    compte_id: string;
    nom: string;
    prenom: string;
    courriel: string;
    ouvert_le: string;
    clos_le: string | null;
    version: number;
  };
  changement_courriel: {
    id: string;
    compte_id: string;
    nouveau: string;
    demande_le: string;
    ancien_confirme_le: string | null;
    nouveau_confirme_le: string | null;
  };
  code_de_secours: {
    compte_id: string;
    empreinte: string;
    utilise_le: string | null;
  };
  compte: {
    id: string;
    courriel: string;
    empreinte_mot_de_passe: string | null;
    ferme: boolean;
    sessions_valides_depuis: string;
    demonstration: boolean;
    cree_le: string;
  };
  comptes_lies: {
    id: string;
    caf_id: string;
    compte_a_id: string;
    compte_b_id: string;
    motif: string;
    lie_par: string;
    lie_le: string;
    delie_par: string | null;
    delie_le: string | null;
    motif_fin: string | null;
    version: number;
  };
  jeton: {
    id: string;
    genre: 'invitation' | 'reinitialisation' | 'eligibilite' | 'courriel-ancien' | 'courriel-nouveau';
    compte_id: string | null;
    sujet_id: string | null;
    empreinte: string;
    expire_le: string;
    utilise_le: string | null;
    cree_le: string;
  };
  lien_envoye: {
    le: string;
    acteur_id: string;
    organisme: string;
    cible: string;
  };
  second_facteur: {
    compte_id: string;
    secret: string;
    actif: boolean;
    dernier_pas: string;
    cree_le: string;
  };
  'sessions.envoi': {
    id: string;
    compte_id: string;
    corps: string;
    depose_le: string;
  };
  'sessions.session': {
    sid: string;
    sess: unknown;
    expire: string;
  };
  'sessions.tentative': {
    key: string;
    points: number;
    expire: string | null;
  };
}

export const tables = requetesSur<TablesDeAcces>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeAcces extends FonctionsDeTerritoire {
  changement_courriel_confirmer: {
    donne: [demande: string, cote: string];
    ligne: { resultat: boolean | null };
  };
  changement_courriel_demander: {
    donne: [demande: string, compte_vise: string, adresse: string];
    ligne: { resultat: boolean | null };
  };
  changement_courriel_lire: {
    donne: [demande: string];
    ligne: {
      compte_id: string;
      ancien: string;
      nouveau: string;
      ancien_confirme: boolean;
      nouveau_confirme: boolean;
    };
  };
  compte_a_un_mot_de_passe: { donne: [compte_vise: string]; ligne: { resultat: boolean | null } };
  compte_creer: {
    donne: [nouveau: string, adresse: string, est_demonstration: boolean];
    ligne: { resultat: string };
  };
  connexion_compte: {
    donne: [adresse: string];
    ligne: { id: string; empreinte: string | null; ferme: boolean };
  };
  connexion_profils: { donne: [compte_demande: string]; ligne: { resultat: ProfilsLus } };
  jeton_consommer: {
    donne: [genre_demande: string, empreinte_secret: string, maintenant: string | Date];
    ligne: { resultat: boolean | null };
  };
  jeton_lire: {
    donne: [genre_demande: string, empreinte_secret: string, maintenant: string | Date];
    ligne: {
      compte_id: string | null;
      courriel: string | null;
      sujet_id: string | null;
      etat: JetonLu['etat'];
    };
  };
  lien_compter: {
    donne: [
      cible_visee: string,
      maintenant: string | Date,
      minutes: number,
      par_acteur: number,
      par_cible: number,
    ];
    ligne: { limite: 'acteur' | 'cible' | 'silence'; libre_le: string };
  };
  mcp_comptes_de_la_personne: { donne: [vise: string]; ligne: { resultat: string } };
  mcp_gere_compte: { donne: [vise: string]; ligne: { resultat: boolean | null } };
  nombre_comptes_demonstration: { donne: []; ligne: { resultat: number } };
  second_facteur_activer: {
    donne: [compte_vise: string, pas: number, empreintes: string];
    ligne: { resultat: boolean | null };
  };
  second_facteur_lire: {
    donne: [compte_vise: string];
    ligne: { secret: string; actif: boolean; restants: number };
  };
  second_facteur_prendre: { donne: [compte_vise: string, pas: number]; ligne: { resultat: boolean | null } };
  second_facteur_preparer: {
    donne: [compte_vise: string, nouveau: string];
    ligne: { resultat: boolean | null };
  };
  second_facteur_renouveler: {
    donne: [compte_vise: string, empreintes: string];
    ligne: { resultat: boolean | null };
  };
  second_facteur_retirer: { donne: [compte_vise: string]; ligne: { resultat: boolean | null } };
  second_facteur_secours: {
    donne: [compte_vise: string, empreinte_code: string];
    ligne: { resultat: number | null };
  };
}

export const fonction = fonctionsSur<FonctionsDeAcces>();
