// Written by `npm run tables` from the migrated base: do not edit.
import { fonctionsSur, requetesSur } from '#src/kernel/sql.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';

/** The rows of its tables as a query reads them, and those of the contexts before. */
export interface TablesDeKernel {
  courriel: {
    id: string;
    caf_id: string | null;
    destinataire: string;
    objet: string;
    corps: string;
    cree_le: string;
    envoye_le: string | null;
    tentatives: number;
    erreur: string | null;
  };
  decision: {
    id: string;
    caf_id: string;
    partenaire_id: string | null;
    jeu: string;
    version_regle: string;
    empreinte: string;
    date_reference: string;
    faits: Decision['faits'];
    etat: 'faits-manquants' | 'source-muette' | 'decision-humaine' | 'decide';
    issues: Decision['issues'];
    constats: Decision['constats'];
    calculs: Decision['calculs'];
    manquants: Decision['manquants'];
    trace: Decision['trace'];
    moteur: Decision['moteur'];
    sujet_type: string;
    sujet_id: string;
    sujet_detail: string | null;
    prise_le: string;
    prise_par: string | null;
    requete_id: string;
    referentiels: NonNullable<Decision['referentiels']> | null;
  };
  journal: {
    id: string;
    chaine: string;
    partenaire_id: string | null;
    rang: number;
    le: string;
    acteur_id: string | null;
    acteur_role: string;
    commande: string;
    requete_id: string;
    entite: string;
    entite_id: string;
    genre: 'creation' | 'modification' | 'suppression' | 'evenement';
    motif: string | null;
    changements: Journal['changements'];
    precedente: string;
    empreinte: string;
  };
  journal_purge: {
    chaine: string;
    du_rang: number;
    au_rang: number;
    precedente: string;
    empreinte: string;
    purge_le: string;
  };
  journal_tete: {
    chaine: string;
    rang: number;
    empreinte: string;
  };
  journal_valeur: {
    id: string;
    journal_id: string;
    champ: string;
    cote: 'avant' | 'apres';
    valeur: string | null;
    sel: string | null;
    effacement: string | null;
  };
}

export const tables = requetesSur<TablesDeKernel>();

/** The functions it calls: what each is given, and the row it gives. */
export interface FonctionsDeKernel {
  migrations_faites: { donne: []; ligne: { resultat: string } };
}

export const fonction = fonctionsSur<FonctionsDeKernel>();
