import { describe, expect, it } from 'vitest';
import { IDS, VERSION, fichier, parametresPartages } from './appui.ts';

/**
 * Stable names other programs rely on: strategy, facts, derived numbers, outcomes by severity. Copied by
 * hand.
 */
const CONTRATS = {
  eligibilite: {
    strategie: 'cumul',
    faits:
      'identiteComplete representantDesigne missionDecrite gestionDelegueeAcceptee administrateurDesigne servicesDemandes',
    nombres: '',
    information: 'ELIGIBLE',
    avertissement: '',
    bloquant:
      'IDENTITE_INCOMPLETE REPRESENTANT_ABSENT MISSION_ABSENTE GESTION_NON_DELEGUEE ADMINISTRATEUR_ABSENT SERVICE_ABSENT',
  },
  contrat: {
    strategie: 'cumul',
    faits:
      'interlocuteursCafComplets interlocuteursPartenaireComplets escaladeDecrite horairesDecrits signatureCaf signaturePartenaire servicesAutorises',
    nombres: '',
    information: 'CONTRAT_COMPLET',
    avertissement: '',
    bloquant: 'INTERLOCUTEUR_MANQUANT ESCALADE_ABSENTE HORAIRES_ABSENTS SIGNATURE_MANQUANTE SERVICE_ABSENT',
  },
  conventionnement: {
    strategie: 'cumul',
    faits:
      'typeEquipement nombreAnimateurs bureauAnimateur salleAttente salleAnimation projetFonctionnement validationCa',
    nombres: '',
    information: 'CONVENTIONNABLE',
    avertissement: 'NON_SPECIFIE',
    bloquant: 'ANIMATEUR_ABSENT LOCAL_INCOMPLET PROJET_ABSENT VALIDATION_CA_ABSENTE',
  },
  quotas: {
    strategie: 'unique',
    faits: 'typeEquipement role portee titulairesActifs titulairesEnAttente remplacement',
    nombres: '',
    information: 'ACCORDEE EN_ATTENTE_CAF',
    avertissement: 'NON_SPECIFIE',
    bloquant: 'QUOTA_ATTEINT',
  },
  presence: {
    strategie: 'cumul',
    faits: 'debutOuverture finOuverture debutAbsence finAbsence',
    nombres: 'moisOuverture moisPresence',
    information: 'PRESENCE_COMPLETE PRESENCE_PARTIELLE',
    avertissement: '',
    bloquant: 'PERIODE_INVALIDE',
  },
  etp: {
    strategie: 'cumul',
    faits:
      'etpContrat etpValideCa etpDeclare moisPresence moisOuverture remplacement etpRemplacant moisRemplacement',
    nombres: 'etpPlafonne etpProratise etpRemplacementRetenu etpRetenu',
    information: 'ETP_CONFORME ETP_PRORATISE',
    avertissement:
      'ETP_DECLARE_SUPERIEUR_VALIDE REMPLACANT_PLAFONNE REMPLACANT_NON_VALIDE PERMANENCE_ADMINISTRATIVE',
    bloquant: 'ETP_VALIDE_SUPERIEUR_CONTRAT ETP_PLAFOND_DEPASSE PRESENCE_SUPERIEURE_OUVERTURE',
  },
  'etp-equipement': {
    strategie: 'cumul',
    faits: 'etpRetenuTotal etpDeclareTotal etpContratTotal etpValideCa',
    nombres: 'etpRetenu',
    information: 'ETP_CONFORME',
    avertissement: 'ETP_DECLARE_SUPERIEUR_VALIDE',
    bloquant: 'ETP_VALIDE_SUPERIEUR_CONTRAT ETP_PLAFOND_DEPASSE',
  },
  'annee-equipement': {
    strategie: 'cumul',
    faits:
      'conventionnements exercice moisOuverture moisAutre estimation estimationAutre totalCharges totalChargesAutre',
    nombres: 'sommeMois sommeEstimations',
    information: 'CONVENTIONNEMENT_SEUL CONVENTIONNEMENTS_PARALLELES',
    avertissement: 'CONVENTIONNEMENTS_SUCCESSIFS CHARGES_IDENTIQUES',
    bloquant: '',
  },
  coherence: {
    strategie: 'cumul',
    faits:
      'volet referencePerennite referenceExercice totalCharges totalChargesReference etpDeclare etpReference moisOuverture moisReference actions actionsReference ' +
      'prixRevient plafond plafondFictif',
    nombres: 'variationCharges variationEtp variationMois variationActions',
    information: 'COHERENT',
    avertissement:
      'ECART_CHARGES ECART_ETP ECART_MOIS ECART_ACTIONS PRIX_REVIENT_ELEVE MONTANT_DEMESURE ACTIONS_DEMESUREES',
    bloquant: '',
  },
  ouverture: {
    strategie: 'cumul',
    faits: 'debut fin moisFermesConges',
    nombres: 'moisOuverture',
    information: 'OUVERTURE_CONFORME',
    avertissement: '',
    bloquant: 'PERIODE_INVALIDE',
  },
  fermeture: {
    strategie: 'unique',
    faits: 'natureFermeture debut fin',
    nombres: '',
    information: 'HORS_CHAMP',
    avertissement: 'PS_NON_VERSEE DECISION_CA NON_SPECIFIE',
    bloquant: '',
  },
  'estimation-ps': {
    strategie: 'cumul',
    faits: 'exercice totalDepenses etpRetenu etpReel moisOuverture moisSansVersement',
    nombres: 'plafond prixRevient psHorsBonus',
    information: 'ESTIMATION_CALCULEE',
    avertissement: 'ESTIMATION_IMPOSSIBLE',
    bloquant: '',
  },
} as const;
const ETATS: Readonly<Record<string, string>> = {
  DECISION_CA: 'decision-humaine',
  EN_ATTENTE_CAF: 'decision-humaine',
  NON_SPECIFIE: 'source-muette',
  CONVENTIONNEMENTS_SUCCESSIFS: 'source-muette',
};
const NUMERIQUES = new Set([
  'entier',
  'decimal',
  'euro',
  'etp',
  'euro-par-etp',
  'heure',
  'euro-par-heure',
  'place',
  'euro-par-place',
  'acte',
  'mois',
  'taux',
  'annee',
]);

