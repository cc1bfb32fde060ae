import { describe, expect, it } from 'vitest';
import type { FaitsDonnes } from '#src/engine/index.ts';
import { evaluer } from './appui.ts';

const EAJE = {
  exercice: 2019,
  totalDepenses: '300000',
  heuresFacturees: '33000',
  heuresRealisees: '30000',
  heuresOuvrantDroit: '33000',
  participationsFamiliales: '52000',
  couches: true,
  repas: true,
  tauxRegimeGeneral: '0.97',
  places: 20,
};
const DEPENSES_HAUTES = { ...EAJE, totalDepenses: '900000' };
const famille = (ressourcesMensuelles: string, nombreEnfants: number): FaitsDonnes => ({
  objet: 'famille',
  ressourcesMensuelles,
  nombreEnfants,
});
const BONUS = {
  placesDebut: 20,
  placesFin: 20,
  participationsFamiliales: '1260',
  heuresFacturees: '1000',
  enfantsAccueillis: 30,
  enfantsHandicap: 0,
  totalDepenses: '100000',
};
const mixite = (participationsFamiliales: string): FaitsDonnes => ({ ...BONUS, participationsFamiliales });
const droite = (heuresFacturees: string): FaitsDonnes => ({ ...EAJE, heuresFacturees });
const journee = (places: number, journees: number): FaitsDonnes => ({
  exercice: 2024,
  tauxHoraire: '6.63',
  places,
  journees,
});
const asre = (heuresParSemaine: string, semaines: number): FaitsDonnes => ({
  enfants: 1,
  heuresParSemaine,
  semaines,
});
const COMPLEMENT = {
  psHoraire: '0.54',
  heuresNouvellesMercredi: '0',
  planMercredi: false,
  zonePrioritaire: false,
  heuresAeeh: '0',
};
const ALSH = {
  exercice: 2018,
  nature: 'periscolaire',
  totalDepenses: '24000',
  heuresRealisees: '10000',
  heuresOuvrantDroit: '10000',
  tauxRegimeGeneral: '0.95',
};

type Exemple = readonly [
  nom: string,
  jeu: string,
  date: string,
  faits: FaitsDonnes,
  calcul: string,
  attendu: string,
];

