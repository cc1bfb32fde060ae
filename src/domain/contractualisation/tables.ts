// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeEchanges } from '#src/domain/echanges/tables.ts';
import type { FonctionsDePolitique } from '#src/domain/politique/tables.ts';
import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import type { Service } from '#src/domain/contractualisation/service/service.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeContractualisation extends TablesDeEchanges {
  bulletin_adhesion: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    convention_id: string;
    service_id: string;
    portee: 'locale' | 'multi-caf' | 'nationale';
    cafs: BulletinAdhesion['cafs'];
    roles: BulletinAdhesion['roles'];
    du: string;
    au: string;
    version: number;
  };
  contrat_service: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    convention_id: string;
    etat: 'brouillon' | 'actif';
    fonctionnement_centre: string;
    horaires: string;
    escalade_caf: string;
    escalade_partenaire: string;
    services_autorises: ContratService['servicesAutorises'];
    signe_caf_le: string | null;
    signe_caf_par: string | null;
    signe_partenaire_le: string | null;
    signe_partenaire_par: string | null;
    decision_id: string | null;
    version: number;
    du: string | null;
    au: string | null;
  };
  convention: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    formulaire_id: string;
    numero: string;
    mission_generale: string;
    du: string;
    au: string;
    etat: 'brouillon' | 'en-attente-de-signature' | 'active' | 'resiliee';
    signee_caf_le: string | null;
    signee_caf_par: string | null;
    signee_partenaire_le: string | null;
    signee_partenaire_par: string | null;
    renouvelle_id: string | null;
    activee_le: string | null;
    resiliee_le: string | null;
    motif_resiliation: string | null;
    version: number;
  };
  formulaire_eligibilite: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    etat: 'brouillon' | 'eligible' | 'non-eligible';
    representant_nom: string | null;
    representant_prenom: string | null;
    representant_fonction: string | null;
    mission_generale: string | null;
    gestion_deleguee_acceptee: boolean;
    administrateur_nom: string | null;
    administrateur_prenom: string | null;
    administrateur_courriel: string | null;
    administrateur_telephone: string | null;
    responsable_securite_nom: string | null;
    responsable_securite_prenom: string | null;
    responsable_securite_courriel: string | null;
    referent_cnil_nom: string | null;
    referent_cnil_prenom: string | null;
    referent_cnil_courriel: string | null;
    services_demandes: FormulaireEligibilite['servicesDemandes'];
    decision_id: string | null;
    decide_le: string | null;
    cree_le: string;
    version: number;
  };
  interlocuteur: {
    id: string;
    caf_id: string;
    partenaire_id: string;
    contrat_id: string;
    cote: 'caf' | 'partenaire';
    fonction: 'administrateur' | 'responsable-mcp' | 'responsable-securite' | 'referent-cnil' | 'autre';
    precision: string | null;
    nom: string;
    prenom: string;
    courriel: string;
    telephone: string | null;
    version: number;
  };
  organisme: {
    id: string;
    siren: string;
    raison_sociale: string;
    forme: 'commune' | 'epci' | 'association' | 'autre';
    adresse: string | null;
    code_postal: string | null;
    commune_code: string | null;
    commune: string | null;
    version: number;
  };
  partenaire: {
    id: string;
    caf_id: string;
    organisme_id: string;
    nom: string;
    prefixe: string;
    dernier_numero: number;
    cree_le: string;
    version: number;
  };
  service: {
    id: string;
    libelle: string;
    description: string;
    ordre: number;
    roles: Service['roles'];
    actif: boolean;
    version: number;
  };
}

export const tables = requetesSur<TablesDeContractualisation>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeContractualisation extends FonctionsDePolitique {
  formulaire_invite: {
    donne: [formulaire: string];
    ligne: { caf_id: string; partenaire_id: string; fuseau: string };
  };
}

export const fonction = fonctionsSur<FonctionsDeContractualisation>();
