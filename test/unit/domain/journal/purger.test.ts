/** The journal is kept a number of whole months: what goes is never a day too young. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Registre } from '#src/kernel/registre.ts';
import { ConservationInconnue, premierMoisGarde } from '#src/database/journal/purger.ts';

const conserve = (mois: number) =>
  ({
    parametre: (jeu: string, nom: string) =>
      jeu === 'journal' && nom === 'dureeDeConservation' ? mois : undefined,
  }) as unknown as Registre;

describe('the first month of the journal that is kept', () => {
  it.each([
    ['2026-03-20', 10, '2025-05-01'],
    ['2026-03-01', 10, '2025-05-01'],
    ['2026-03-31', 1, '2026-02-01'],
    ['2026-01-31', 120, '2016-01-01'],
    ['2028-02-29', 12, '2027-02-01'],
  ])('on %s, for %i months, is that of %s', (aujourdhui, mois, premier) => {
    expect(premierMoisGarde(conserve(mois), Temporal.PlainDate.from(aujourdhui)).toString()).toBe(premier);
  });

  it('is that of the day exactly so many months ago, whatever the day: that day is kept, the month before it is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 240 }), (jours, mois) => {
        const aujourdhui = Temporal.PlainDate.from('1990-01-01').add({ days: jours });
        const premier = premierMoisGarde(conserve(mois), aujourdhui);
        const limite = aujourdhui.subtract({ months: mois });
        expect(premier.day).toBe(1);
        expect(Temporal.PlainDate.compare(premier, limite)).toBeLessThanOrEqual(0);
        expect(Temporal.PlainDate.compare(premier.add({ months: 1 }), limite)).toBe(1);
      }),
    );
  });

  it('is not guessed by a registry that knows no retention', () => {
    const sans = {
      parametre: () => {
        throw new Error('unknown');
      },
    } as unknown as Registre;
    expect(() => premierMoisGarde(sans, Temporal.PlainDate.from('2026-03-20'))).toThrow(ConservationInconnue);
  });
});
