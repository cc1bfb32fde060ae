import type { Role } from '#src/kernel/acteur.ts';

/** What a kind of record is called, and those of its fields that no screen declares. */
interface Objet {
  readonly libelle: string;
  readonly champs?: Readonly<Record<string, string>>;
}

/** Fields several kinds of record share. */
export const COMMUNS: Readonly<Record<string, string>> = {
  id: 'Identifiant',
  caf: 'Caf',
  partenaire: 'Partenaire',
  equipement: 'Équipement',
  declaration: 'Déclaration',
  decision: 'Décision',
  compte: 'Compte',
  creeLe: 'Créé le',
  communeCode: 'Code de la commune',
  genre: 'Nature',
  jeu: 'Fichier',
  numero: 'Numéro',
  empreinte: 'Empreinte',
  canonique: 'Forme canonique',
  texte: 'Texte',
  du: 'Du',
  au: 'Au',
  motif: 'Motif',
  etat: 'État',
  auteur: 'Auteur',
  demandePar: 'Demandé par',
  demandeLe: 'Demandé le',
  traitePar: 'Traité par',
  traiteLe: 'Traité le',
  rapports: 'Rapports de contrôle',
  par: 'Par',
  le: 'Le',
  ordre: 'Ordre',
  libelle: 'Libellé',
  avantNumero: 'Version comparée',
  avantEmpreinte: 'Empreinte de la version comparée',
  avantCanonique: 'Texte de la version comparée',
  apresNumero: 'Version étudiée',
  apresEmpreinte: 'Empreinte de la version étudiée',
  apresCanonique: 'Texte de la version étudiée',
  lanceePar: 'Lancée par',
  lanceeLe: 'Lancée le',
  termineeLe: 'Terminée le',
  porteur: 'Serveur qui y travaille',
  bailJusquA: 'Réservée jusqu’à',
  regleDecision: 'Décision de la règle',
  instance: 'Instance',
  roles: 'Rôles',
  nom: 'Nom',
  prenom: 'Prénom',
  courriel: 'Adresse mail',
  ouvertLe: 'Ouvert le',
  closLe: 'Clos le',
  estimation: 'Estimation hors bonus',
  lien: 'Lien envoyé',
  expireLe: 'Valable jusqu’au',
  origine: 'Origine',
  animateurs: 'Animateurs',
};

