import type { Droit } from '#src/kernel/commande.ts';

/**
 * Who may knock at which door, written by hand: the oracle of the rights walk. The application derives its own
 * guards from its routes, resources and screens; what is derived cannot check itself.
 */

/** Records an address names by its `:id`. */
export type Cible = 'Utilisateur' | 'Habilitation' | 'Mandat' | 'Declaration' | 'EtudeImpact' | 'Reprise';

/** What a door asks of whoever knocks. Scope comes with the role, as in the rights table. */
export type Porte =
  /** Anybody, signed in or not. */
  | { readonly pour: 'tous' }
  /** Whoever is signed in, whatever his rights. */
  | { readonly pour: 'connectes' }
  /** The holder of an eligibility link. */
  | { readonly pour: 'invite' }
  /** The holder of the token of the measures: a machine, nobody here. */
  | { readonly pour: 'jeton' }
  /** Users of partners, whatever their roles. */
  | { readonly pour: 'partenaires' }
  /** Those who hold a right, on a record of their scope. */
  | {
      readonly droit: Droit;
      readonly cible?: Cible;
      /** All the fields of the record are needed: a role that may read some of them only does not pass. */
      readonly entiere?: true;
    };

const lire = (droit: Droit, cible?: Cible): Porte => ({ droit, ...(cible ? { cible } : {}) });
const utilisateur = (
  action: 'modifier' | 'changerIdentite' | 'cloturer' | 'inviter' | 'deverrouiller',
): Porte => ({ droit: ['Utilisateur', action], cible: 'Utilisateur' });
const FICHE_ENTIERE: Porte = { droit: ['Utilisateur', 'lire'], cible: 'Utilisateur', entiere: true };
const DECLARATION = lire(['Declaration', 'lire'], 'Declaration');

/**
 * The doors of the partner's space, below `/partenaire`: method and address to what it asks. A door that is
 * not here is shut.
 * Where two could match, the first counts.
 */
