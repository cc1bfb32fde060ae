import { describe, expect, it } from 'vitest';
import {
  dateFr,
  decimalLuFr,
  dernierJour,
  jourCivil,
  majuscule,
  nombreFr,
  veille,
} from '#src/kernel/francais.ts';

const lisible = (texte: string) => texte.replace(/[\u00a0\u202f]/g, ' ');

describe('French for people', () => {
  it('leaves a text that is no date as it is: a wrong one is seen, never hidden', () => {
    expect(['2019-02-14', '2019-02-14T22:30:00Z', '14 février', ''].map((texte) => dateFr(texte))).toEqual([
      '14/02/2019',
      '14/02/2019',
      '14 février',
      '',
    ]);
  });

  it('gives the last day of a period whose end is excluded, over months, years and leap days', () => {
    expect(['2020-03-01', '2019-03-01', '2020-01-01'].map(veille)).toEqual([
      '2020-02-29',
      '2019-02-28',
      '2019-12-31',
    ]);
    expect(dernierJour('2020-01-01')).toBe('31/12/2019');
  });

  it('gives the civil day of an instant where the Caf is', () => {
    expect(jourCivil('2019-12-31T22:30:00Z', 'Indian/Reunion')).toBe('2020-01-01');
    expect(jourCivil('2019-12-31T22:30:00Z', 'Europe/Paris')).toBe('2019-12-31');
  });

  it('cuts a fraction that does not end, and says so', () => {
    expect(lisible(decimalLuFr('33333.3333333333', 2))).toBe('33 333,333333…');
    expect(lisible(decimalLuFr('-0.5', 2))).toBe('-0,50');
  });

  it('writes whole numbers and capitals', () => {
    expect(lisible(nombreFr(1_234_567))).toBe('1 234 567');
    expect(majuscule('état')).toBe('État');
  });
});
