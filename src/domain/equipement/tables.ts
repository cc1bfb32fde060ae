// Written by `npm run tables` from the migrated base: do not edit.
import { requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeContractualisation } from '#src/domain/contractualisation/tables.ts';
import type { Conventionnement } from '#src/domain/equipement/equipement.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeEquipement extends TablesDeContractualisation {
  absence_animateur: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    animateur_id: string;
    motif: string;
    du: string;
    au: string | null;
    version: number;
  };
  animateur: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    equipement_id: string;
    nom: string;
    prenom: string;
    etp_contrat: string;
    profil_valide: boolean;
    profil_valide_le: string | null;
    du: string;
    au: string | null;
    version: number;
    succede_a_id: string | null;
    etp_valide: string | null;
  };
  conventionnement: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    equipement_id: string;
    numero_maia: string | null;
    du: string;
    au: string;
    etat: 'brouillon' | 'valide';
    instance: 'conseil-administration' | 'commission-delegataire' | null;
    valide_le: string | null;
    etp_valide: string | null;
    animateurs: Conventionnement['animateurs'];
    decision_id: string | null;
    version: number;
  };
  equipement: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    type: string;
    nature: string | null;
    nom: string;
    bureau_animateur: boolean;
    salle_attente: boolean;
    salle_animation: boolean;
    projet_fonctionnement: boolean;
    ouvert_le: string;
    ferme_le: string | null;
    version: number;
  };
  lieu_implantation: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    equipement_id: string;
    nature: 'unique' | 'principal' | 'activite';
    nom: string;
    adresse: string | null;
    code_postal: string | null;
    commune_code: string;
    commune: string;
    version: number;
  };
  type_equipement: {
    id: string;
    libelle: string;
    ordre: number;
  };
}

export const tables = requetesSur<TablesDeEquipement>();