export const PORTES_PARTENAIRE: Readonly<Record<string, Porte>> = {
  'GET /': { pour: 'partenaires' },
  'GET /convention': lire(['Convention', 'lire']),
  'GET /documents': lire(['LienUtile', 'lire']),
  'GET /profil': { pour: 'partenaires' },
  'POST /profil': lire(['Utilisateur', 'modifierSonProfil']),
  'GET /saisie-gardee': { pour: 'partenaires' },
  'POST /saisie-gardee/abandonner': { pour: 'partenaires' },

  'GET /utilisateurs': { droit: ['Utilisateur', 'lire'], entiere: true },
  'GET /utilisateurs/creer': lire(['Utilisateur', 'creer']),
  'POST /utilisateurs/creer': lire(['Utilisateur', 'creer']),
  'GET /utilisateurs/:id': FICHE_ENTIERE,
  'GET /utilisateurs/:id/modifier': utilisateur('modifier'),
  'POST /utilisateurs/:id/modifier': utilisateur('modifier'),
  'GET /utilisateurs/:id/identite': utilisateur('changerIdentite'),
  'POST /utilisateurs/:id/identite/nom': utilisateur('changerIdentite'),
  'POST /utilisateurs/:id/identite/invitation': utilisateur('changerIdentite'),
  'POST /utilisateurs/:id/identite/personne': utilisateur('changerIdentite'),
  'GET /utilisateurs/:id/supprimer': FICHE_ENTIERE,
  'POST /utilisateurs/:id/supprimer': utilisateur('cloturer'),
  'GET /utilisateurs/:id/historique': FICHE_ENTIERE,
  'GET /utilisateurs/:id/invitation': FICHE_ENTIERE,
  'POST /utilisateurs/:id/invitation': utilisateur('inviter'),
  'GET /utilisateurs/:id/deverrouiller': FICHE_ENTIERE,
  'POST /utilisateurs/:id/deverrouiller': utilisateur('deverrouiller'),
  'GET /utilisateurs/:id/mot-de-passe': FICHE_ENTIERE,
  'POST /utilisateurs/:id/mot-de-passe': utilisateur('inviter'),

  'GET /habilitations': lire(['Habilitation', 'lire']),
  'GET /habilitations/habiliter': lire(['Habilitation', 'affecter']),
  'POST /habilitations/habiliter': lire(['Habilitation', 'affecter']),
  'GET /habilitations/:id/terminer': lire(['Habilitation', 'terminer'], 'Habilitation'),
  'POST /habilitations/:id/terminer': lire(['Habilitation', 'terminer'], 'Habilitation'),

  'GET /droits': lire(['Habilitation', 'consulterPasse']),
  'GET /droits/export': lire(['Habilitation', 'consulterPasse']),

  'GET /responsables': lire(['Mandat', 'lire']),
  'GET /responsables/nommer': lire(['Mandat', 'donner']),
  'POST /responsables/nommer': lire(['Mandat', 'donner']),
  'GET /responsables/:id/terminer': lire(['Mandat', 'terminer'], 'Mandat'),
  'POST /responsables/:id/terminer': lire(['Mandat', 'terminer'], 'Mandat'),

  'GET /declarations': lire(['Declaration', 'lire']),
  'POST /declarations': lire(['Declaration', 'commencer']),
  'GET /declarations/communes': { pour: 'partenaires' },
  'GET /declarations/:id': DECLARATION,
  'GET /declarations/:id/activite': DECLARATION,
  'GET /declarations/:id/finances': DECLARATION,
  'POST /declarations/:id/activite': lire(['Declaration', 'saisirActivite'], 'Declaration'),
  'POST /declarations/:id/finances': lire(['Declaration', 'saisirFinances'], 'Declaration'),
  'POST /declarations/:id/activite/analyse': lire(['Declaration', 'saisirActivite'], 'Declaration'),
  'POST /declarations/:id/finances/analyse': lire(['Declaration', 'saisirFinances'], 'Declaration'),
  'POST /declarations/:id/activite/reprendre': lire(['Declaration', 'completerActivite'], 'Declaration'),
  'POST /declarations/:id/finances/reprendre': lire(['Declaration', 'completerFinances'], 'Declaration'),
  'GET /declarations/:id/renvoyer': DECLARATION,
  'POST /declarations/:id/renvoyer': lire(['Declaration', 'renvoyer'], 'Declaration'),
  'GET /declarations/:id/transmettre': DECLARATION,
  'POST /declarations/:id/transmettre': lire(['Declaration', 'transmettre'], 'Declaration'),
  'GET /declarations/:id/recepisse': DECLARATION,
  'GET /declarations/:id/recepisse/:numero': DECLARATION,
  'GET /declarations/:id/decisions/:decision': DECLARATION,
};

const TOUS: Porte = { pour: 'tous' };
const CONNECTES: Porte = { pour: 'connectes' };
/** Offered to the people of the Caf and to analysts. */
const SECOND_FACTEUR: Porte = { droit: ['Compte', 'gererSecondFacteur'] };

/** The doors of the server itself: sign-in, links, public pages, health. */
export const PORTES_DU_SERVEUR: Readonly<Record<string, Porte>> = {
  'GET /': TOUS,
  'GET /connexion': TOUS,
  'POST /connexion': TOUS,
  'POST /deconnexion': TOUS,
  'GET /profils': TOUS,
  'POST /profils': TOUS,
  'GET /mot-de-passe-oublie': TOUS,
  'POST /mot-de-passe-oublie': TOUS,
  'GET /invitation': TOUS,
  'POST /invitation': TOUS,
  'GET /reinitialisation': TOUS,
  'POST /reinitialisation': TOUS,
  'GET /mot-de-passe': CONNECTES,
  'POST /mot-de-passe': CONNECTES,
  'GET /confirmation': CONNECTES,
  'POST /confirmation': CONNECTES,
  // The second step of a sign-in: nobody yet.
  'GET /connexion/code': TOUS,
  'POST /connexion/code': TOUS,
  // An account may have a space proposed and none open.
  'GET /rattachements': TOUS,
  'POST /rattachements': TOUS,
  'GET /courriel': CONNECTES,
  'POST /courriel': CONNECTES,
  'GET /courriel/confirmer': TOUS,
  'POST /courriel/confirmer': TOUS,
  'GET /securite': CONNECTES,
  'POST /securite/sessions/fermer': CONNECTES,
  'POST /securite/sessions/fermer-les-autres': CONNECTES,
  'GET /securite/code': SECOND_FACTEUR,
  'POST /securite/code': SECOND_FACTEUR,
  'POST /securite/code/preparer': SECOND_FACTEUR,
  'POST /securite/code/secours': SECOND_FACTEUR,
  'GET /securite/code/retirer': SECOND_FACTEUR,
  'POST /securite/code/retirer': SECOND_FACTEUR,
  'GET /eligibilite': { pour: 'invite' },
  'POST /eligibilite': { pour: 'invite' },
  'GET /accessibilite': TOUS,
  'GET /donnees-personnelles': TOUS,
  'GET /mentions-legales': TOUS,
  'GET /metriques': { pour: 'jeton' },
  'GET /sante': TOUS,
  'GET /pret': TOUS,
  'GET /favicon.ico': TOUS,
  'GET /robots.txt': TOUS,
  'GET /ressources/:fichier': TOUS,
  // The outbox page: neither in production nor with a mail server.
  'GET /courriels': TOUS,
};

