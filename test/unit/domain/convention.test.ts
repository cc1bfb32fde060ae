import { describe, expect, it } from 'vitest';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import { conventionCourante } from '#src/domain/contractualisation/convention/courante.ts';
import {
  enVigueur,
  etatDeLaConvention,
  finDePeriode,
} from '#src/domain/contractualisation/convention/etat.ts';

const active = { etat: 'active', du: '2019-03-04', au: '2020-03-04', resilieeLe: null } as const;

describe('the term of a convention', () => {
  it.each([
    ['2019-03-04', 12, '2020-03-04'],
    ['2019-01-01', 12, '2020-01-01'],
    ['2020-02-29', 12, '2021-03-01'],
    ['2020-02-29', 48, '2024-02-29'],
    ['2019-08-31', 6, '2020-03-01'],
  ])('from %s for %i months, the first day without it is %s', (du, mois, au) => {
    expect(finDePeriode(du, mois)).toBe(au);
  });
});

describe('the state shown', () => {
  it('is échue from the first day after the term, and never stored', () => {
    expect(etatDeLaConvention(active, '2020-03-03')).toBe('active');
    expect(etatDeLaConvention(active, '2020-03-04')).toBe('echue');
  });
  it('stays active until a résiliation takes effect', () => {
    const resiliee = { ...active, etat: 'resiliee', resilieeLe: '2019-10-01' } as const;
    expect(etatDeLaConvention(resiliee, '2019-09-30')).toBe('active');
    expect(etatDeLaConvention(resiliee, '2019-10-01')).toBe('resiliee');
  });
  it('is that of the document until it is active, whatever its dates', () => {
    expect(etatDeLaConvention({ ...active, etat: 'brouillon' }, '2030-01-01')).toBe('brouillon');
  });
  it('gives access from its first day only', () => {
    expect(enVigueur(active, '2019-03-03')).toBe(false);
    expect(enVigueur(active, '2019-03-04')).toBe(true);
  });
});

describe('the convention that counts', () => {
  const brouillon = { etat: 'brouillon', du: '2020-03-04', au: '2021-03-04', resilieeLe: null } as const;
  it('is the one in force, even when a renewal is being prepared', () => {
    expect(conventionCourante([brouillon, active], '2020-01-15')).toBe(active);
  });
  it('is the renewal once the former is échue', () => {
    expect(conventionCourante([active, brouillon], '2020-03-04')).toBe(brouillon);
  });
  it('is none without a convention', () => {
    expect(conventionCourante([], '2020-01-15')).toBeNull();
  });
});

describe('a bulletin d’adhésion', () => {
  const bulletin = { du: '2019-04-01', au: '2020-03-04' };
  it('opens its service within its own period and its convention’s', () => {
    expect(bulletinActif(bulletin, active, '2019-03-31')).toBe(false);
    expect(bulletinActif(bulletin, active, '2019-04-01')).toBe(true);
    expect(bulletinActif({ ...bulletin, au: '2019-06-01' }, active, '2019-06-01')).toBe(false);
    expect(
      bulletinActif(bulletin, { ...active, etat: 'resiliee', resilieeLe: '2019-05-01' }, '2019-05-01'),
    ).toBe(false);
  });
});
