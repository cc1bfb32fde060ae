/**
 * Fields whose values are personal data. In the journal they live in a side table and the chain
 * holds salted commitments, so that erasing a value and its salt keeps the chain valid.
 */
const CHAMPS_PERSONNELS: Readonly<Record<string, readonly string[]>> = {
  Caf: ['modeleContrat'],
  Utilisateur: ['nom', 'prenom', 'courriel', 'telephone'],
  AgentCaf: ['nom', 'prenom', 'courriel'],
  Analyste: ['nom', 'prenom', 'courriel'],
  Interlocuteur: ['nom', 'prenom', 'courriel', 'telephone'],
  Animateur: ['nom', 'prenom'],
  Convention: ['signeeCafPar', 'signeePartenairePar'],
  ContratService: ['signeCafPar', 'signePartenairePar'],
  FormulaireEligibilite: [
    'representantNom', 'representantPrenom', 'administrateurNom', 'administrateurPrenom', 'administrateurCourriel', 'administrateurTelephone',
    'responsableSecuriteNom', 'responsableSecuritePrenom', 'responsableSecuriteCourriel', 'referentCnilNom', 'referentCnilPrenom', 'referentCnilCourriel',
  ],
  Declaration: ['donneesActivite'],
};

/** Entities the journal leaves out: logs of their own, or the journal itself. */
const NON_JOURNALISEES = new Set(['Journal', 'JournalValeur', 'Decision', 'EvenementDeclaration', 'Courriel']);

/** Fields too long to be copied at each change: the journal keeps their SHA-256. */
const CHAMPS_VOLUMINEUX: Readonly<Record<string, readonly string[]>> = {
  VersionRegle: ['canonique', 'texte'],
  BrouillonRegle: ['texte'],
  SoumissionRegle: ['canonique', 'texte', 'rapports'],
  ReactivationRegle: ['rapports'],
  EtudeImpact: ['avantCanonique', 'apresCanonique', 'agregats', 'rapport'],
  Transmission: ['donnees'],
};

export const estJournalisee = (entite: string): boolean => !NON_JOURNALISEES.has(entite);
export const estVolumineux = (entite: string, champ: string): boolean => CHAMPS_VOLUMINEUX[entite]?.includes(champ) ?? false;

/** @param champ property name, or path below it (`donneesActivite.etp.0.nom`) */
export const estPersonnel = (entite: string, champ: string): boolean =>
  CHAMPS_PERSONNELS[entite]?.includes(champ.split('.')[0] ?? champ) ?? false;
