/**
 * The one list of personal data: what each column says of a person. The journal masks by it, the export and
 * the erasure of a person
 * follow it, and a test refuses a column that looks personal and is not in it.
 */

/** What a column that names somebody says of him. */
export type Identite = 'nom' | 'prenom' | 'nom-complet' | 'courriel' | 'telephone' | 'identifiant';
export type Classement =
  /**
   * Id of the account of who the row is about or who did it. Stays: once the person is erased it names
   * nobody.
   */
  | 'compte'
  /** Id of a user of a partner. */
  | 'utilisateur'
  /**
   * Names the person that the column `de` of the same row designates (by account, user or mail address).
   * Erased with him.
   */
  | { readonly de: string; readonly est: Identite }
  /**
   * Name under an act that binds: kept, it is what proves the act (our interpretation of what the law asks,
   * open question).
   */
  | 'signature'
  /** People named without a link to an account. Masked in the journal; to be looked at by hand. */
  | 'autrui'
  /** Names nobody, but says of somebody what is his own affair: an illness. Masked in the journal. */
  | 'intime'
  /** Written by people, may name anybody: to be looked at by hand. */
  | 'libre'
  /** Opens an access: never exported, goes with the person. */
  | 'secret'
  /** Says nothing of a person. */
  | 'neutre';

interface TableClassee {
  /** Erased as a whole row rather than column by column. */
  readonly lignesEffacees?: true;
  readonly colonnes: Readonly<Record<string, Classement>>;
}

const personne = (de: string, colonnes: Readonly<Record<string, Identite>>): Record<string, Classement> =>
  Object.fromEntries(Object.entries(colonnes).map(([colonne, est]) => [colonne, { de, est }]));
const neutres = (...colonnes: string[]): Record<string, Classement> =>
  Object.fromEntries(colonnes.map((colonne) => [colonne, 'neutre']));
const parMail = (prefixe: string, ...suite: Identite[]): Record<string, Classement> =>
  personne(
    `${prefixe}courriel`,
    Object.fromEntries(
      (['nom', 'prenom', 'courriel', ...suite] as const).map((est) => [`${prefixe}${est}`, est]),
    ),
  );