/** A resource of the back-office: the right to read it, and what each of its actions asks. */
export interface PortesDeRessource {
  readonly lire: Droit;
  readonly liste?: Readonly<Record<string, Droit>>;
  readonly fiche?: Readonly<Record<string, Droit>>;
}

/** The doors of the back-office: each resource, each action of its list and of its records. */
export const PORTES_GESTION: Readonly<Record<string, PortesDeRessource>> = {
  partenaires: { lire: ['Partenaire', 'lire'], liste: { new: ['Partenaire', 'creer'] } },
  organismes: { lire: ['Organisme', 'lire'], fiche: { edit: ['Organisme', 'modifier'] } },
  'formulaires-eligibilite': {
    lire: ['FormulaireEligibilite', 'lire'],
    liste: { new: ['FormulaireEligibilite', 'creer'] },
    fiche: {
      decider: ['FormulaireEligibilite', 'decider'],
      edit: ['FormulaireEligibilite', 'completer'],
      inviter: ['FormulaireEligibilite', 'inviter'],
    },
  },
  conventions: {
    lire: ['Convention', 'lire'],
    liste: { new: ['Convention', 'creer'] },
    fiche: {
      activer: ['Convention', 'activer'],
      signer: ['Convention', 'signer'],
      renouveler: ['Convention', 'renouveler'],
      edit: ['Convention', 'modifier'],
      rouvrir: ['Convention', 'modifier'],
      resilier: ['Convention', 'resilier'],
    },
  },
  'contrats-service': {
    lire: ['ContratService', 'lire'],
    liste: { new: ['ContratService', 'creer'] },
    fiche: {
      signer: ['ContratService', 'signer'],
      edit: ['ContratService', 'modifier'],
      rouvrir: ['ContratService', 'modifier'],
      activer: ['ContratService', 'activer'],
    },
  },
  interlocuteurs: {
    lire: ['Interlocuteur', 'lire'],
    liste: { new: ['Interlocuteur', 'creer'] },
    fiche: { edit: ['Interlocuteur', 'modifier'], delete: ['Interlocuteur', 'retirer'] },
  },
  bulletins: {
    lire: ['BulletinAdhesion', 'lire'],
    liste: { new: ['BulletinAdhesion', 'creer'] },
    fiche: { edit: ['BulletinAdhesion', 'modifier'] },
  },
  equipements: {
    lire: ['Equipement', 'lire'],
    liste: { new: ['Equipement', 'creer'] },
    fiche: { edit: ['Equipement', 'modifier'] },
  },
  'types-equipement': { lire: ['TypeEquipement', 'lire'] },
  lieux: {
    lire: ['LieuImplantation', 'lire'],
    liste: { new: ['LieuImplantation', 'creer'] },
    fiche: { edit: ['LieuImplantation', 'modifier'], delete: ['LieuImplantation', 'retirer'] },
  },
  animateurs: {
    lire: ['Animateur', 'lire'],
    liste: { new: ['Animateur', 'creer'] },
    fiche: { valider: ['Animateur', 'validerProfil'], edit: ['Animateur', 'modifier'] },
  },
  'absences-animateurs': {
    lire: ['AbsenceAnimateur', 'lire'],
    liste: { new: ['AbsenceAnimateur', 'creer'] },
    fiche: { edit: ['AbsenceAnimateur', 'modifier'], delete: ['AbsenceAnimateur', 'retirer'] },
  },
  conventionnements: {
    lire: ['Conventionnement', 'lire'],
    liste: { new: ['Conventionnement', 'creer'] },
    fiche: {
      valider: ['Conventionnement', 'valider'],
      edit: ['Conventionnement', 'modifier'],
      rouvrir: ['Conventionnement', 'valider'],
    },
  },
  habilitations: {
    lire: ['Habilitation', 'lire'],
    fiche: {
      valider: ['Habilitation', 'valider'],
      refuser: ['Habilitation', 'refuser'],
      suspendre: ['Habilitation', 'suspendre'],
      leverSuspension: ['Habilitation', 'suspendre'],
    },
  },
  utilisateurs: {
    lire: ['Utilisateur', 'lire'],
    fiche: {
      imposerMotDePasse: ['Utilisateur', 'imposerMotDePasse'],
      lierComptes: ['ComptesLies', 'lier'],
      delierComptes: ['ComptesLies', 'delier'],
    },
  },
  mandats: { lire: ['Mandat', 'lire'], fiche: { retirer: ['Mandat', 'retirer'] } },
  declarations: {
    lire: ['Declaration', 'lire'],
    fiche: {
      prendre: ['Declaration', 'instruire'],
      traiter: ['Declaration', 'traiter'],
      retourner: ['Declaration', 'retourner'],
      demander: ['Declaration', 'instruire'],
      trancher: ['Declaration', 'trancher'],
      regler: ['Declaration', 'trancher'],
    },
  },
  campagnes: {
    lire: ['Campagne', 'lire'],
    liste: { new: ['Campagne', 'creer'] },
    fiche: {
      edit: ['Campagne', 'modifier'],
      fermer: ['Campagne', 'fermer'],
      rouvrir: ['Campagne', 'rouvrir'],
    },
  },
  decisions: { lire: ['Decision', 'lire'] },
  'versions-regles': { lire: ['VersionRegle', 'lire'] },
  services: { lire: ['Service', 'lire'] },
  'liens-utiles': {
    lire: ['LienUtile', 'lire'],
    liste: { new: ['LienUtile', 'creer'] },
    fiche: { edit: ['LienUtile', 'modifier'], delete: ['LienUtile', 'retirer'] },
  },
  cafs: { lire: ['Caf', 'lire'], fiche: { modele: ['Caf', 'modifier'] } },
  agents: {
    lire: ['AgentCaf', 'lire'],
    liste: { new: ['AgentCaf', 'creer'] },
    fiche: { cloturer: ['AgentCaf', 'cloturer'], leverCode: ['Compte', 'leverSecondFacteur'] },
  },
  journal: { lire: ['Journal', 'lire'] },
  courriels: { lire: ['Courriel', 'lire'] },
  'travaux-en-echec': { lire: ['Job', 'lire'], fiche: { reessayer: ['Job', 'reessayer'] } },
};

