// Written by `npm run tables` from the migrated base: do not edit.
import { requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeTerritoire } from '#src/domain/territoire/tables.ts';

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
}

/** Builds queries on them. */
export const tables = requetesSur<TablesDeAcces>();
