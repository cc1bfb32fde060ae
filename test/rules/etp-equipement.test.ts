import { describe, expect, it } from 'vitest';
import { evaluer } from './appui.ts';

describe('ETP of a conventionnement', () => {
  const total = { etpRetenuTotal: '2.5', etpDeclareTotal: '2.5', etpContratTotal: '3', etpValideCa: '2.5' };
  it.each([
    ['in order', {}, ['ETP_CONFORME'], '2.5'],
    ['retained below validated', { etpRetenuTotal: '1.5833' }, ['ETP_CONFORME'], '1.5833'],
    [
      'declared above validated',
      { etpRetenuTotal: '3', etpDeclareTotal: '3' },
      ['ETP_DECLARE_SUPERIEUR_VALIDE'],
      '2.5',
    ],
    ['validated above the contracts', { etpContratTotal: '2.4999' }, ['ETP_VALIDE_SUPERIEUR_CONTRAT'], '2.5'],
    [
      'exactly 6',
      { etpRetenuTotal: '6', etpDeclareTotal: '6', etpContratTotal: '6', etpValideCa: '6' },
      ['ETP_CONFORME'],
      '6',
    ],
    [
      '6.0001 validated',
      { etpRetenuTotal: '6.0001', etpDeclareTotal: '6', etpContratTotal: '7', etpValideCa: '6.0001' },
      ['ETP_PLAFOND_DEPASSE'],
      '6',
    ],
    [
      '6.0001 declared',
      { etpRetenuTotal: '6', etpDeclareTotal: '6.0001', etpContratTotal: '7', etpValideCa: '6' },
      ['ETP_DECLARE_SUPERIEUR_VALIDE', 'ETP_PLAFOND_DEPASSE'],
      '6',
    ],
  ])('%s', async (_titre, faits, attendu, etpRetenu) => {
    const decision = await evaluer('etp-equipement', { ...total, ...faits });
    expect(decision.issues).toEqual(attendu);
    expect(Number(decision.calculs['etpRetenu'])).toBe(Number(etpRetenu));
  });

  it('offers a second conventionnement above the cap, each expense counted once', async () => {
    const { constats } = await evaluer('etp-equipement', {
      ...total,
      etpContratTotal: '7',
      etpValideCa: '7',
    });
    expect(constats.find(({ issue }) => issue === 'ETP_PLAFOND_DEPASSE')?.commentCorriger).toMatch(
      /second conventionnement.*qu’une fois/s,
    );
  });
});