export const OBJETS: Readonly<Record<string, Objet>> = {
  Caf: {
    libelle: 'Caf',
    champs: {
      modeleContrat: 'Modèle de contrat',
      dernierPartenaire: 'Dernier numéro de partenaire',
      derniereConvention: 'Dernier numéro de convention',
    },
  },
  Compte: {
    libelle: 'Compte',
    champs: {
      empreinteMotDePasse: 'Mot de passe',
      ferme: 'Fermé',
      sessionsValidesDepuis: 'Sessions acceptées depuis',
      demonstration: 'Compte de démonstration',
      sessionsFermees: 'Sessions fermées',
      motDePasse: 'Mot de passe',
      verrou: 'Verrou',
      doubleAuthentification: 'Double authentification',
      codesDeSecours: 'Codes de secours',
      codeDeSecours: 'Code de secours',
      codesRestants: 'Codes restants',
      tables: 'Tables concernées',
      adresse: 'Adresse mail',
      effacement: 'Effacement',
      valeursDuJournal: 'Valeurs du journal effacées',
    },
  },
  ComptesLies: {
    libelle: 'Comptes d’une même personne',
    champs: {
      compteA: 'Compte',
      compteB: 'Autre compte',
      liePar: 'Lié par',
      lieLe: 'Lié le',
      deliePar: 'Délié par',
      delieLe: 'Délié le',
      motifFin: 'Motif de la fin',
    },
  },
  Courrier: {
    libelle: 'Courrier au partenaire',
    champs: {
      adresseCaf: 'Adresse de la Caf',
      destinataire: 'Destinataire',
      recours: 'Voies de recours',
      signature: 'Signature',
      contenu: 'Texte du courrier',
      parNom: 'Rédigé par',
    },
  },
  Jeton: { libelle: 'Lien personnel', champs: { sujetId: 'Formulaire visé', utiliseLe: 'Utilisé le' } },
  AgentCaf: { libelle: 'Agent de la Caf' },
  Analyste: { libelle: 'Analyste réglementaire' },
  Organisme: { libelle: 'Organisme' },
  Partenaire: { libelle: 'Partenaire', champs: { dernierNumero: 'Dernier numéro d’utilisateur' } },
  FormulaireEligibilite: { libelle: 'Formulaire d’éligibilité' },
  Convention: { libelle: 'Convention d’accès' },
  ContratService: { libelle: 'Contrat de service' },
  Interlocuteur: { libelle: 'Interlocuteur' },
  Service: { libelle: 'Service' },
  BulletinAdhesion: { libelle: 'Bulletin d’adhésion' },
  TypeEquipement: { libelle: 'Type d’équipement' },
  Equipement: { libelle: 'Équipement' },
  LieuImplantation: { libelle: 'Lieu d’implantation' },
  Animateur: { libelle: 'Animateur' },
  AbsenceAnimateur: { libelle: 'Absence d’un animateur' },
  Conventionnement: { libelle: 'Conventionnement' },
  Utilisateur: { libelle: 'Utilisateur', champs: { motDePasse: 'Mot de passe' } },
  GroupeHabilitation: { libelle: 'Groupe d’habilitation', champs: { ouvre: 'Ouvre' } },
  Mandat: {
    libelle: 'Mandat de responsable habilitations',
    champs: { parent: 'Mandat dont il vient', equipements: 'Équipements confiés', terminePar: 'Terminé par' },
  },
  Habilitation: { libelle: 'Habilitation', champs: { mandat: 'Mandat sous lequel le rôle est donné' } },
  Campagne: { libelle: 'Campagne' },
  Declaration: {
    libelle: 'Déclaration',
    champs: {
      formulaire: 'Formulaire',
      formulaireVersion: 'Version du formulaire',
      formulaireEmpreinte: 'Empreinte du formulaire',
      donneesActivite: 'Données d’activité',
      donneesFinances: 'Données financières',
      activiteCompleteLe: 'Activité terminée le',
      activiteCompletePar: 'Activité terminée par',
      financesCompletesLe: 'Finances terminées le',
      financesCompletesPar: 'Finances terminées par',
      transmisePar: 'Transmise par',
      versionActivite: 'Enregistrements de l’activité',
      versionFinances: 'Enregistrements des finances',
    },
  },
  Transmission: {
    libelle: 'Transmission',
    champs: {
      donnees: 'Données transmises',
      decisions: 'Décisions',
      empreintesRegles: 'Empreintes des règles',
      formulaireEmpreinte: 'Empreinte du formulaire',
      parNom: 'Signataire',
    },
  },
  DemandeDecision: { libelle: 'Demande de décision', champs: { proposition: 'Proposition' } },
  DecisionHumaine: {
    libelle: 'Décision enregistrée',
    champs: {
      detail: 'Point tranché',
      choix: 'Choix',
      seanceLe: 'Séance du',
      moisOuvertureModifies: 'Mois d’ouverture changés',
      estimationAvant: 'Estimation avant',
      estimationApres: 'Estimation après',
      demande: 'Demande',
    },
  },
  LienUtile: { libelle: 'Lien utile' },
  VersionRegle: {
    libelle: 'Version de règles',
    champs: { approbateur: 'Approbateur', soumissionId: 'Soumission' },
  },
  BrouillonRegle: {
    libelle: 'Brouillon de règles',
    champs: { depuis: 'Version de départ', modifieLe: 'Modifié le' },
  },
  SoumissionRegle: {
    libelle: 'Soumission de règles',
    champs: {
      lot: 'Soumise avec',
      niveau: 'Niveau',
      empreinteRapports: 'Empreinte des rapports',
      soumisLe: 'Soumis le',
      signature: 'Signature',
    },
  },
  ActivationRegle: {
    libelle: 'Mise en vigueur de règles',
    champs: {
      connuDu: 'Connu du',
      connuAu: 'Connu jusqu’au',
      confirmePar: 'Confirmé par',
      acte: 'Acte',
      suiteDe: 'Suite de',
    },
  },
  ReactivationRegle: {
    libelle: 'Réactivation de règles',
    champs: {
      nature: 'Nature',
      motifTraitement: 'Motif de la réponse',
      urgence: 'En urgence',
      seul: 'Décidée seul par',
    },
  },
  EtudeImpact: {
    libelle: 'Étude d’impact',
    champs: {
      passeDu: 'Cas passés, du',
      passeAu: 'Cas passés, au',
      prisesAvant: 'Décisions prises avant le',
      generes: 'Cas générés',
      graine: 'Graine du tirage',
      total: 'Cas à juger',
      lus: 'Cas jugés',
      tires: 'Cas tirés',
      changes: 'Cas changés',
      dureeMs: 'Durée (ms)',
      curseur: 'Avancement',
      agregats: 'Comptes',
      rapport: 'Rapport',
      empreinteRapport: 'Empreinte du rapport',
      erreur: 'Erreur',
    },
  },
  JobEnEchec: {
    libelle: 'Travail en échec',
    champs: { queue: 'Travail', cafId: 'Caf', cle: 'Objet du travail' },
  },
  RepriseQuestion: {
    libelle: 'Reprise des cas d’une question',
    champs: {
      question: 'Question',
      reponse: 'Réponse',
      comptes: 'Comptes',
      poursuivie: 'Poursuivie',
      terminee: 'Terminée',
      repris: 'Cas jugés de nouveau',
      changes: 'Cas changés',
      aDecider: 'Cas à décider',
      ecartes: 'Cas laissés',
    },
  },
  Journal: {
    libelle: 'Journal',
    champs: { mois: 'Mois retirés', parties: 'Rangs retirés', constats: 'Anomalies expliquées' },
  },
};