/**
 * A screen of the back-office: the right to see it, and what each of its commands and questions asks besides.
 */
export interface PortesDEcran {
  readonly lire: Droit | 'internes';
  readonly commandes?: Readonly<Record<string, Droit>>;
  readonly questions?: Readonly<Record<string, Droit>>;
}

const VERSIONS: Droit = ['VersionRegle', 'lire'];
const DECISIONS: Droit = ['Decision', 'lire'];
const BROUILLONS: Droit = ['BrouillonRegle', 'lire'];

/** The screens of the back-office that are not resources. */
export const PORTES_DES_ECRANS: Readonly<Record<string, PortesDEcran>> = {
  communes: { lire: 'internes' },
  regles: {
    lire: VERSIONS,
    commandes: { confirmer: ['ReactivationRegle', 'confirmer'], refuser: ['ReactivationRegle', 'refuser'] },
  },
  questions: { lire: VERSIONS, commandes: { creer: ['BrouillonRegle', 'creer'] } },
  essai: { lire: VERSIONS, questions: { essayer: VERSIONS } },
  fictives: { lire: VERSIONS, commandes: { remplacer: ['BrouillonRegle', 'creer'] } },
  reprise: { lire: ['RepriseQuestion', 'lire'], commandes: { lancer: ['RepriseQuestion', 'lancer'] } },
  guide: { lire: VERSIONS },
  decision: { lire: DECISIONS, questions: { rejouer: DECISIONS } },
  lettre: { lire: DECISIONS, commandes: { enregistrer: ['Courrier', 'enregistrer'] } },
  droits: { lire: ['Habilitation', 'consulterPasse'] },
  'qui-peut-quoi': { lire: ['TableDesDroits', 'lire'] },
  regle: {
    lire: VERSIONS,
    commandes: {
      creer: ['BrouillonRegle', 'creer'],
      reactiver: ['ReactivationRegle', 'demander'],
      urgence: ['ReactivationRegle', 'forcer'],
      annuler: ['ReactivationRegle', 'demander'],
    },
    questions: { mesurer: VERSIONS },
  },
  brouillon: {
    lire: BROUILLONS,
    commandes: {
      enregistrer: ['BrouillonRegle', 'modifier'],
      supprimer: ['BrouillonRegle', 'supprimer'],
      soumettre: ['SoumissionRegle', 'soumettre'],
      reprendre: ['BrouillonRegle', 'creer'],
    },
    questions: { verifier: BROUILLONS, retoucher: BROUILLONS, proposer: BROUILLONS, bornes: BROUILLONS },
  },
  comparaison: { lire: VERSIONS },
  impact: {
    lire: ['EtudeImpact', 'lire'],
    commandes: {
      lancer: ['EtudeImpact', 'lancer'],
      arreter: ['EtudeImpact', 'arreter'],
      reprendre: ['EtudeImpact', 'lancer'],
      joindre: ['SoumissionRegle', 'completer'],
    },
  },
  approbation: {
    lire: ['SoumissionRegle', 'lire'],
    commandes: {
      approuver: ['SoumissionRegle', 'approuver'],
      rejeter: ['SoumissionRegle', 'rejeter'],
      retirer: ['SoumissionRegle', 'retirer'],
    },
  },
};

