import type { Role } from '#src/kernel/acteur.ts';

/** Fields an action may touch: all of the resource's, or those named. */
export type Permission = 'tous' | readonly string[];
type DroitsDeRessource = Readonly<Record<string, Readonly<Partial<Record<Role, Permission>>>>>;

const caf = { gestionnaire: 'tous' } as const;
const cafEtAnalyste = { gestionnaire: 'tous', analyste: 'tous' } as const;
const cafEtPartenaire = {
  gestionnaire: 'tous',
  utilisateur: 'tous',
} as const;
// The application acts for the person a shell command names.
const politique = { analyste: 'tous', systeme: 'tous' } as const;
const delegation = { 'administrateur-partenaire': 'tous', 'responsable-habilitations': 'tous' } as const;

/**
 * The one rights table: resource × action × role → fields. Denied unless written here.
 * Where fields are named, the executor refuses a command that writes another one of the resource.
 * Scope comes with the role: an agent sees his Caf, a partner's user his partner, whatever the action;
 * a capacity given by a role of a service is further limited to the equipments it was granted on. A user
 * reads his own record whole.
 * Of another Caf only the name is known.
 */
export const DROITS = {
  Caf: {
    lire: {
      gestionnaire: 'tous',
      analyste: 'tous',
      utilisateur: ['id', 'nom', 'courriel', 'telephone'],
      invite: ['id', 'nom', 'courriel', 'telephone'],
    },
    creer: { systeme: 'tous' },
    modifier: caf,
  },
  Organisme: { lire: cafEtPartenaire, creer: caf, modifier: caf },
  Partenaire: {
    lire: { gestionnaire: 'tous', utilisateur: ['id', 'nom', 'prefixe', 'organisme'] },
    creer: caf,
  },
  FormulaireEligibilite: {
    lire: { gestionnaire: 'tous', invite: 'tous', 'administrateur-partenaire': 'tous' },
    creer: caf,
    inviter: caf,
    completer: { gestionnaire: 'tous', invite: 'tous' },
    decider: caf,
    soumettre: { invite: 'tous' },
  },
  Convention: {
    lire: cafEtPartenaire,
    creer: caf,
    modifier: caf,
    signer: caf,
    activer: caf,
    renouveler: caf,
    resilier: caf,
  },
  ContratService: { lire: cafEtPartenaire, creer: caf, modifier: caf, signer: caf, activer: caf },
  Interlocuteur: { lire: cafEtPartenaire, creer: caf, modifier: caf, retirer: caf },
  Service: {
    lire: { gestionnaire: 'tous', analyste: 'tous', utilisateur: 'tous' },
    modifier: { 'responsable-caf': 'tous' },
  },
  BulletinAdhesion: { lire: cafEtPartenaire, creer: caf, modifier: caf },
  TypeEquipement: { lire: { gestionnaire: 'tous', analyste: 'tous', utilisateur: 'tous' } },
  Equipement: { lire: cafEtPartenaire, creer: caf, modifier: caf },
  LieuImplantation: { lire: cafEtPartenaire, creer: caf, modifier: caf, retirer: caf },
  Animateur: { lire: cafEtPartenaire, creer: caf, modifier: caf, validerProfil: caf },
  // A partner sees them in its declaration only, which they fill in.
  AbsenceAnimateur: { lire: caf, creer: caf, modifier: caf, retirer: caf },
  Conventionnement: { lire: cafEtPartenaire, creer: caf, modifier: caf, valider: caf },
  Utilisateur: {
    lire: {
      gestionnaire: 'tous',
      'administrateur-partenaire': 'tous',
      'responsable-habilitations': 'tous',
      utilisateur: ['id', 'identifiant', 'nom', 'prenom'],
    },
    creer: delegation,
    modifier: delegation,
    cloturer: delegation,
    inviter: delegation,
    deverrouiller: delegation,
    changerIdentite: delegation,
    imposerMotDePasse: caf,
    modifierSonProfil: { utilisateur: ['telephone'] },
    repondreRattachement: { utilisateur: ['rattachement', 'closLe'] },
  },
  GroupeHabilitation: { lire: cafEtPartenaire },
  Mandat: {
    lire: { gestionnaire: 'tous', ...delegation },
    donner: delegation,
    terminer: delegation,
    retirer: caf,
  },
  Habilitation: {
    lire: cafEtPartenaire,
    consulterPasse: { ...caf, ...delegation },
    affecter: delegation,
    terminer: delegation,
    valider: caf,
    refuser: caf,
    suspendre: caf,
  },
  Campagne: {
    lire: { gestionnaire: 'tous', analyste: 'tous', utilisateur: 'tous' },
    creer: caf,
    modifier: caf,
    fermer: caf,
    rouvrir: caf,
  },
  Declaration: {
    lire: {
      gestionnaire: 'tous',
      'saisie-activite': 'tous',
      'saisie-finances': 'tous',
      approbation: 'tous',
      consultation: 'tous',
    },
    commencer: { 'saisie-activite': 'tous', 'saisie-finances': 'tous' },
    saisirActivite: { 'saisie-activite': ['donneesActivite', 'versionActivite'] },
    saisirFinances: { 'saisie-finances': ['donneesFinances', 'versionFinances'] },
    completerActivite: { 'saisie-activite': 'tous' },
    completerFinances: { 'saisie-finances': 'tous' },
    renvoyer: { approbation: 'tous' },
    transmettre: { approbation: 'tous' },
    instruire: caf,
    trancher: caf,
    retourner: caf,
    traiter: caf,
  },
  EvenementDeclaration: { lire: cafEtPartenaire },
  Transmission: { lire: cafEtPartenaire },
  DecisionHumaine: { lire: cafEtPartenaire },
  DemandeDecision: { lire: caf },
  Decision: { lire: { ...cafEtAnalyste, utilisateur: 'tous' } },
  Courrier: { lire: cafEtPartenaire, enregistrer: caf },
  LienUtile: {
    lire: { gestionnaire: 'tous', analyste: 'tous', utilisateur: 'tous' },
    creer: caf,
    modifier: caf,
    retirer: caf,
  },
  Courriel: { lire: { gestionnaire: 'tous' }, expedier: { systeme: 'tous' }, alerter: { systeme: 'tous' } },
  // What the program gave up doing: each side of its own.
  Job: { lire: cafEtAnalyste, reessayer: cafEtAnalyste },
  AgentCaf: {
    lire: caf,
    creer: { 'responsable-caf': 'tous', systeme: 'tous' },
    cloturer: { 'responsable-caf': 'tous' },
  },
  Analyste: { lire: cafEtAnalyste, creer: { systeme: 'tous' } },
  VersionRegle: { lire: cafEtAnalyste, initialiser: { systeme: 'tous' } },
  BrouillonRegle: {
    lire: { analyste: 'tous' },
    creer: politique,
    modifier: { analyste: 'tous' },
    supprimer: { analyste: 'tous' },
  },
  SoumissionRegle: {
    lire: { analyste: 'tous' },
    soumettre: politique,
    completer: politique,
    approuver: politique,
    rejeter: politique,
    retirer: politique,
  },
  ActivationRegle: { lire: cafEtAnalyste },
  ReactivationRegle: {
    lire: { analyste: 'tous' },
    demander: politique,
    confirmer: politique,
    refuser: politique,
    forcer: politique,
  },
  RepriseQuestion: { lire: { analyste: 'tous' }, lancer: { analyste: 'tous' }, conduire: politique },
  EtudeImpact: {
    lire: politique,
    lancer: { analyste: 'tous' },
    arreter: { analyste: 'tous' },
    traiter: { systeme: 'tous' },
  },
  // Erasing a person, purging and explaining need the owner of the tables besides: no screen has them.
  Journal: {
    lire: { 'responsable-caf': 'tous' },
    purger: { systeme: 'tous' },
    expliquer: { systeme: 'tous' },
    exporterPersonne: { systeme: 'tous' },
    effacerPersonne: { systeme: 'tous' },
  },
  Compte: {
    changerMotDePasse: { utilisateur: 'tous', gestionnaire: 'tous', analyste: 'tous' },
    changerCourriel: { utilisateur: 'tous', gestionnaire: 'tous', analyste: 'tous' },
    demanderReinitialisation: { systeme: 'tous' },
    utiliserJeton: { systeme: 'tous' },
    fermerSession: { utilisateur: 'tous', gestionnaire: 'tous', analyste: 'tous' },
    gererSecondFacteur: { gestionnaire: 'tous', analyste: 'tous' },
    leverSecondFacteur: { 'responsable-caf': 'tous' },
  },
  ComptesLies: { lire: caf, lier: caf, delier: caf },
  /** This very table, shown. */
  TableDesDroits: { lire: cafEtAnalyste },
  Referentiel: { charger: { systeme: 'tous' } },
} as const satisfies Readonly<Record<string, DroitsDeRessource>>;

export type Ressource = keyof typeof DROITS;
export type ActionDe<R extends Ressource> = keyof (typeof DROITS)[R] & string;