/** How each role is called where it stands alone. */
export const ROLES: Readonly<Record<Role, string>> = {
  gestionnaire: 'gestionnaire Caf',
  'responsable-caf': 'responsable de la Caf',
  analyste: 'analyste réglementaire',
  'administrateur-partenaire': 'administrateur partenaire',
  'responsable-habilitations': 'responsable habilitations',
  'saisie-activite': 'fournisseur de données d’activité',
  'saisie-finances': 'fournisseur de données financières',
  approbation: 'approbateur',
  consultation: 'consultant',
  utilisateur: 'utilisateur du partenaire',
  invite: 'personne invitée',
  systeme: 'application',
};

/** What lines written before roles gave capacities hold. */
const ANCIENS: Readonly<Record<string, Role>> = {
  'fournisseur-activite': 'saisie-activite',
  'fournisseur-financier': 'saisie-finances',
  approbateur: 'approbation',
  consultant: 'consultation',
};

/** « gestionnaire Caf, responsable de la Caf » of the roles a line keeps. */
export const direRoles = (roles: string): string =>
  roles
    .split(' ')
    .map((ecrit) => {
      const role = Object.hasOwn(ANCIENS, ecrit) ? ANCIENS[ecrit] : ecrit;
      return role !== undefined && Object.hasOwn(ROLES, role) ? ROLES[role as Role] : 'autre personne';
    })
    .join(', ');

/** What can be filtered on, in the order of the alphabet. */
export const enOptions = (
  libelles: Readonly<Record<string, string>>,
): { valeur: string; libelle: string }[] =>
  Object.entries(libelles)
    .map(([valeur, libelle]) => ({ valeur, libelle }))
    .sort((a, b) => a.libelle.localeCompare(b.libelle, 'fr'));
