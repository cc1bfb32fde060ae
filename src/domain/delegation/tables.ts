// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeEquipement } from '#src/domain/equipement/tables.ts';
import type { FonctionsDeContractualisation } from '#src/domain/contractualisation/tables.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import type { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeDelegation extends TablesDeEquipement {
  groupe_habilitation: {
    id: string;
    libelle: string;
    ouvre: string;
    ordre: number;
  };
  habilitation: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    utilisateur_id: string;
    role: string;
    portee: 'activite' | 'lieu';
    equipement_id: string;
    lieu_id: string | null;
    du: string;
    au: string | null;
    etat: 'accordee' | 'en-attente-caf' | 'refusee' | 'suspendue' | 'retiree';
    remplace_id: string | null;
    demande_par: string;
    demande_le: string;
    traite_par: string | null;
    traite_le: string | null;
    motif: string | null;
    decision_id: string | null;
    version: number;
    mandat_id: string | null;
  };
  mandat: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    donne_par_id: string;
    titulaire_id: string;
    parent_id: string | null;
    roles: Mandat['roles'];
    equipements: Mandat['equipements'];
    peut_creer_utilisateurs: boolean;
    peut_deleguer: boolean;
    du: string;
    au: string | null;
    termine_par: string | null;
    motif_fin: string | null;
    cree_le: string;
    version: number;
  };
  utilisateur: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    compte_id: string;
    identifiant: string;
    nom: string;
    prenom: string;
    courriel: string;
    telephone: string | null;
    ouvert_le: string;
    clos_le: string | null;
    poste: 'sedentaire' | 'itinerant' | null;
    groupes: Utilisateur['groupes'];
    administrateur: boolean;
    cree_le: string;
    version: number;
    rattachement: 'en-attente' | 'accepte' | 'refuse';
  };
}

export const tables = requetesSur<TablesDeDelegation>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeDelegation extends FonctionsDeContractualisation {
  mcp_roles_par_portee: {
    donne: [jour: string] | [partenaire_vise: string, jour: string];
    ligne: { resultat: string };
  };
}

export const fonction = fonctionsSur<FonctionsDeDelegation>();
