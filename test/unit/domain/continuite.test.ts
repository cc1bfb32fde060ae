import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { interruptionAvant } from '#src/domain/contractualisation/convention/continuite.ts';
import { enVigueur } from '#src/domain/contractualisation/convention/etat.ts';

const ORIGINE = Temporal.PlainDate.from('2026-01-01');
const jour = (rang: number): string => ORIGINE.add({ days: rang }).toString();

/** Conventions of a partner one after the other: some days without between two, one ended early or not. */
const periodes = fc
  .array(
    fc.record({ ecart: fc.nat(3), duree: fc.integer({ min: 1, max: 40 }), reduite: fc.option(fc.nat(40)) }),
    { maxLength: 5 },
  )
  .map((lignes) => {
    let debut = 0;
    return lignes.map(({ ecart, duree, reduite }) => {
      const du = debut + ecart;
      debut = du + duree;
      const resilieeLe = reduite !== null && reduite < duree ? jour(du + reduite) : null;
      return {
        etat: resilieeLe === null ? ('active' as const) : ('resiliee' as const),
        du: jour(du),
        au: jour(du + duree),
        resilieeLe,
      };
    });
  });

describe('a convention that takes over from others', () => {
  it('follows without interruption if and only if one of them covers the day before it begins, or none ever did', () => {
    fc.assert(
      fc.property(periodes, fc.nat(6), (autres, apres) => {
        const du = Temporal.PlainDate.from(autres.at(-1)?.au ?? jour(0))
          .add({ days: apres })
          .toString();
        const veille = Temporal.PlainDate.from(du).subtract({ days: 1 }).toString();
        const couverte = autres.some((une) => enVigueur(une, veille));
        const jamais = !autres.some((une) => une.resilieeLe === null || une.resilieeLe > une.du);
        const interruption = interruptionAvant({ du }, autres);
        expect(interruption === null).toBe(couverte || jamais);
        if (interruption === null) return;
        // The first day without: uncovered, the day before it covered.
        expect(autres.some((une) => enVigueur(une, interruption))).toBe(false);
        expect(
          autres.some((une) => enVigueur(une, Temporal.PlainDate.from(interruption).subtract({ days: 1 }))),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('counts one day as an interruption, and no draft as a convention', () => {
    const active = { etat: 'active' as const, du: '2026-01-01', au: '2027-01-01', resilieeLe: null };
    expect(interruptionAvant({ du: '2027-01-01' }, [active])).toBeNull();
    expect(interruptionAvant({ du: '2027-01-02' }, [active])).toBe('2027-01-01');
    expect(
      interruptionAvant({ du: '2027-01-01' }, [{ ...active, etat: 'resiliee', resilieeLe: '2026-12-31' }]),
    ).toBe('2026-12-31');
    expect(interruptionAvant({ du: '2027-01-02' }, [{ ...active, etat: 'brouillon' }])).toBeNull();
  });
});
