import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloturer, compiler, evaluateurDirect, type FichierDeRegles } from '#src/engine/index.ts';
import { charger } from './appui.ts';

const lire = (version: string): FichierDeRegles =>
  JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../rules/estimation-ps/${version}.json`), 'utf8'),
  ) as FichierDeRegles;
const ancienne = evaluateurDirect(charger('estimation-ps'));
const nouvelle = evaluateurDirect(compiler(cloturer(lire('1.1.0'), () => undefined)));

const decimal = (maximum: number) =>
  fc
    .integer({ min: 0, max: maximum })
    .map((n) => `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`);
const cas = fc.record({
  exercice: fc.integer({ min: 2015, max: 2030 }),
  totalDepenses: fc.option(decimal(900_000_000)),
  etpRetenu: fc.option(decimal(60_000)),
  etpReel: fc.option(decimal(90_000)),
  moisOuverture: fc.option(fc.integer({ min: 0, max: 12 })),
  moisSansVersement: fc.constant(0),
});

describe('estimation-ps 1.1.0', () => {
  it('answers as 1.0.0 on any case: same state, outcomes, findings, missing facts and former results', () => {
    fc.assert(
      fc.property(cas, (faits) => {
        const date = `${faits.exercice}-12-31`;
        const [avant, apres] = [ancienne.juger(date, faits), nouvelle.juger(date, faits)];
        const reponse = ({ etat, issues, constats, manquants }: typeof avant) => ({
          etat,
          issues,
          constats,
          manquants,
        });
        expect(reponse(apres)).toEqual(reponse(avant));
        expect(apres.calculs).toMatchObject(avant.calculs);
      }),
      { numRuns: 1000 },
    );
  });

  it('names each figure of its sum, the rate included', () => {
    const { calculs } = nouvelle.juger('2019-12-31', {
      exercice: 2019,
      totalDepenses: '84000',
      etpRetenu: '1.5',
      etpReel: '2',
      moisOuverture: 6,
      moisSansVersement: 1,
    });
    // 84 000 ÷ 2 = 42 000, limited to 50 000 × 6/12 = 25 000; × 43 % = 10 750; × 1.5 = 16 125; × 5/6 = 13
    // 437.50
    expect(calculs).toEqual({
      plafondAnnuel: '50000',
      moisDuPlafond: '6',
      plafond: '25000',
      etpDiviseur: '2',
      prixRevient: '42000',
      prixRetenu: '25000',
      tauxApplique: '0.43',
      psParEtp: '10750',
      psDesEtp: '16125',
      moisPayes: '5',
      psHorsBonus: '13437.50',
    });
  });
});
