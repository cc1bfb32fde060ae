import { describe, expect, it } from 'vitest';
import { chargerAvec, combinaisons, evaluer, issues } from './appui.ts';

describe('controles-declaration', () => {
  const activite = {
    debutOuverture: '2019-01-01',
    finOuverture: '2020-01-01',
    nombreAnimateurs: 1,
    nombreTerritoires: 1,
  };
  const finances = {
    totalCharges: '1000.10',
    totalProduits: '1000.10',
    contributions86: '0',
    contributions87: '0',
  };
  const t3 = {
    chargesReelles: '900.05',
    chargesPrevues: '100.05',
    produitsReels: '1000.10',
    produitsPrevus: '0',
  };
  const reelle = { volet: 'ensemble', perennite: 'reelle', exercice: 2019, ...activite, ...finances };
  const actualisee = { ...reelle, perennite: 'actualisee', ...t3 };

  it.each([
    ['a sound actual declaration', reelle, ['CONTROLES_CONFORMES']],
    ['a sound Q3 actualisation', actualisee, ['CONTROLES_CONFORMES']],
    [
      '0.1 + 0.2 = 0.3',
      {
        ...actualisee,
        totalCharges: '0.3',
        totalProduits: '0.3',
        chargesReelles: 0.1,
        chargesPrevues: 0.2,
        produitsReels: 0.2,
        produitsPrevus: 0.1,
      },
      ['CONTROLES_CONFORMES'],
    ],
    [
      'a cent missing in the charges of the actualisation',
      { ...actualisee, chargesPrevues: '100.04' },
      ['ACTUALISATION_INCOHERENTE'],
    ],
    [
      'a cent too many in its produits',
      { ...actualisee, produitsPrevus: '0.01' },
      ['ACTUALISATION_INCOHERENTE'],
    ],
    ['charges and produits a cent apart', { ...reelle, totalProduits: '1000.11' }, ['BUDGET_NON_EQUILIBRE']],
    ['86 and 87 a cent apart', { ...reelle, contributions87: '0.01' }, ['CONTRIBUTIONS_NON_EQUILIBREES']],
    ['no expense', { ...reelle, totalCharges: '0.00' }, ['BUDGET_NON_EQUILIBRE', 'DEPENSES_NULLES']],
    [
      'valued contributions only',
      { ...reelle, totalCharges: '0', totalProduits: '0', contributions86: '1', contributions87: '1' },
      ['DEPENSES_SEULEMENT_VALORISEES'],
    ],
    ['nobody', { ...reelle, nombreAnimateurs: 0 }, ['ANIMATEUR_ABSENT']],
    ['nowhere', { ...reelle, nombreTerritoires: 0 }, ['TERRITOIRE_ABSENT']],
    ['open a day too early', { ...reelle, debutOuverture: '2018-12-31' }, ['OUVERTURE_HORS_EXERCICE']],
    ['open a day too late', { ...reelle, finOuverture: '2020-01-02' }, ['OUVERTURE_HORS_EXERCICE']],
    [
      'open on the last day of the exercise',
      { ...reelle, debutOuverture: '2019-12-31' },
      ['CONTROLES_CONFORMES'],
    ],
  ])('%s', async (_titre, faits, attendu) => {
    expect(await issues('controles-declaration', faits)).toEqual(attendu);
  });

  it("judges one provider's part alone, never asking for the other's", async () => {
    const entete = { perennite: 'actualisee', exercice: 2019 };
    expect(
      await evaluer('controles-declaration', { ...entete, volet: 'activite', ...activite }),
    ).toMatchObject({ etat: 'decide', issues: ['CONTROLES_CONFORMES'] });
    expect(
      await evaluer('controles-declaration', { ...entete, volet: 'finances', ...finances, ...t3 }),
    ).toMatchObject({ etat: 'decide', issues: ['CONTROLES_CONFORMES'] });
    expect(await evaluer('controles-declaration', { ...entete, volet: 'finances' })).toMatchObject({
      manquants: [...Object.keys(finances), ...Object.keys(t3)].sort(),
    });
    expect(await evaluer('controles-declaration', { ...entete, volet: 'activite' })).toMatchObject({
      manquants: Object.keys(activite).sort(),
    });
  });

  it('says which expenses the estimate uses, contributions left out until the question is answered', async () => {
    const faits = { ...reelle, contributions86: '500', contributions87: '500' };
    expect((await evaluer('controles-declaration', faits)).calculs).toEqual({
      totalDepensesRetenues: '1000.1',
    });
    const comprises = chargerAvec('controles-declaration', { contributionsVolontaires: 'comprises' });
    expect((await evaluer(comprises, faits)).calculs).toEqual({ totalDepensesRetenues: '1500.1' });
  });
});

