import { describe, expect, it } from 'vitest';
import { numeros } from '#src/portal/composants/tableau.tsx';
import { compter, dateFr, decimalFr, eurosFr, instantFr, telephoneFr } from '#src/kernel/francais.ts';
import { adresseAvec, champsDe } from '#src/portal/contexte-requete.ts';

describe('French forms', () => {
  it('writes dates, instants in the zone of the Caf, and phones', () => {
    expect(dateFr('2019-02-14')).toBe('14/02/2019');
    expect(dateFr(null)).toBe('');
    expect(instantFr('2026-07-01T22:30:00Z')).toBe('02/07/2026 à 00\u00a0h\u00a030');
    expect(instantFr('2026-07-01T22:30:00Z', 'Indian/Reunion')).toBe('02/07/2026 à 02\u00a0h\u00a030');
    for (const ecrit of ['0123456789', '+33123456789', '01.23.45.67.89'])
      expect(telephoneFr(ecrit)).toBe('01\u00a023\u00a045\u00a067\u00a089');
    expect(telephoneFr('+3225551212')).toBe('+3225551212');
    expect(telephoneFr(null)).toBe('');
  });

  it('keeps every digit of a decimal and its exact value', () => {
    expect(eurosFr('1234567.5')).toBe('1\u202f234\u202f567,50 €');
    expect(eurosFr('9007199254740993.01')).toBe('9\u202f007\u202f199\u202f254\u202f740\u202f993,01 €');
    expect(decimalFr('-0.8500')).toBe('-0,8500');
    expect(decimalFr('douze')).toBe('douze');
  });

  it('counts with the plural of French: zero and one are singular', () => {
    expect(
      [0, 1, 2].map((nombre) => compter(nombre, 'activité sélectionnée', 'activités sélectionnées')),
    ).toEqual(['0 activité sélectionnée', '1 activité sélectionnée', '2 activités sélectionnées']);
  });
});

describe('lists and addresses', () => {
  it('shows the first, last and neighbouring pages, 0 standing for a gap', () => {
    expect(numeros(1, 3)).toEqual([1, 2, 3]);
    expect(numeros(10, 20)).toEqual([1, 0, 9, 10, 11, 0, 20]);
  });

  it('writes an address without empty parameters and with the others escaped', () => {
    expect(adresseAvec('/x', { a: '', b: undefined, c: 'é&=', page: 2 })).toBe('/x?c=%C3%A9%26%3D&page=2');
    expect(adresseAvec('/x', { a: '' })).toBe('/x');
  });

  it('keeps only texts and lists of texts of a form', () => {
    expect(champsDe({ a: 'x', b: ['y', 'z'], c: 3, d: { e: 'f' }, g: ['h', 1] })).toEqual({
      a: 'x',
      b: ['y', 'z'],
    });
    expect(champsDe(null)).toEqual({});
  });
});
