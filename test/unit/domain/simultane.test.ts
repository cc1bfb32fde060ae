import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comptesPar, postesDe, type Maillon } from '#src/domain/equipement/postes.ts';
import { plusGrandTotalSimultane, type LigneDansLeTemps } from '#src/domain/equipement/simultane.ts';

const JOURS = Array.from({ length: 40 }, (_, rang) =>
  new Date(Date.UTC(2025, 1, 10 + rang)).toISOString().slice(0, 10),
);
const jour = fc.nat({ max: JOURS.length - 1 }).map((rang) => JOURS[rang] ?? '');
const periode = fc.tuple(jour, jour).filter(([debut, fin]) => debut < fin);
const valeur = fc
  .nat({ max: 20_000 })
  .map((dixMilliemes) => new Decimal(dixMilliemes).dividedBy(10_000).toFixed());
const ligne: fc.Arbitrary<LigneDansLeTemps> = fc.record(
  { debut: jour, fin: fc.option(jour), valeur, poste: fc.constantFrom('p', 'q', 'r') },
  { requiredKeys: ['debut', 'fin', 'valeur'] },
);
const lignes = fc.array(ligne, { maxLength: 8 });

/** Day after day, as one would by hand. */
function aLaMain(toutes: readonly LigneDansLeTemps[], debut: string, fin: string): string {
  let grand = new Decimal(0);
  for (const leJour of JOURS.filter((un) => un >= debut && un < fin)) {
    const presentes = toutes.filter((une) => une.debut <= leJour && (une.fin === null || leJour < une.fin));
    let total = presentes
      .filter(({ poste }) => poste === undefined)
      .reduce((somme, une) => somme.plus(une.valeur), new Decimal(0));
    for (const poste of ['p', 'q', 'r'])
      total = total.plus(
        Decimal.max(0, ...presentes.filter((une) => une.poste === poste).map((une) => une.valeur)),
      );
    grand = Decimal.max(grand, total);
  }
  return grand.toFixed();
}

describe('the greatest total held at one moment', () => {
  it('is what counting day after day gives', () => {
    fc.assert(
      fc.property(lignes, periode, (toutes, [debut, fin]) => {
        expect(plusGrandTotalSimultane(toutes, debut, fin)).toBe(aLaMain(toutes, debut, fin));
      }),
      { numRuns: 2_000 },
    );
  });
  it('stays the same when a line is cut in two on any day', () => {
    fc.assert(
      fc.property(lignes, ligne, jour, periode, (toutes, coupee, coupure, [debut, fin]) => {
        fc.pre(coupee.debut < coupure && (coupee.fin === null || coupure < coupee.fin));
        const morceaux = [
          { ...coupee, fin: coupure },
          { ...coupee, debut: coupure },
        ];
        expect(plusGrandTotalSimultane([...toutes, ...morceaux], debut, fin)).toBe(
          plusGrandTotalSimultane([...toutes, coupee], debut, fin),
        );
      }),
      { numRuns: 2_000 },
    );
  });
  it('never grows when people are put in turn on one post', () => {
    fc.assert(
      fc.property(lignes, periode, (toutes, [debut, fin]) => {
        const ensemble = plusGrandTotalSimultane(
          toutes.map((une) => ({ ...une, poste: 'p' })),
          debut,
          fin,
        );
        expect(new Decimal(ensemble).lte(plusGrandTotalSimultane(toutes, debut, fin))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a post', () => {
  const maillon = (id: string, succedeA?: string): Maillon => ({
    id,
    succedeA: succedeA === undefined ? null : { id: succedeA },
  });
  const equipe = [maillon('c', 'b'), maillon('b', 'a'), maillon('a'), maillon('x')];

  it('is named by the first who held it, through however many hands it went', () => {
    expect([...postesDe(equipe)]).toEqual([
      ['c', 'a'],
      ['b', 'a'],
      ['a', 'a'],
      ['x', 'x'],
    ]);
  });
  it('is counted by the conventionnement that lists somebody who held it, for him and those after him', () => {
    expect(equipe.map(({ id }) => id).filter(comptesPar(['b'], equipe))).toEqual(['c', 'b']);
  });
  it('does not turn round for ever on records that go in a circle', () => {
    expect(postesDe([maillon('a', 'b'), maillon('b', 'a')]).size).toBe(2);
  });
});