describe('campagnes', () => {
  const t3 = {
    typeEquipement: 'RAM',
    exercice: 2019,
    perennite: 'actualisee',
    campagneExiste: true,
    ouvreLe: '2019-09-23',
    fermeLe: '2019-10-12',
    fermetureManuelle: false,
  };

  it.each([
    ['RAM', '2019-06-30', 'SERVICE_PAS_ENCORE_OUVERT'],
    ['RAM', '2019-07-01', 'CAMPAGNE_ABSENTE'],
    ['ALSH', '2018-12-31', 'SERVICE_PAS_ENCORE_OUVERT'],
    ['ALSH', '2019-01-01', 'CAMPAGNE_ABSENTE'],
    ['EAJE', '2015-06-30', 'SERVICE_PAS_ENCORE_OUVERT'],
    ['EAJE', '2015-12-31', 'CAMPAGNE_ABSENTE'],
    ['LAEP', '2026-01-01', 'NON_SPECIFIE'],
  ])('%s on %s without a campaign: %s', async (typeEquipement, dateDuJour, attendu) => {
    expect(
      await issues(
        'campagnes',
        { typeEquipement, exercice: 2019, perennite: 'reelle', dateDuJour, campagneExiste: false },
        dateDuJour,
      ),
    ).toEqual([attendu]);
  });

  it.each([
    ['2019-09-22', 'CAMPAGNE_PAS_ENCORE_OUVERTE'],
    ['2019-09-23', 'CAMPAGNE_OUVERTE'],
    ['2019-10-11', 'CAMPAGNE_OUVERTE'],
    ['2019-10-12', 'CAMPAGNE_CLOSE'],
    ['2026-01-01', 'CAMPAGNE_CLOSE'],
  ])('Q3 actualisation on %s: %s', async (dateDuJour, attendu) => {
    const { issues: trouvees, constats } = await evaluer('campagnes', { ...t3, dateDuJour }, dateDuJour);
    expect(trouvees).toEqual([attendu]);
    expect(constats[0]?.gravite).toBe(attendu === 'CAMPAGNE_OUVERTE' ? 'information' : 'bloquant');
    expect(constats[0]?.message).toContain('données actualisées de l’exercice 2019');
  });

  it('is closed as soon as the Caf closes it', async () => {
    expect(await issues('campagnes', { ...t3, fermetureManuelle: true, dateDuJour: '2019-10-01' })).toEqual([
      'CAMPAGNE_CLOSE',
    ]);
  });

  it('lets three years of declarations be made, each actual one the year after', async () => {
    for (const exercice of [2023, 2024, 2025]) {
      const faits = {
        ...t3,
        exercice,
        perennite: 'reelle',
        ouvreLe: `${exercice + 1}-01-16`,
        fermeLe: `${exercice + 1}-04-01`,
        dateDuJour: `${exercice + 1}-02-01`,
      };
      expect(await issues('campagnes', faits)).toEqual(['CAMPAGNE_OUVERTE']);
    }
  });
});

