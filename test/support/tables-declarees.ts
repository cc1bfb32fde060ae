/** What the base cannot say of its tables and functions: who owns them, and the type behind JSON and some texts. */

/** Where a table or a function belongs. */
export interface Declaration {
  readonly chemin: string;
  /** Type imported from there for the columns below. */
  readonly nom?: string;
  /** Columns whose own type says less. */
  readonly types?: ReadonlyMap<string, string>;
}

const proprietesDe = (nom: string, ...proprietes: readonly string[]) =>
  new Map(proprietes.map((propriete) => [propriete, `${nom}['${propriete}']`]));

/** Tables without an entity. */
export const SANS_ENTITE: Readonly<Record<string, Declaration>> = {
  journal_purge: { chemin: 'kernel/journal/journal.ts' },
  journal_tete: { chemin: 'kernel/journal/journal.ts' },
  changement_courriel: { chemin: 'domain/acces/compte/compte.ts' },
  code_de_secours: { chemin: 'domain/acces/compte/compte.ts' },
  lien_envoye: { chemin: 'domain/acces/compte/compte.ts' },
  second_facteur: { chemin: 'domain/acces/compte/compte.ts' },
  'sessions.envoi': { chemin: 'domain/acces/compte/compte.ts' },
  'sessions.session': { chemin: 'domain/acces/compte/compte.ts' },
  'sessions.tentative': { chemin: 'domain/acces/compte/compte.ts' },
  etude_impact_cas: {
    chemin: 'domain/politique/impact/types.ts',
    nom: 'CasChange',
    types: proprietesDe('CasChange', 'avant', 'apres', 'calculs', 'cause'),
  },
  reprise_cas: {
    chemin: 'domain/politique/reprise/vues.ts',
    nom: 'CasRepris',
    types: proprietesDe('CasRepris', 'avant', 'apres', 'ecart'),
  },
};

/** A function, and which of its columns are never null. */
export interface FonctionAppelee extends Declaration {
  readonly pleines?: readonly string[];
}

const COMPTE = 'domain/acces/compte/compte.ts';
/** The functions whose answer the code reads; the only value of one that has no columns is `resultat`. */
export const FONCTIONS: Readonly<Record<string, FonctionAppelee>> = {
  changement_courriel_confirmer: { chemin: COMPTE },
  changement_courriel_demander: { chemin: COMPTE },
  changement_courriel_lire: {
    chemin: COMPTE,
    pleines: ['compte_id', 'ancien', 'nouveau', 'ancien_confirme', 'nouveau_confirme'],
  },
  compte_a_un_mot_de_passe: { chemin: COMPTE },
  compte_creer: { chemin: COMPTE, pleines: ['resultat'] },
  connexion_compte: { chemin: COMPTE, pleines: ['id', 'ferme'] },
  connexion_profils: {
    chemin: 'domain/acces/compte/profils.ts',
    nom: 'ProfilsLus',
    types: new Map([['resultat', 'ProfilsLus']]),
    pleines: ['resultat'],
  },
  formulaire_invite: {
    chemin: 'domain/contractualisation/eligibilite/formulaire-eligibilite.ts',
    pleines: ['caf_id', 'partenaire_id', 'fuseau'],
  },
  jeton_consommer: { chemin: COMPTE },
  jeton_lire: {
    chemin: 'domain/acces/compte/jeton.ts',
    nom: 'JetonLu',
    types: proprietesDe('JetonLu', 'etat'),
    pleines: ['etat'],
  },
  job_reessayer: { chemin: 'domain/suivi/jobs/job-en-echec.ts' },
  lien_compter: {
    chemin: COMPTE,
    types: new Map([['limite', "'acteur' | 'cible' | 'silence'"]]),
    pleines: ['limite', 'libre_le'],
  },
  mcp_annuaire_des_caf: { chemin: 'domain/territoire/caf/caf.ts', pleines: ['id', 'nom'] },
  mcp_comptes_de_la_personne: { chemin: COMPTE, pleines: ['resultat'] },
  mcp_courriels_de_la_caf: { chemin: 'domain/territoire/caf/caf.ts', pleines: ['resultat'] },
  mcp_formulaires_en_cours: {
    chemin: 'domain/politique/versions/version-regle.ts',
    pleines: ['empreinte', 'declarations'],
  },
  mcp_gere_compte: { chemin: COMPTE },
  mcp_roles_par_portee: {
    chemin: 'domain/delegation/habilitation/habilitation.ts',
    pleines: ['resultat'],
  },
  mcp_trous: { chemin: 'domain/politique/versions/version-regle.ts' },
  migrations_faites: { chemin: 'kernel/journal/journal.ts', pleines: ['resultat'] },
  nombre_comptes_demonstration: { chemin: COMPTE, pleines: ['resultat'] },
  second_facteur_activer: { chemin: COMPTE },
  second_facteur_lire: { chemin: COMPTE, pleines: ['secret', 'actif', 'restants'] },
  second_facteur_preparer: { chemin: COMPTE },
  second_facteur_prendre: { chemin: COMPTE },
  second_facteur_renouveler: { chemin: COMPTE },
  second_facteur_retirer: { chemin: COMPTE },
  second_facteur_secours: { chemin: COMPTE },
};
