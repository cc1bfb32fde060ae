import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estUneDate } from '#src/engine/dates.ts';
import { direFauteDeJour, ecrireJour, lireJour } from '#src/engine/saisie/index.ts';

describe('a day as people write it', () => {
  it.each([
    '14/02/2019',
    '14-02-2019',
    '14.02.2019',
    '14 / 02 / 2019',
    ' 14/02/2019\u00a0',
    '\u200e14/02/2019',
    '14\u201102\u20112019',
    '2019-02-14',
  ])('« %s » is 14 February 2019', (ecrit) => {
    expect(lireJour(ecrit)).toEqual({ jour: '2019-02-14' });
  });

  it.each([
    ['01/02/26', 'annee-courte'],
    ['01-02-026', 'annee-courte'],
    ['0026-11-30', 'annee-courte'],
    ['0021-01-01', 'annee-courte'],
    ['31/12/9999', 'sans-fin'],
    ['9999-12-31', 'sans-fin'],
    ['30/02/2026', 'inexistant'],
    ['2026-13-01', 'inexistant'],
    ['00/01/2026', 'inexistant'],
    ['31/12/1899', 'hors-calendrier'],
    ['3000-01-01', 'hors-calendrier'],
    ['hier', 'forme'],
    ['20260214', 'forme'],
    ['2026-02-14T00:00', 'forme'],
  ])('« %s » is not one: %s', (ecrit, faute) => {
    expect(lireJour(ecrit)).toEqual({ faute });
  });

  it('says in French how to correct it', () => {
    expect(direFauteDeJour('annee-courte')).toContain('l’année sur quatre chiffres');
    expect(direFauteDeJour('sans-fin', true)).toBe(
      'une année 9999 veut dire « sans fin » : laissez ce champ vide.',
    );
    expect(direFauteDeJour('hors-calendrier')).toContain('01/01/1900 au 31/12/2999');
  });

  it('gives every day of the calendar back, and only days the engine knows, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          expect(lireJour(ecrireJour(iso))).toEqual({ jour: iso });
          expect(lireJour(iso)).toEqual({ jour: iso });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-. é\u200b') }), (texte) => {
        const lu = lireJour(texte);
        expect('faute' in lu || estUneDate(lu.jour)).toBe(true);
      }),
    );
  });
});