/**
 * Other doors of the back-office: for everybody inside, or told by the two tables above, once for each
 * resource, action and screen.
 */
export type PorteDeGestion = Porte | { readonly pour: 'internes' } | 'par-ressource' | 'par-ecran';

const INTERNES = { pour: 'internes' } as const;

/**
 * The frame of the back-office, its files and exports, and the generic addresses of AdminJS. Below
 * `/gestion`.
 */
export const PORTES_AUTRES_DE_GESTION: Readonly<Record<string, PorteDeGestion>> = {
  'GET /': INTERNES,
  'GET /api/dashboard': INTERNES,
  'GET /actifs/:fichier': INTERNES,
  'GET /exports/droits': lire(['Habilitation', 'consulterPasse']),
  'GET /exports/impact/:id': lire(['EtudeImpact', 'lire'], 'EtudeImpact'),
  'GET /exports/reprise/:id': lire(['RepriseQuestion', 'lire'], 'Reprise'),
  'GET /resources/:resourceId': 'par-ressource',
  'GET /resources/:resourceId/actions/:action': 'par-ressource',
  'GET /resources/:resourceId/records/:recordId/:action': 'par-ressource',
  'GET /api/resources/:resourceId/actions/:action': 'par-ressource',
  'POST /api/resources/:resourceId/actions/:action': 'par-ressource',
  'GET /api/resources/:resourceId/actions/:action/:query': 'par-ressource',
  'GET /api/resources/:resourceId/records/:recordId/:action': 'par-ressource',
  'POST /api/resources/:resourceId/records/:recordId/:action': 'par-ressource',
  'GET /pages/:pageName': 'par-ecran',
  'GET /api/pages/:pageName': 'par-ecran',
  'POST /api/pages/:pageName': 'par-ecran',
};
