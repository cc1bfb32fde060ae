import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargerAvec, evaluer, issues } from './appui.ts';

const plein = {
  etpContrat: '1',
  etpValideCa: '1',
  etpDeclare: '1',
  moisPresence: 12,
  moisOuverture: 12,
  remplacement: 'aucun',
};
const remplace = {
  ...plein,
  moisPresence: 6,
  remplacement: 'animateur-valide',
  etpRemplacant: '1',
  moisRemplacement: 6,
};

describe('ETP of one animateur: amounts computed by hand', () => {
  it.each([
    [
      "the source's example: open 6 months, full time throughout",
      { moisPresence: 6, moisOuverture: 6 },
      '1.0000',
    ],
    ['80 % throughout', { etpContrat: '0.80', etpValideCa: '0.8', etpDeclare: 0.8 }, '0.8000'],
    ['6 months of 12', { moisPresence: 6 }, '0.5000'],
    ['1 month of 12', { moisPresence: 1 }, '0.0833'],
    ['5 months of 12: 0.41666… goes up', { moisPresence: 5 }, '0.4167'],
    ['11 months of 12', { moisPresence: 11 }, '0.9167'],
    ['6 months of 8', { moisPresence: 6, moisOuverture: 8 }, '0.7500'],
    ['80 % for 7 months of 12', { etpDeclare: '0.8', moisPresence: 7 }, '0.4667'],
    ['declared above validated', { etpValideCa: '0.5' }, '0.5000'],
    ['declared above validated, half the year', { etpValideCa: '0.5', moisPresence: 6 }, '0.2500'],
    ['half of the fourth decimal goes up', { etpDeclare: '0.0003', moisPresence: 6 }, '0.0002'],
    ['just under that half', { etpDeclare: '0.0002999999', moisPresence: 6 }, '0.0001'],
    ['never present', { moisPresence: 0 }, '0.0000'],
    ['never open', { moisPresence: 0, moisOuverture: 0 }, '0.0000'],
    ['exactly at the cap', { etpContrat: '6', etpValideCa: '6', etpDeclare: '6' }, '6.0000'],
    ['above the cap', { etpContrat: '9', etpValideCa: '9', etpDeclare: '9' }, '6.0000'],
    [
      'above the cap, half the year: the cap comes before proration',
      { etpContrat: '9', etpValideCa: '9', etpDeclare: '9', moisPresence: 6 },
      '3.0000',
    ],
  ])('%s', async (_titre, faits, etpRetenu) => {
    expect((await evaluer('etp', { ...plein, ...faits })).calculs['etpRetenu']).toBe(etpRetenu);
  });

  it.each([
    ['a validated replacement fills the absence', {}, '1.0000', '0.5'],
    ['half time replacement', { etpRemplacant: '0.5' }, '0.7500', '0.25'],
    ['replacement above 1 ETP counts for 1', { etpRemplacant: '1.6', moisRemplacement: 3 }, '0.7500', '0.25'],
    ['never more than validated', { moisPresence: 12 }, '1.0000', '0.5'],
    ['replacement whose profile is not validated', { remplacement: 'animateur-non-valide' }, '0.5000', '0'],
    ['administrative desk', { remplacement: 'permanence-administrative' }, '0.5000', '0'],
    ['no replacement, whatever is left in the other facts', { remplacement: 'aucun' }, '0.5000', '0'],
    ['never open', { moisPresence: 0, moisOuverture: 0 }, '0.0000', '0'],
  ])('%s', async (_titre, faits, etpRetenu, etpRemplacementRetenu) => {
    expect((await evaluer('etp', { ...remplace, ...faits })).calculs).toMatchObject({
      etpRetenu,
      etpRemplacementRetenu,
    });
  });

  it('rounds once, at the end: thirds that add up to one stay one', async () => {
    const faits = { ...remplace, moisPresence: 1, moisOuverture: 3, moisRemplacement: 2 };
    expect((await evaluer('etp', faits)).calculs['etpRetenu']).toBe('1.0000');
  });
});

