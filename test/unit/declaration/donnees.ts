import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';

export const ANIMATRICE = '5f0f3b0a-0000-4000-8000-000000000001';
export const ANIMATEUR = '5f0f3b0a-0000-4000-8000-000000000002';

/** A Ram open in 2019 whose only animatrice, at full time, has a validated profile. */
export const contexte = (changements: ContexteJson = {}): ContexteJson => ({
  exercice: 2019,
  perennite: 'reelle',
  debutExercice: '2019-01-01',
  finExercice: '2019-12-31',
  debutConventionne: '2019-01-01',
  finConventionnee: '2019-12-31',
  anterieures: [],
  conventionnementsDeLAnnee: [],
  aujourdhui: '2020-02-10',
  dejaTransmise: false,
  typeEquipement: 'RAM',
  conventionnement: { etpValide: '1', du: '2018-01-01', au: '2022-01-01' },
  animateurs: [{ id: ANIMATRICE, nom: 'Mona Lenoir', etpContrat: '1', profilValide: true }],
  lieuUnique: true,
  communes: ['45053'],
  campagne: { existe: true, ouvreLe: '2020-01-16', fermeLe: '2020-04-01', fermetureManuelle: false },
  convention: { etat: 'active', fin: '2020-09-01', bulletinActif: true },
  ...changements,
});

/** Texts of a whole activity form, as typed. */
export const activite = (changements: Brut = {}): Brut => ({
  'ouverture.debut': '01/01/2019',
  'ouverture.fin': '2019-12-31',
  'ouverture.moisFermesConges': '1',
  'animateurs.liste.0.animateur': ANIMATRICE,
  'animateurs.liste.0.etpContrat': '1',
  'animateurs.liste.0.etpDeclare': '1',
  'animateurs.liste.0.remplacement': 'aucun',
  'missions.missionInformation': 'oui',
  'missions.actionsInformation': '40',
  'missions.missionEchanges': 'oui',
  'missions.actionsEchanges': '12',
  'renforcees.informationFamilles': 'non',
  'renforcees.promotionActivite': 'non',
  'renforcees.formationContinue': 'non',
  'itinerance.itinerant': 'non',
  'territoires.communes.0.commune': 'Briare (45053)',
  ...changements,
});

/** Texts of a whole finance form: 42 000 € of charges and of produits. */
export const finances = (changements: Brut = {}): Brut => ({
  'charges.c60': '2 000',
  'charges.c64': '40 000,00',
  'produits.c70': '',
  'produits.c74': '42000',
  ...changements,
});
