// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { TablesDeAcces } from '#src/domain/acces/tables.ts';
import type { FonctionsDeAcces } from '#src/domain/acces/tables.ts';
import type { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import type { CasChange } from '#src/domain/politique/impact/types.ts';
import type { CasRepris } from '#src/domain/politique/reprise/vues.ts';
import type { ReactivationRegle } from '#src/domain/politique/versions/reactivation-regle.ts';
import type { RepriseQuestion } from '#src/domain/politique/reprise/reprise-question.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDePolitique extends TablesDeAcces {
  activation: {
    id: string;
    genre: ActivationRegle['genre'];
    jeu: string;
    empreinte: string;
    du: string | null;
    au: string | null;
    connu_du: string;
    connu_au: string | null;
    effective: string;
    connue: string;
    origine: 'initialisation' | 'approbation' | 'reactivation' | 'urgence' | 'annulation';
    motif: string;
    demande_par: string | null;
    confirme_par: string | null;
    acte: string;
    suite_de: string | null;
  };
  brouillon_regle: {
    id: string;
    genre: 'referentiel' | 'parametres' | 'regles' | 'formulaire';
    jeu: string;
    numero: string;
    texte: string;
    depuis: string | null;
    auteur: string;
    cree_le: string;
    modifie_le: string;
    version: number;
  };
  etude_impact: {
    id: string;
    jeu: string;
    avant_numero: string;
    avant_empreinte: string;
    avant_canonique: string;
    apres_numero: string;
    apres_empreinte: string;
    apres_canonique: string;
    du: string | null;
    au: string | null;
    prises_avant: string;
    generes: number;
    graine: string;
    etat: 'en-attente' | 'en-cours' | 'terminee' | 'arretee' | 'echouee';
    total: number | null;
    lus: number;
    tires: number;
    changes: number;
    duree_ms: number;
    curseur: string | null;
    agregats: string;
    rapport: string | null;
    empreinte_rapport: string | null;
    erreur: string | null;
    lancee_par: string | null;
    lancee_le: string;
    terminee_le: string | null;
    porteur: string | null;
    bail_jusqu_a: string | null;
    version: number;
    passe_du: string | null;
    passe_au: string | null;
  };
  etude_impact_cas: {
    etude_id: string;
    rang: number;
    decision_id: string;
    caf_id: string;
    equipement_id: string | null;
    type_equipement: string | null;
    sujet_type: string;
    sujet_id: string;
    sujet_detail: string | null;
    date_reference: string;
    derniere: boolean;
    avant: CasChange['avant'];
    apres: CasChange['apres'];
    calculs: CasChange['calculs'];
    cause: CasChange['cause'];
  };
  reactivation_regle: {
    id: string;
    genre: ReactivationRegle['genre'];
    jeu: string;
    empreinte: string;
    du: string | null;
    au: string | null;
    motif: string;
    demande_par: string;
    demande_le: string;
    etat: 'demandee' | 'confirmee' | 'refusee' | 'urgence';
    traite_par: string | null;
    traite_le: string | null;
    motif_traitement: string | null;
    rapports: string;
    version: number;
    nature: 'reactivation' | 'annulation';
  };
  reprise_cas: {
    reprise_id: string;
    decision_id: string;
    caf_id: string;
    partenaire_id: string | null;
    sujet_type: string;
    sujet_id: string;
    sujet_detail: string | null;
    date_reference: string;
    applicable: string | null;
    suite: 'decide' | 'a-decider' | 'ecarte';
    change: boolean;
    ecart: NonNullable<CasRepris['ecart']> | null;
    detail: string | null;
    avant: CasRepris['avant'];
    apres: NonNullable<CasRepris['apres']> | null;
    nouvelle_id: string | null;
    estimation_avant: string | null;
    estimation_apres: string | null;
    le: string;
  };
  reprise_question: {
    id: string;
    jeu: string;
    question: string;
    reponse: string;
    avant_numero: string;
    avant_empreinte: string;
    apres_numero: string;
    apres_empreinte: string;
    motif: string;
    lancee_par: string;
    lancee_le: string;
    terminee_le: string | null;
    comptes: NonNullable<RepriseQuestion['comptes']> | null;
    porteur: string | null;
    bail_jusqu_a: string | null;
  };
  soumission_regle: {
    id: string;
    genre: 'referentiel' | 'parametres' | 'regles' | 'formulaire';
    jeu: string;
    numero: string;
    empreinte: string;
    canonique: string;
    texte: string;
    du: string | null;
    au: string | null;
    niveau: 'majeur' | 'mineur' | 'correctif' | null;
    rapports: string;
    empreinte_rapports: string;
    auteur: string;
    soumis_le: string;
    etat: 'soumis' | 'approuve' | 'rejete' | 'retire';
    traite_par: string | null;
    traite_le: string | null;
    motif: string | null;
    signature: string | null;
    version: number;
    lot: string | null;
  };
  version_regle: {
    empreinte: string;
    genre: 'referentiel' | 'parametres' | 'regles' | 'formulaire';
    jeu: string;
    numero: string;
    canonique: string;
    texte: string;
    origine: 'initialisation' | 'publication';
    auteur: string | null;
    approbateur: string | null;
    publie_le: string;
    soumission_id: string | null;
    etat_soumission: string;
  };
}

export const tables = requetesSur<TablesDePolitique>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDePolitique extends FonctionsDeAcces {
  mcp_formulaires_en_cours: {
    donne: [];
    ligne: { empreinte: string; declarations: number; du: string | null; au: string | null };
  };
  mcp_trous: {
    donne: [genre_demande: string, jeu_demande: string];
    ligne: { du: string | null; au: string | null };
  };
}

export const fonction = fonctionsSur<FonctionsDePolitique>();