describe('ETP of one animateur: findings', () => {
  it.each([
    ['all in order', {}, ['ETP_CONFORME']],
    ['6 validated and declared', { etpContrat: '6', etpValideCa: '6.0000', etpDeclare: 6 }, ['ETP_CONFORME']],
    [
      '6.0001 validated',
      { etpContrat: '7', etpValideCa: '6.0001', etpDeclare: '6' },
      ['ETP_PLAFOND_DEPASSE'],
    ],
    [
      '6.0001 declared',
      { etpContrat: '7', etpValideCa: '6', etpDeclare: '6.0001' },
      ['ETP_DECLARE_SUPERIEUR_VALIDE', 'ETP_PLAFOND_DEPASSE'],
    ],
    [
      'validated above the contract by a ten-thousandth',
      { etpContrat: '0.9999' },
      ['ETP_VALIDE_SUPERIEUR_CONTRAT'],
    ],
    [
      'declared above validated by a ten-thousandth',
      { etpDeclare: '1.0001' },
      ['ETP_DECLARE_SUPERIEUR_VALIDE'],
    ],
    [
      'one month more than the opening',
      { moisPresence: 7, moisOuverture: 6 },
      ['PRESENCE_SUPERIEURE_OUVERTURE'],
    ],
    ['one month less than the opening', { moisPresence: 5, moisOuverture: 6 }, ['ETP_PRORATISE']],
    ['present without any opening', { moisPresence: 1, moisOuverture: 0 }, ['PRESENCE_SUPERIEURE_OUVERTURE']],
    [
      'everything at once',
      { etpContrat: '6', etpValideCa: '7', etpDeclare: '8', moisPresence: 3 },
      [
        'ETP_DECLARE_SUPERIEUR_VALIDE',
        'ETP_PLAFOND_DEPASSE',
        'ETP_PRORATISE',
        'ETP_VALIDE_SUPERIEUR_CONTRAT',
      ],
    ],
  ])('%s', async (_titre, faits, attendu) => {
    expect(await issues('etp', { ...plein, ...faits })).toEqual(attendu);
  });

  it.each([
    ['validated, 1 ETP', {}, ['ETP_PRORATISE']],
    ['validated, 1.0001 ETP', { etpRemplacant: '1.0001' }, ['ETP_PRORATISE', 'REMPLACANT_PLAFONNE']],
    [
      'not validated, 2 ETP',
      { remplacement: 'animateur-non-valide', etpRemplacant: '2' },
      ['ETP_PRORATISE', 'REMPLACANT_NON_VALIDE'],
    ],
    [
      'administrative desk',
      { remplacement: 'permanence-administrative' },
      ['ETP_PRORATISE', 'PERMANENCE_ADMINISTRATIVE'],
    ],
    ['validated, nobody was away', { moisPresence: 12 }, ['ETP_CONFORME']],
  ])('replacement %s', async (_titre, faits, attendu) => {
    expect(await issues('etp', { ...remplace, ...faits })).toEqual(attendu);
  });

  it("asks for the replacement's ETP and months only when there is one", async () => {
    expect(await evaluer('etp', { ...plein, remplacement: 'animateur-non-valide' })).toMatchObject({
      etat: 'faits-manquants',
      manquants: ['etpRemplacant', 'moisRemplacement'],
    });
    expect(await evaluer('etp', { ...plein, etpRemplacant: null })).toMatchObject({ etat: 'decide' });
  });

  it.each([
    { moisPresence: 13 },
    { moisOuverture: -1 },
    { moisPresence: 3.5 },
    { moisPresence: '3' },
    { etpDeclare: '-0.1' },
    { etpDeclare: '0,8' },
    { remplacement: 'autre' },
    { etpDeclar: '1' },
  ])('refuses wrong facts %o', async (faits) => {
    await expect(evaluer('etp', { ...plein, ...faits })).rejects.toThrow(
      new RegExp(Object.keys(faits)[0] ?? ''),
    );
  });
});

describe('ETP of one animateur: on any case', () => {
  const UNITE = 10_000n; // ETP in ten-thousandths
  const etp = fc.integer({ min: 0, max: 80_000 }).map(BigInt);
  const mois = fc.integer({ min: 0, max: 12 });
  const texte = (n: bigint): string => `${n / UNITE}.${String(n % UNITE).padStart(4, '0')}`;
  const min = (...n: bigint[]): bigint => n.reduce((a, b) => (a < b ? a : b));
  const cas = fc.record({
    contrat: etp,
    valide: etp,
    declare: etp,
    remplacant: etp,
    presence: mois,
    ouverture: mois,
    moisRemplacement: mois,
    remplacement: fc.constantFrom(
      'aucun',
      'animateur-valide',
      'animateur-non-valide',
      'permanence-administrative',
    ),
  });

  it("equals the source's formula in whole numbers", async () => {
    await fc.assert(
      fc.asyncProperty(
        cas,
        async ({
          contrat,
          valide,
          declare,
          remplacant,
          presence,
          ouverture,
          moisRemplacement,
          remplacement,
        }) => {
          const cap = 6n * UNITE;
          const o = BigInt(ouverture);
          // Everything over the opening months, so that one rounded division ends the computation.
          const fait =
            min(declare, valide, cap) * BigInt(presence) +
            (remplacement === 'animateur-valide' ? min(remplacant, UNITE) * BigInt(moisRemplacement) : 0n);
          const limite = min(valide, cap) * o;
          const retenu = o === 0n ? 0n : (2n * min(fait, limite) + o) / (2n * o);
          const decision = await evaluer('etp', {
            etpContrat: texte(contrat),
            etpValideCa: texte(valide),
            etpDeclare: texte(declare),
            moisPresence: presence,
            moisOuverture: ouverture,
            remplacement,
            etpRemplacant: texte(remplacant),
            moisRemplacement,
          });
          expect(decision.calculs['etpRetenu']).toBe(texte(retenu));
          expect(decision.issues.includes('ETP_PRORATISE')).toBe(presence < ouverture);
          expect(decision.issues.includes('ETP_CONFORME')).toBe(
            decision.issues.length === 1 && decision.constats.length === 0,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never falls when the months of presence grow', async () => {
    await fc.assert(
      fc.asyncProperty(
        etp,
        etp,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 11 }),
        async (valide, declare, moisOuverture, presence) => {
          const faits = {
            ...plein,
            etpContrat: '8',
            etpValideCa: texte(valide),
            etpDeclare: texte(declare),
            moisOuverture,
          };
          const avant = await evaluer('etp', { ...faits, moisPresence: presence });
          const apres = await evaluer('etp', { ...faits, moisPresence: presence + 1 });
          expect(Number(apres.calculs['etpRetenu'])).toBeGreaterThanOrEqual(
            Number(avant.calculs['etpRetenu']),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not prorate again when the partner is said to have done it', async () => {
    const dejaFaite = chargerAvec('etp', { proratisation: 'deja-faite-par-le-gestionnaire' });
    expect(
      (await evaluer(dejaFaite, { ...plein, etpDeclare: '0.5', moisPresence: 6 })).calculs['etpRetenu'],
    ).toBe('0.5000');
  });
});
