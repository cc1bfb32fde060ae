import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import {
  joursHors,
  moisCouverts,
  moisEntre,
  plusGrandTotal,
  reunir,
  type Periode,
} from '#src/engine/periodes.ts';
import { enDate, enJours, moisTouches } from '#test/rules/calendrier.ts';

const periode = (debut: string, fin: string): Periode => ({ debut: new Jour(debut), fin: new Jour(fin) });
const texte = ({ debut, fin }: Periode): string => `${debut.iso} ${fin.iso}`;
const ANNEE = [new Jour('2019-01-01'), new Jour('2020-01-01')] as const;

/** Periods of 2018 to 2020, some of them touching. */
const periodes = fc
  .array(fc.tuple(fc.integer({ min: -60, max: 420 }), fc.integer({ min: 1, max: 120 })), { maxLength: 6 })
  .map((liste) =>
    liste.map(([debut, duree]) =>
      periode(enDate(enJours('2019-01-01') + debut), enDate(enJours('2019-01-01') + debut + duree)),
    ),
  );

/** The same days, cut, doubled and listed otherwise. */
const autrement = (liste: readonly Periode[]) =>
  fc
    .tuple(
      fc.array(fc.nat(), { minLength: liste.length, maxLength: liste.length }),
      fc.array(fc.nat({ max: 2 }), { minLength: liste.length, maxLength: liste.length }),
      fc.nat(),
    )
    .map(([coupes, copies, melange]) => {
      const morceaux = liste.flatMap((une, rang) => {
        const [debut, fin] = [enJours(une.debut.iso), enJours(une.fin.iso)];
        const coupe = debut + ((coupes[rang] ?? 0) % (fin - debut));
        const moities =
          coupe === debut
            ? [une]
            : [periode(une.debut.iso, enDate(coupe)), periode(enDate(coupe), une.fin.iso)];
        return Array.from({ length: 1 + (copies[rang] ?? 0) }, () => moities).flat();
      });
      return morceaux
        .map((une, rang) => ({ une, cle: (rang * 7919 + melange) % 104_729 }))
        .sort((a, b) => a.cle - b.cle)
        .map(({ une }) => une);
    });

const joursDe = (liste: readonly Periode[]): Set<number> =>
  new Set(
    liste.flatMap(({ debut, fin }) =>
      Array.from({ length: enJours(fin.iso) - enJours(debut.iso) }, (_, rang) => enJours(debut.iso) + rang),
    ),
  );

describe('periods united before rules judge', () => {
  it('unites what touches or overlaps; one day between separates', () => {
    expect(reunir([periode('2019-05-01', '2019-07-01'), periode('2019-03-01', '2019-05-01')])).toEqual([
      { ...periode('2019-03-01', '2019-07-01'), membres: [1, 0], chevauchement: false, doublon: false },
    ]);
    expect(
      reunir([periode('2019-03-01', '2019-05-01'), periode('2019-05-02', '2019-07-01')]).map(texte),
    ).toEqual(['2019-03-01 2019-05-01', '2019-05-02 2019-07-01']);
  });

  it('tells rows that overlap, and rows typed twice', () => {
    expect(
      reunir([periode('2019-03-01', '2019-05-01'), periode('2019-04-30', '2019-07-01')])[0],
    ).toMatchObject({ chevauchement: true, doublon: false });
    expect(
      reunir([periode('2019-03-01', '2019-05-01'), periode('2019-03-01', '2019-05-01')])[0],
    ).toMatchObject({ chevauchement: true, doublon: true });
    expect(
      reunir([
        periode('2019-03-01', '2019-12-01'),
        periode('2019-04-01', '2019-05-01'),
        periode('2019-06-01', '2019-07-01'),
      ]),
    ).toHaveLength(1);
  });

  it('gives the same periods however they are cut, doubled or listed', () => {
    fc.assert(
      fc.property(
        periodes.chain((liste) => fc.tuple(fc.constant(liste), autrement(liste))),
        ([liste, autre]) => {
          expect(reunir(autre).map(texte)).toEqual(reunir(liste).map(texte));
          expect(moisCouverts(...ANNEE, autre)).toEqual(moisCouverts(...ANNEE, liste));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('counts months and days as the calendar does, day by day', () => {
    fc.assert(
      fc.property(
        periodes,
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (liste, decalage, duree) => {
          const debut = enDate(enJours('2019-01-01') + decalage);
          const fin = enDate(enJours(debut) + duree);
          const [du, au] = [new Jour(debut), new Jour(fin)];
          const couverts = joursDe(liste);
          const presents = moisTouches(debut, fin, (jour) => !couverts.has(jour));
          expect(moisEntre(du, au)).toEqual([...moisTouches(debut, fin)]);
          expect(moisCouverts(du, au, liste)).toEqual(
            [...moisTouches(debut, fin)].filter((mois) => !presents.has(mois)),
          );
          expect(joursHors(du, au, liste)).toBe(
            Array.from({ length: duree }, (_, rang) => enJours(debut) + rang).filter(
              (jour) => !couverts.has(jour),
            ).length,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps the greatest total of those present on one same day', () => {
    const un = (valeur: bigint, ...absences: Periode[]) => ({
      valeur: new Nombre(valeur, 10n),
      absences,
      poste: null,
    });
    const debutJuin = periode('2019-06-01', '2020-01-01');
    expect(
      plusGrandTotal(...ANNEE, [un(8n, debutJuin), un(10n, periode('2019-01-01', '2019-06-01'))]).toString(),
    ).toBe('1');
    expect(
      plusGrandTotal(...ANNEE, [un(8n, debutJuin), un(10n, periode('2019-01-01', '2019-05-31'))]).toString(),
    ).toBe('1.8');
    expect(plusGrandTotal(...ANNEE, []).toString()).toBe('0');
    // Two people in turn on one post, with a day in common: one of them, the greater.
    const enTour = [un(8n, debutJuin), un(10n, periode('2019-01-01', '2019-05-31'))].map((une) => ({
      ...une,
      poste: 'poste',
    }));
    expect(plusGrandTotal(...ANNEE, [...enTour, un(5n)]).toString()).toBe('1.5');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), periodes), { maxLength: 4 }), (gens) => {
        const absents = gens.map(([, absences]) => joursDe(absences));
        const parJour = Array.from({ length: 365 }, (_, jour) =>
          gens.reduce(
            (total, [valeur], rang) =>
              absents[rang]?.has(enJours('2019-01-01') + jour) ? total : total + valeur,
            0,
          ),
        );
        expect(
          plusGrandTotal(
            ...ANNEE,
            gens.map(([valeur, absences]) => un(BigInt(valeur) * 10n, ...absences)),
          ).toString(),
        ).toBe(String(Math.max(...parJour)));
      }),
      { numRuns: 100 },
    );
  });
});
