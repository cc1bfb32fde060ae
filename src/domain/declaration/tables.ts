// Written by `npm run tables` from the migrated base: do not edit.
import { requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeDelegation } from '#src/domain/delegation/tables.ts';
import type { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeDeclaration extends TablesDeDelegation {
  campagne: {
    id: string;
    caf_id: string;
    type_equipement: string;
    exercice: number;
    perennite: string;
    ouvre_le: string;
    ferme_le: string;
    fermee_manuellement: boolean;
    version: number;
  };
  decision_humaine: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    declaration_id: string;
    regle_decision_id: string;
    jeu: string;
    detail: string | null;
    choix: string;
    motif: string;
    instance: 'conseil-administration' | 'commission-delegataire' | null;
    seance_le: string | null;
    mois_ouverture_modifies: number | null;
    estimation_avant: string | null;
    estimation_apres: string | null;
    demande_id: string | null;
    demande_par: string | null;
    par: string;
    le: string;
  };
  declaration: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    equipement_id: string;
    conventionnement_id: string;
    exercice: number;
    perennite: string;
    etat: 'brouillon' | 'a-approuver' | 'renvoyee' | 'transmise' | 'en-traitement' | 'traitee' | 'retournee';
    formulaire: string;
    formulaire_version: string;
    formulaire_empreinte: string;
    donnees_activite: Declaration['donneesActivite'];
    donnees_finances: Declaration['donneesFinances'];
    activite_complete_le: string | null;
    activite_complete_par: string | null;
    finances_completes_le: string | null;
    finances_completes_par: string | null;
    motif_renvoi: string | null;
    transmise_le: string | null;
    transmise_par: string | null;
    estimation: string | null;
    sous_reserve: boolean;
    version_activite: number;
    version_finances: number;
    cree_le: string;
    version: number;
  };
  demande_decision: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    declaration_id: string;
    regle_decision_id: string;
    proposition: string | null;
    motif: string;
    par: string;
    le: string;
  };
  evenement_declaration: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    declaration_id: string;
    type: string;
    le: string;
    par: string;
    acteur: string;
    motif: string | null;
    ordre: number;
  };
  transmission: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    declaration_id: string;
    numero: number;
    donnees: Transmission['donnees'];
    decisions: Transmission['decisions'];
    empreintes_regles: Transmission['empreintesRegles'];
    formulaire_empreinte: string;
    estimation: string | null;
    par: string;
    par_nom: string;
    le: string;
    empreinte: string;
  };
}

export const tables = requetesSur<TablesDeDeclaration>();