describe('missions', () => {
  const rien = {
    perennite: 'previsionnelle',
    missionInformation: true,
    missionEchanges: true,
    renforceeInformationFamilles: false,
    renforceePromotionActivite: false,
    renforceeFormationContinue: false,
    lieuUnique: true,
    actionsHorsLieuPrincipal: 0,
    itinerantDeclare: false,
  };

  it('never stops a transmission: nothing here changes the estimated right', async () => {
    const cas = combinaisons({
      ...Object.fromEntries(
        [
          'missionInformation',
          'missionEchanges',
          'renforceeFormationContinue',
          'lieuUnique',
          'itinerantDeclare',
        ].map((fait) => [fait, [true, false]]),
      ),
      perennite: ['previsionnelle', 'actualisee', 'reelle'],
      actionsInformation: [0, 3],
      actionsEchanges: [0, 3],
      actionsHorsLieuPrincipal: [0, 1, 7],
    });
    for (const faits of cas) {
      const { issues: trouvees, constats } = await evaluer('missions', { ...rien, ...faits });
      const hors = faits['actionsHorsLieuPrincipal'] !== 0;
      expect(constats.some(({ gravite }) => gravite === 'bloquant')).toBe(false);
      expect(trouvees.includes('ITINERANT')).toBe(hors);
      expect(trouvees.includes('LIEU_UNIQUE_CONTREDIT')).toBe(hors && faits['lieuUnique'] === true);
      expect(trouvees.includes('ITINERANCE_SANS_ACTION')).toBe(!hors && faits['itinerantDeclare'] === true);
      expect(trouvees.includes('MISSION_RENFORCEE_HORS_ESTIMATION')).toBe(
        faits['renforceeFormationContinue'],
      );
      expect(trouvees.includes('MISSION_BASE_ABSENTE')).toBe(
        faits['missionInformation'] === false || faits['missionEchanges'] === false,
      );
    }
  });

  it('asks how many actions were held only once the year is under way', async () => {
    expect(await issues('missions', rien)).toEqual(['MISSIONS_CONFORMES']);
    expect((await evaluer('missions', { ...rien, perennite: 'reelle' })).manquants).toEqual([
      'actionsEchanges',
      'actionsInformation',
    ]);
    expect(
      await issues('missions', { ...rien, perennite: 'reelle', actionsInformation: 0, actionsEchanges: 1 }),
    ).toEqual(['MISSION_BASE_SANS_ACTION']);
  });
});

describe('echeance', () => {
  const active = { etatConvention: 'active', finConvention: '2020-02-14', bulletinActif: true };
  it.each([
    ['2019-12-13', ['TRANSMISSION_POSSIBLE'], 'decide'],
    ['2019-12-14', ['RENOUVELLEMENT_A_PREVOIR'], 'decide'],
    ['2020-02-13', ['RENOUVELLEMENT_A_PREVOIR'], 'decide'],
    ['2020-02-14', ['TRANSMISSION_SUSPENDUE'], 'source-muette'],
  ])('convention until 14 February 2020, on %s: %s', async (dateDuJour, attendu, etat) => {
    expect(await evaluer('echeance', { ...active, dateDuJour }, dateDuJour)).toMatchObject({
      issues: attendu,
      etat,
    });
  });

  it('keeps the drafts, and says so', async () => {
    const { constats } = await evaluer('echeance', { ...active, dateDuJour: '2020-03-01' });
    expect(constats[0]).toMatchObject({ gravite: 'bloquant', certitude: 'silence-de-la-source' });
    expect(constats[0]?.message).toContain('brouillons sont conservés');
  });

  it('lets transmit after the end if that is the answer', async () => {
    const permise = chargerAvec('echeance', { transmissionApresEcheance: 'permise' });
    expect(await issues(permise, { ...active, dateDuJour: '2020-03-01' })).toEqual(['TRANSMISSION_POSSIBLE']);
  });

  it.each(['aucune', 'en-preparation', 'resiliee'])(
    'refuses with a convention « %s »',
    async (etatConvention) => {
      expect(
        await issues('echeance', { etatConvention, bulletinActif: true, dateDuJour: '2019-10-01' }),
      ).toEqual(['CONVENTION_ABSENTE']);
    },
  );
});