const mots = (texte: string): string[] => texte.split(' ').filter(Boolean).sort();

describe.each(Object.entries(CONTRATS))('%s keeps its contract', (id, contrat) => {
  const { faits, faitsDerives, decision } = fichier(id);
  const deGravite = (gravite: string): string[] =>
    Object.entries(decision.issues)
      .flatMap(([code, issue]) => (issue.gravite === gravite ? [code] : []))
      .sort();

  it('on facts and computed numbers', () => {
    expect(Object.keys(faits).sort()).toEqual(mots(contrat.faits));
    expect(
      Object.entries(faitsDerives)
        .flatMap(([nom, { type }]) => (NUMERIQUES.has(type) ? [nom] : []))
        .sort(),
    ).toEqual(mots(contrat.nombres));
  });

  it('on strategy, outcomes, severities and states', () => {
    expect(decision.strategie).toBe(contrat.strategie);
    for (const gravite of ['information', 'avertissement', 'bloquant'] as const)
      expect([gravite, deGravite(gravite)]).toEqual([gravite, mots(contrat[gravite])]);
    for (const [code, { etat }] of Object.entries(decision.issues))
      expect([code, etat ?? 'decide']).toEqual([code, ETATS[code] ?? 'decide']);
  });
});

describe('every rule file', () => {
  it('is there', () => {
    expect(IDS).toEqual(
      [
        ...Object.keys(CONTRATS),
        'asre',
        'bareme-participations',
        'bonus-alsh',
        'bonus-eaje',
        'campagnes',
        'conseil-role',
        'controles-alsh',
        'controles-declaration',
        'controles-eaje',
        'controles-laep',
        'echeance',
        'effet-fermeture',
        'estimation-alsh',
        'estimation-eaje',
        'estimation-laep',
        'fenetres-campagne',
        'journees-pedagogiques',
        'liens-annuels',
        'missions',
        'periodes',
      ].sort(),
    );
  });

  it.each(IDS)('%s is in force from 2015 at the latest and signs its numbers with a source', (id) => {
    const { applicable, version, parametres } = fichier(id);
    expect(version).toBe(VERSION);
    expect(applicable.du <= '2015-01-01').toBe(true);
    for (const parametre of Object.values(parametres)) {
      if ('partage' in parametre) continue;
      expect(parametre.valeurs[0]?.du).toBe(applicable.du);
      for (const { sources } of parametre.valeurs) expect(sources.length).toBeGreaterThan(0);
    }
  });

  it.each(IDS)('%s speaks French a person can read, without a code in it', (id) => {
    const { messages, decision, faits, contraintes, questions, regles } = fichier(id);
    const textes = [
      ...Object.values(messages.fr).flatMap(({ quoi, corriger }) => [quoi, corriger]),
      ...Object.values(decision.issues).flatMap(({ libelle, choix }) => [
        libelle,
        ...Object.values(choix ?? {}),
      ]),
      ...Object.values(faits).flatMap(({ libelle, libelles }) => [libelle, ...Object.values(libelles ?? {})]),
      ...(contraintes ?? []).map(({ message }) => message),
      ...Object.values(questions).map(({ texte }) => texte),
      ...regles.map(({ titre }) => titre),
    ];
    // Facts, outcomes, enum values; « ouverture » or « role » read alone are words, so only compound names
    // are looked for.
    const codes = [
      ...Object.keys(decision.issues),
      ...Object.keys(faits),
      ...Object.values(faits).flatMap(({ valeurs }) => valeurs ?? []),
    ].filter((code) => /[a-z][A-Z]|_|[a-z]-[a-z]/.test(code));
    for (const texte of textes) {
      const lisible = texte.replaceAll(/\{[a-z][A-Za-z0-9]*(\|[a-z]+\}|\}|, (plural|select),)/g, 'X');
      for (const code of codes) expect(lisible).not.toMatch(new RegExp(`\\b${code}\\b`));
      // French typography: curly apostrophes, a no-break space inside « » and before : ; ? ! % €.
      expect(lisible).not.toMatch(/'|"| {2}|(?<!\u00a0)[:;?!»%€]|«(?!\u00a0)/);
      expect(lisible).toMatch(/^[\p{Lu}«]/u);
    }
    for (const { quoi, corriger } of Object.values(messages.fr))
      for (const phrase of [quoi, corriger]) expect(phrase).toMatch(/[.…]$/);
  });

  it.each(IDS)('%s gives every enum value a label', (id) => {
    for (const [nom, { type, valeurs, libelles }] of Object.entries(fichier(id).faits)) {
      if (type === 'enum') expect([nom, Object.keys(libelles ?? {})]).toEqual([nom, valeurs]);
    }
  });
});

describe('shared parameters', () => {
  it('caps a conventionnement at 6 ETP for both files that need it', () => {
    for (const id of ['etp', 'etp-equipement'])
      expect(fichier(id).parametres['plafondEtp']).toEqual({
        partage: 'ram',
        version: VERSION,
        nom: 'plafondEtp',
      });
    expect(parametresPartages('ram').parametres['plafondEtp']?.valeurs).toMatchObject([
      { valeur: '6', certitude: 'explicite' },
    ]);
  });

  it('says that no source gives the sign-in policy', () => {
    const { parametres } = parametresPartages('securite');
    for (const { valeurs } of Object.values(parametres))
      expect(valeurs).toMatchObject([{ certitude: 'fictif', question: 'Q1' }]);
    expect(Object.keys(parametres)).toContain('motDePasseLongueurMinimale');
  });

  it('makes a convention d’accès last one year', () => {
    expect(parametresPartages('conventions').parametres['dureeConventionAcces']?.valeurs).toMatchObject([
      { valeur: 12, certitude: 'explicite' },
    ]);
  });
});
