import type { ContexteDeclare, TypeDeContexte } from '#src/domain/formulaire/definition.ts';

/** A fact the program itself finds, when a form asks for it. */
interface FaitFourni {
  readonly type: TypeDeContexte;
  /** What it holds, for the person who writes a form. */
  readonly contenu: string;
}

/** What a form without a catalogue of its own sees: the list as it was when such forms were written. */
const HISTORIQUES = {
  exercice: { type: 'entier', contenu: 'année déclarée' },
  perennite: { type: 'texte', contenu: 'previsionnelle, actualisee ou reelle' },
  debutExercice: { type: 'date', contenu: 'premier jour de l’exercice' },
  finExercice: { type: 'date', contenu: 'dernier jour de l’exercice' },
  aujourdhui: { type: 'date', contenu: 'jour de la demande, à la Caf' },
  dejaTransmise: { type: 'booleen', contenu: 'la déclaration a déjà été transmise une fois' },
  typeEquipement: { type: 'texte', contenu: 'code du type d’équipement' },
  equipement: { type: 'objet', contenu: '{ nom }' },
  conventionnement: { type: 'objet', contenu: '{ etpValide, du, au (exclu), numeroMaia }' },
  animateurs: {
    type: 'liste',
    contenu:
      '{ id, nom, etpContrat, etpValide, profilValide, du, au (exclu), succedeA, poste, absences } : présents dans l’exercice et comptés par le conventionnement',
  },
  lieuUnique: { type: 'booleen', contenu: 'le lieu de référence est un lieu unique' },
  communes: { type: 'liste', contenu: 'codes des communes des lieux' },
  campagne: { type: 'objet', contenu: '{ existe, ouvreLe, fermeLe, fermetureManuelle }' },
  convention: { type: 'objet', contenu: '{ etat, fin, bulletinActif }' },
} as const satisfies Readonly<Record<string, FaitFourni>>;

/** Every fact a form may declare without saying how it is computed. */
export const FAITS_FOURNIS = {
  ...HISTORIQUES,
  animateursDuRam: {
    type: 'liste',
    contenu:
      '{ id, nom, etpContrat, profilValide, du, au (exclu) } : présents dans l’exercice, quel que soit leur conventionnement',
  },
  absences: {
    type: 'liste',
    contenu:
      '{ animateur, motif, du, au (jour du retour, ou rien) } : absences enregistrées par la Caf qui touchent l’exercice',
  },
  communesDetail: { type: 'liste', contenu: '{ code, nom, departement, population } des communes des lieux' },
  anterieures: {
    type: 'liste',
    contenu:
      '{ exercice, perennite, conventionnement, memeConventionnement, transmiseLe, estimation, faits } : dernière transmission de chaque autre ' +
      'déclaration de l’équipement, exercice et exercices précédents, jamais une pérennité qui vient après ; la plus récente d’abord, ' +
      'le même conventionnement avant un autre ; « faits » tient ce que le formulaire retient d’une déclaration',
  },
  decisionsAnterieures: {
    type: 'liste',
    contenu:
      '{ exercice, perennite, memeConventionnement, jeu, faits, choix } : décisions humaines sur ces déclarations',
  },
  conventionnementsDeLAnnee: {
    type: 'liste',
    contenu:
      '{ numeroMaia, du, au (exclu), etpValide, parallele, etat, estimation, faits } : autres conventionnements validés de l’équipement ' +
      'dans l’exercice, avec leur déclaration de même pérennité',
  },
} as const satisfies Readonly<Record<string, FaitFourni>>;
export type NomFourni = keyof typeof FAITS_FOURNIS;

export const estFourni = (nom: string): nom is NomFourni => Object.hasOwn(FAITS_FOURNIS, nom);

/** Names a form's expressions may read under `contexte`. */
export const nomsDuContexte = (declare: ContexteDeclare | undefined): readonly string[] =>
  declare?.faits.map(({ nom }) => nom) ?? Object.keys(HISTORIQUES);

/** The provided ones among them: only these are asked for. */
export const fournisDe = (declare: ContexteDeclare | undefined): readonly NomFourni[] =>
  declare
    ? declare.faits
        .filter(({ valeur }) => valeur === undefined)
        .map(({ nom }) => nom)
        .filter(estFourni)
    : Object.keys(HISTORIQUES).filter(estFourni);