export const DONNEES_PERSONNELLES: Readonly<Record<string, TableClassee>> = {
  absence_animateur: { colonnes: { motif: 'intime' } },
  activation: { colonnes: { demande_par: 'compte', confirme_par: 'compte', motif: 'libre' } },
  agent_caf: {
    colonnes: {
      compte_id: 'compte',
      ...personne('compte_id', { nom: 'nom', prenom: 'prenom', courriel: 'courriel' }),
      ...neutres('profil'),
    },
  },
  analyste: {
    colonnes: {
      compte_id: 'compte',
      ...personne('compte_id', { nom: 'nom', prenom: 'prenom', courriel: 'courriel' }),
    },
  },
  animateur: { colonnes: { nom: 'autrui', prenom: 'autrui' } },
  brouillon_regle: { colonnes: { auteur: 'compte' } },
  caf: {
    colonnes: { modele_contrat: 'autrui', ...neutres('nom', 'fuseau_horaire', 'courriel', 'telephone') },
  },
  changement_courriel: {
    lignesEffacees: true,
    colonnes: { compte_id: 'compte', ...personne('compte_id', { nouveau: 'courriel' }) },
  },
  code_de_secours: { lignesEffacees: true, colonnes: { compte_id: 'compte', empreinte: 'secret' } },
  compte: {
    colonnes: { id: 'compte', ...personne('id', { courriel: 'courriel' }), empreinte_mot_de_passe: 'secret' },
  },
  comptes_lies: {
    colonnes: {
      compte_a_id: 'compte',
      compte_b_id: 'compte',
      lie_par: 'compte',
      delie_par: 'compte',
      motif: 'libre',
      motif_fin: 'libre',
    },
  },
  contrat_service: {
    colonnes: {
      signe_caf_par: 'signature',
      signe_partenaire_par: 'signature',
      fonctionnement_centre: 'libre',
      horaires: 'libre',
      escalade_caf: 'libre',
      escalade_partenaire: 'libre',
      ...neutres('etat', 'services_autorises'),
    },
  },
  convention: {
    colonnes: {
      signee_caf_par: 'signature',
      signee_partenaire_par: 'signature',
      mission_generale: 'libre',
      motif_resiliation: 'libre',
      ...neutres('numero', 'etat'),
    },
  },
  conventionnement: { colonnes: { animateurs: 'neutre' } },
  courrier: {
    colonnes: {
      par: 'compte',
      par_nom: 'signature',
      signature: 'signature',
      contenu: 'autrui',
      destinataire: 'autrui',
      adresse_caf: 'neutre',
      recours: 'libre',
    },
  },
  courriel: {
    lignesEffacees: true,
    colonnes: {
      ...personne('destinataire', { destinataire: 'courriel' }),
      objet: 'libre',
      corps: 'libre',
      erreur: 'libre',
    },
  },
  decision: { colonnes: { prise_par: 'compte', referentiels: 'neutre' } },
  decision_humaine: { colonnes: { demande_par: 'compte', par: 'compte', motif: 'libre' } },
  declaration: {
    colonnes: {
      activite_complete_par: 'compte',
      finances_completes_par: 'compte',
      transmise_par: 'compte',
      donnees_activite: 'autrui',
      donnees_finances: 'neutre',
      motif_renvoi: 'libre',
    },
  },
  demande_decision: { colonnes: { par: 'compte', motif: 'libre' } },
  equipement: { colonnes: { nom: 'neutre' } },
  etude_impact: { colonnes: { lancee_par: 'compte' } },
  evenement_declaration: {
    colonnes: {
      par: 'compte',
      ...personne('par', { acteur: 'nom-complet' }),
      motif: 'libre',
      type: 'neutre',
    },
  },
  formulaire_eligibilite: {
    colonnes: {
      representant_nom: 'autrui',
      representant_prenom: 'autrui',
      representant_fonction: 'neutre',
      mission_generale: 'libre',
      ...parMail('administrateur_', 'telephone'),
      ...parMail('responsable_securite_'),
      ...parMail('referent_cnil_'),
      ...neutres('etat', 'services_demandes'),
    },
  },
  habilitation: {
    colonnes: { utilisateur_id: 'utilisateur', demande_par: 'compte', traite_par: 'compte', motif: 'libre' },
  },
  interlocuteur: {
    colonnes: { ...parMail('', 'telephone'), precision: 'libre', ...neutres('cote', 'fonction') },
  },
  jeton: { lignesEffacees: true, colonnes: { compte_id: 'compte', empreinte: 'secret', genre: 'neutre' } },
  journal: { colonnes: { acteur_id: 'compte', acteur_role: 'neutre', motif: 'libre', changements: 'libre' } },
  lieu_implantation: { colonnes: neutres('nom', 'adresse') },
  lien_envoye: { lignesEffacees: true, colonnes: { acteur_id: 'compte', ...neutres('organisme', 'cible') } },
  mandat: {
    colonnes: {
      donne_par_id: 'utilisateur',
      titulaire_id: 'utilisateur',
      termine_par: 'compte',
      motif_fin: 'libre',
    },
  },
  organisme: { colonnes: { raison_sociale: 'neutre', adresse: 'neutre' } },
  partenaire: { colonnes: { nom: 'neutre' } },
  reactivation_regle: {
    colonnes: { demande_par: 'compte', traite_par: 'compte', motif: 'libre', motif_traitement: 'libre' },
  },
  reprise_question: { colonnes: { lancee_par: 'compte', motif: 'libre', reponse: 'libre' } },
  second_facteur: { lignesEffacees: true, colonnes: { compte_id: 'compte', secret: 'secret' } },
  soumission_regle: { colonnes: { auteur: 'compte', traite_par: 'compte', motif: 'libre' } },
  transmission: {
    colonnes: {
      par: 'compte',
      par_nom: 'signature',
      donnees: 'autrui',
      ...neutres('decisions', 'empreintes_regles', 'formulaire_empreinte', 'empreinte'),
    },
  },
  utilisateur: {
    colonnes: {
      compte_id: 'compte',
      ...personne('compte_id', {
        nom: 'nom',
        prenom: 'prenom',
        courriel: 'courriel',
        telephone: 'telephone',
        identifiant: 'identifiant',
      }),
      ...neutres('poste', 'groupes', 'rattachement'),
    },
  },
  referentiel_suivi: { colonnes: { empreinte: 'neutre' } },
  version_regle: { colonnes: { auteur: 'compte', approbateur: 'compte' } },
};

/** Entities the journal leaves out: logs of their own, or the journal itself. */
const NON_JOURNALISEES = new Set([
  'Journal',
  'JournalValeur',
  'Decision',
  'EvenementDeclaration',
  'Courriel',
  'ReferentielSuivi',
]);

/** Fields too long to be copied at each change: the journal keeps their SHA-256. */
const CHAMPS_VOLUMINEUX: Readonly<Record<string, readonly string[]>> = {
  VersionRegle: ['canonique', 'texte'],
  BrouillonRegle: ['texte'],
  SoumissionRegle: ['canonique', 'texte', 'rapports'],
  ReactivationRegle: ['rapports'],
  EtudeImpact: ['avantCanonique', 'apresCanonique', 'agregats', 'rapport'],
  Transmission: ['donnees'],
  Courrier: ['contenu'],
};

export const estJournalisee = (entite: string): boolean => !NON_JOURNALISEES.has(entite);
export const estVolumineux = (entite: string, champ: string): boolean =>
  CHAMPS_VOLUMINEUX[entite]?.includes(champ) ?? false;

/** Entity or property name as the database writes it. */
const enBase = (nom: string): string =>
  nom.replaceAll(/[A-Z]/g, (lettre, rang: number) => `${rang === 0 ? '' : '_'}${lettre.toLowerCase()}`);

/**
 * What a field says of a person; undefined when nothing is said of it. @param champ property name, or path
 * below it
 */
export const classementDe = (entite: string, champ: string): Classement | undefined =>
  DONNEES_PERSONNELLES[enBase(entite)]?.colonnes[enBase(champ.split('.')[0] ?? champ)];

/**
 * Whether the journal masks a field: its value lives in a side table and the chain holds a salted commitment,
 * so that erasing value
 * and salt keeps the chain valid.
 * @param champ property name, or path below it (`donneesActivite.etp.0.nom`)
 */
export function estPersonnel(entite: string, champ: string): boolean {
  const classement = classementDe(entite, champ);
  return (
    typeof classement === 'object' ||
    classement === 'signature' ||
    classement === 'autrui' ||
    classement === 'intime'
  );
}
