import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargerAvec, evaluer, fichier } from './appui.ts';

const ram = {
  exercice: 2019,
  totalDepenses: '40000.00',
  etpRetenu: '1',
  etpReel: '1',
  moisOuverture: 12,
  moisSansVersement: 0,
};

describe('estimate: amounts computed by hand with the fictitious cap of 50 000 €', () => {
  // 43 % of the smaller of the cost price and the cap, per ETP retained
  it.each([
    ['40 000 € for one ETP', {}, '17200.00'],
    ['at the cap', { totalDepenses: '50000' }, '21500.00'],
    ['a cent above the cap', { totalDepenses: '50000.01' }, '21500.00'],
    ['a cent below the cap: 21 499.9957', { totalDepenses: '49999.99' }, '21500.00'],
    ['three cents below: 21 499.9871', { totalDepenses: '49999.97' }, '21499.99'],
    ['far above the cap', { totalDepenses: 120000 }, '21500.00'],
    ['open 6 months, cap 25 000', { moisOuverture: 6 }, '10750.00'],
    ['open 7 months, its 7 months of expenses', { totalDepenses: '24500.50', moisOuverture: 7 }, '10535.22'],
    ['open 1 month, cap 4 166.66…', { moisOuverture: 1 }, '1791.67'],
    ['two ETP', { totalDepenses: '80000', etpRetenu: '2', etpReel: '2' }, '34400.00'],
    [
      'expenses for 2 ETP, 1.5 retained',
      { totalDepenses: '80000', etpRetenu: '1.5', etpReel: '2' },
      '25800.00',
    ],
    ['2 months of 12 unpaid', { moisSansVersement: 2 }, '14333.33'],
    ['1 month of 3 unpaid, cap 12 500', { moisOuverture: 3, moisSansVersement: 1 }, '3583.33'],
    ['nothing paid', { moisSansVersement: 12 }, '0.00'],
    ['half a cent goes up', { totalDepenses: '0.50' }, '0.22'],
    ['no expense', { totalDepenses: 0 }, '0.00'],
  ])('%s', async (_titre, faits, psHorsBonus) => {
    const decision = await evaluer('estimation-ps', { ...ram, ...faits });
    expect(decision).toMatchObject({
      etat: 'decide',
      issues: ['ESTIMATION_CALCULEE'],
      constats: [],
      calculs: { psHorsBonus },
    });
    expect(Object.keys(decision.calculs).sort()).toEqual(['plafond', 'prixRevient', 'psHorsBonus']);
  });

  it.each([
    ['no ETP', { etpReel: '0' }, ['plafond']],
    ['never open', { moisOuverture: 0 }, ['plafond', 'prixRevient']],
    ['neither', { etpReel: 0, moisOuverture: 0 }, ['plafond']],
  ])('is impossible with %s, and gives no amount', async (_titre, faits, calculs) => {
    const decision = await evaluer('estimation-ps', { ...ram, ...faits });
    expect(decision).toMatchObject({ etat: 'decide', issues: ['ESTIMATION_IMPOSSIBLE'] });
    expect(decision.constats.every(({ gravite }) => gravite !== 'bloquant')).toBe(true);
    expect(Object.keys(decision.calculs).sort()).toEqual(calculs);
  });

  it.each([
    { exercice: 2014 },
    { exercice: 2031 },
    { exercice: '2019' },
    { totalDepenses: '-0.01' },
    { totalDepenses: '1 000' },
    { moisOuverture: 13 },
    { moisSansVersement: -1 },
    { etpReel: true },
  ])('refuses wrong facts %o', async (faits) => {
    await expect(evaluer('estimation-ps', { ...ram, ...faits })).rejects.toThrow(
      new RegExp(Object.keys(faits)[0] ?? ''),
    );
  });

  it('refuses more unpaid months than months of opening', async () => {
    await expect(
      evaluer('estimation-ps', { ...ram, moisOuverture: 3, moisSansVersement: 4 }),
    ).rejects.toThrow(/mois sans versement/i);
  });
});

describe('estimate: on any case', () => {
  const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  const cas = fc.record({
    centimes: fc.integer({ min: 0, max: 30_000_000 }).map(BigInt),
    retenu: fc.integer({ min: 0, max: 60_000 }).map(BigInt),
    reel: fc.integer({ min: 1, max: 90_000 }).map(BigInt),
    ouverture: fc.integer({ min: 1, max: 12 }),
    part: fc.integer({ min: 0, max: 12 }),
  });

  it('equals the formula in whole numbers', async () => {
    await fc.assert(
      fc.asyncProperty(cas, async ({ centimes, retenu, reel, ouverture, part }) => {
        const sansVersement = Math.min(part, ouverture);
        const o = BigInt(ouverture);
        // In cents: cost price = centimes·10⁴/reel, cap = 5·10⁶·o/12; both over 12·reel.
        const prix = min(centimes * 10_000n * 12n, 5_000_000n * o * reel);
        const numerateur = 43n * prix * retenu * (o - BigInt(sansVersement));
        const denominateur = 100n * 12n * reel * 10_000n * o;
        const attendu = (2n * numerateur + denominateur) / (2n * denominateur);
        const texte = (n: bigint, decimales: number): string => {
          const chiffres = String(n).padStart(decimales + 1, '0');
          return `${chiffres.slice(0, -decimales)}.${chiffres.slice(-decimales)}`;
        };
        const decision = await evaluer('estimation-ps', {
          exercice: 2019,
          totalDepenses: texte(centimes, 2),
          etpRetenu: texte(retenu, 4),
          etpReel: texte(reel, 4),
          moisOuverture: ouverture,
          moisSansVersement: sansVersement,
        });
        expect(decision.calculs['psHorsBonus']).toBe(texte(attendu, 2));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('estimate: what is not known', () => {
  it('ships a cap for each year from 2015 to 2030, every one marked as fictitious', () => {
    const prixPlafond = fichier('estimation-ps').parametres['prixPlafond'];
    if (!prixPlafond || 'partage' in prixPlafond) throw new Error('prixPlafond belongs to the file');
    const annees = Array.from({ length: 16 }, (_, rang) => `${2015 + rang}-01-01`);
    expect(prixPlafond.valeurs.map(({ du, valeur, certitude }) => ({ du, valeur, certitude }))).toEqual(
      annees.map((du) => ({ du, valeur: '50000.00', certitude: 'fictif' })),
    );
  });

  it('stops with its last year', async () => {
    expect(fichier('estimation-ps').applicable).toMatchObject({ du: '2015-01-01', au: '2031-01-01' });
    expect(
      (await evaluer('estimation-ps', { ...ram, exercice: 2030 }, '2030-12-31')).calculs['psHorsBonus'],
    ).toBe('17200.00');
  });

  it.each([
    ['diviseurEtp', 'etp-retenu', { totalDepenses: '80000', etpReel: '2' }, '21500.00'],
    ['diviseurEtp', 'etp-retenu', { etpRetenu: '0' }, '0.00'],
    ['reductionDuPlafond', 'aucune', { moisOuverture: 6 }, '17200.00'],
    ['tauxRegimeGeneral', '0.90', {}, '15480.00'],
  ])('answers otherwise when %s is %s', async (parametre, valeur, faits, psHorsBonus) => {
    const decision = await evaluer(chargerAvec('estimation-ps', { [parametre]: valeur }), {
      ...ram,
      ...faits,
    });
    expect(decision.calculs['psHorsBonus']).toBe(psHorsBonus);
  });
});