// Printed results, and arithmetic on printed or fictitious inputs (domain-equipements, § 5). W23, a sum of
// amounts, and W24, two revaluations of a scale whose base is unknown, are decided by no rule.
const EXEMPLES: readonly Exemple[] = [
  ['W1', 'bareme-participations', '2020-06-30', famille('705.27', 1), 'participationHoraire', '0.43'],
  ['W2', 'bareme-participations', '2020-06-30', famille('5600', 2), 'participationHoraire', '2.84'],
  ['W3', 'bareme-participations', '2021-06-30', famille('2696.67', 3), 'participationHoraire', '1.11'],
  ['W4', 'bareme-participations', '2018-06-30', famille('3333.33', 1), 'participationHoraire', '2.00'],
  ['W5', 'bareme-participations', '2018-06-30', famille('4874.62', 1), 'participationHoraire', '2.92'],
  [
    'W5, any higher income',
    'bareme-participations',
    '2018-06-30',
    famille('99999', 1),
    'participationHoraire',
    '2.92',
  ],
  ['W6', 'asre', '2014-06-30', asre('3', 36), 'montant', '54.00'],
  ['W7', 'asre', '2015-06-30', asre('3', 36), 'montant', '56.16'],
  ['W7, above both limits', 'asre', '2015-06-30', asre('4', 38), 'montant', '56.16'],
  ['W8', 'bonus-alsh', '2018-12-31', { ...COMPLEMENT, planMercredi: true }, 'prixDUneHeureNouvelle', '1'],
  ['W9', 'estimation-alsh', '2018-12-31', ALSH, 'plafond', '1.8'],
  ['W9, paid at the cap', 'estimation-alsh', '2018-12-31', ALSH, 'psHoraire', '0.54'],
  [
    'W10',
    'estimation-eaje',
    '2018-12-31',
    { ...DEPENSES_HAUTES, heuresFacturees: '33600' },
    'psuHoraire',
    '5.1942',
  ],
  ['W11', 'estimation-eaje', '2018-12-31', { ...EAJE, totalDepenses: '231000' }, 'psuHoraire', '4.62'],
  [
    'W12',
    'estimation-eaje',
    '2014-12-31',
    { ...DEPENSES_HAUTES, couches: false, repas: false },
    'psuHoraire',
    '4.5474',
  ],
  [
    'W13, lowest',
    'estimation-eaje',
    '2024-12-31',
    { ...EAJE, couches: false, heuresFacturees: '36000' },
    'plafond',
    '8.27',
  ],
  [
    'W13, highest',
    'estimation-eaje',
    '2024-12-31',
    { ...EAJE, heuresFacturees: '30000' },
    'plafond',
    '10.05',
  ],
  ['W14, 0.75', 'bonus-eaje', '2019-12-31', mixite('750'), 'bonusMixite', '42000.00'],
  ['W14, 0.76', 'bonus-eaje', '2019-12-31', mixite('760'), 'bonusMixite', '16000.00'],
  ['W14, 1.00', 'bonus-eaje', '2019-12-31', mixite('1000'), 'bonusMixite', '16000.00'],
  ['W14, 1.25', 'bonus-eaje', '2019-12-31', mixite('1250'), 'bonusMixite', '6000.00'],
  ['W14, 1.26', 'bonus-eaje', '2019-12-31', mixite('1260'), 'bonusMixite', '0.00'],
  ['W15', 'bonus-eaje', '2019-12-31', { ...BONUS, enfantsHandicap: 20 }, 'bonusInclusion', '26000.00'],
  [
    'W16',
    'bonus-eaje',
    '2019-12-31',
    { ...BONUS, totalDepenses: '300000', placesFin: 25 },
    'coutParPlace',
    '12000',
  ],
  ['W17, 100 %', 'estimation-eaje', '2028-12-31', droite('30000'), 'plafond', '10'],
  ['W17, 107 %', 'estimation-eaje', '2028-12-31', droite('32100'), 'plafond', '10'],
  ['W17, 110.25 %', 'estimation-eaje', '2028-12-31', droite('33075'), 'plafond', '9.5'],
  ['W17, 113.5 %', 'estimation-eaje', '2028-12-31', droite('34050'), 'plafond', '9'],
  ['W17, 120 %', 'estimation-eaje', '2028-12-31', droite('36000'), 'plafond', '8'],
  ['W17, 130 %', 'estimation-eaje', '2028-12-31', droite('39000'), 'plafond', '8'],
  ['W18', 'estimation-eaje', '2019-12-31', EAJE, 'psHorsBonus', '118572.80'],
  ['W18, concertation', 'estimation-eaje', '2019-12-31', EAJE, 'psuConcertation', '614.59'],
  [
    'W19, 2024',
    'bonus-alsh',
    '2024-12-31',
    { ...COMPLEMENT, heuresAeeh: '120' },
    'complementInclusif',
    '540.00',
  ],
  [
    'W19, 2025',
    'bonus-alsh',
    '2025-12-31',
    { ...COMPLEMENT, heuresAeeh: '120' },
    'complementInclusif',
    '468.00',
  ],
  ['W20', 'estimation-alsh', '2018-12-31', ALSH, 'psHorsBonus', '5130.00'],
  ['W21', 'journees-pedagogiques', '2024-12-31', journee(35, 1), 'montant', '2320.50'],
  ['W22, one day', 'journees-pedagogiques', '2024-12-31', journee(20, 1), 'montant', '1326.00'],
  ['W22, four days', 'journees-pedagogiques', '2024-12-31', journee(20, 4), 'montant', '3978.00'],
];

describe('worked examples of the equipments other than a Ram', () => {
  it.each(EXEMPLES)('%s is right to the cent', async (_nom, jeu, date, faits, calcul, attendu) => {
    expect((await evaluer(jeu, faits, date)).calculs[calcul]).toBe(attendu);
  });
});
