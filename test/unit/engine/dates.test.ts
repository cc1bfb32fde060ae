import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from '#src/engine/dates.ts';
import * as dates from '#src/engine/dates.ts';
import { Jour } from '#src/engine/dates.ts';

/** Independent of the code under test: walks day by day with the platform's calendar. */
const JOUR_EN_MS = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const ms = (texte: string): number => Date.parse(`${texte}T00:00:00Z`);
function jours(du: string, au: string): string[] {
  const liste: string[] = [];
  for (let jour = ms(du); jour < ms(au); jour += JOUR_EN_MS) liste.push(iso(jour));
  return liste;
}
const moisDe = (jour: string): string => jour.slice(0, 7);
const dernierDuMois = (jour: string): boolean => iso(ms(jour) + JOUR_EN_MS).slice(8) === '01';

const unJour = fc.integer({ min: ms('2015-01-01'), max: ms('2030-12-31') }).map((instant) => iso(instant));
const periode = fc
  .tuple(unJour, fc.integer({ min: -20, max: 430 }))
  .map(([du, duree]) => [du, iso(ms(du) + duree * JOUR_EN_MS)] as const);
const jour = (texte: string): Jour => new Jour(texte);

describe('counting civil months', () => {
  it('counts the civil months with at least one day in the period', () => {
    fc.assert(
      fc.property(periode, ([du, au]) => {
        expect(dates.moisCivils(jour(du), jour(au))).toBe(new Set(jours(du, au).map(moisDe)).size);
      }),
    );
  });

  it('counts the civil months of the opening with at least one day of presence', () => {
    fc.assert(
      fc.property(periode, periode, ([debut, fin], [absentDu, absentAu]) => {
        const presents = jours(debut, fin).filter((j) => j < absentDu || j >= absentAu);
        expect(dates.moisDePresence(jour(debut), jour(fin), jour(absentDu), jour(absentAu))).toBe(
          new Set(presents.map(moisDe)).size,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('counts whole civil months inside the period', () => {
    fc.assert(
      fc.property(periode, ([du, au]) => {
        const dedans = jours(du, au);
        const entiers = dedans
          .filter((j) => j.endsWith('-01'))
          .filter((premier) => dedans.some((j) => moisDe(j) === moisDe(premier) && dernierDuMois(j)));
        expect(dates.moisCivilsEntiers(jour(du), jour(au))).toBe(entiers.length);
      }),
    );
  });

  it('counts the month a presence is interrupted in, and the month it resumes in (source: a month begun is a month done)', () => {
    expect(
      dates.moisDePresence(jour('2019-01-01'), jour('2020-01-01'), jour('2019-03-10'), jour('2019-05-20')),
    ).toBe(11);
    expect(
      dates.moisDePresence(jour('2019-01-01'), jour('2020-01-01'), jour('2019-03-01'), jour('2019-06-01')),
    ).toBe(9);
    expect(
      dates.moisDePresence(jour('2019-01-01'), jour('2020-01-01'), jour('2019-01-01'), jour('2020-01-01')),
    ).toBe(0);
    expect(dates.moisDePresence(jour('2019-01-01'), jour('2020-01-01'))).toBe(12);
  });
});

describe('comparing a duration with a threshold in months', () => {
  const comparer = (debut: string, fin: string, decompte: dates.Decompte): Position =>
    dates.comparerDuree(jour(debut), jour(fin), 3, decompte);

  it.each([
    ['2019-03-01', '2019-05-31', 'inferieure', 'inferieure', 'inferieure'],
    ['2019-03-01', '2019-06-01', 'egale', 'egale', 'egale'],
    ['2019-03-01', '2019-06-02', 'egale', 'superieure', 'divergente'],
    ['2019-03-01', '2019-07-01', 'superieure', 'superieure', 'superieure'],
    ['2019-03-10', '2019-06-10', 'inferieure', 'egale', 'divergente'],
    ['2019-03-10', '2019-07-01', 'egale', 'superieure', 'divergente'],
    ['2019-03-10', '2019-05-20', 'inferieure', 'inferieure', 'inferieure'],
  ] as const)(
    '%s to %s: %s by civil months, %s from date to date, %s together',
    (debut, fin, civils, date, ensemble) => {
      expect(comparer(debut, fin, 'mois-civils')).toBe(civils);
      expect(comparer(debut, fin, 'date-a-date')).toBe(date);
      expect(comparer(debut, fin, 'concordance')).toBe(ensemble);
    },
  );

  it.each([
    ['2018-11-30', '2019-02-28', 'divergente'],
    ['2018-11-30', '2019-03-01', 'divergente'],
    ['2018-11-30', '2019-03-02', 'divergente'],
    ['2018-11-30', '2019-03-03', 'superieure'],
    ['2018-11-30', '2019-02-27', 'inferieure'],
    ['2019-11-29', '2020-02-29', 'egale'],
    ['2019-08-31', '2019-11-30', 'divergente'],
    ['2019-08-31', '2019-12-02', 'superieure'],
  ] as const)('from %s to %s, where the target day may not exist: %s', (debut, fin, attendu) => {
    expect(comparer(debut, fin, 'date-a-date')).toBe(attendu);
  });

  it('never goes back when the period grows', () => {
    const ordre: Position[] = ['inferieure', 'egale', 'superieure'];
    fc.assert(
      fc.property(
        unJour,
        fc.constantFrom<dates.Decompte>('mois-civils', 'date-a-date'),
        (debut, decompte) => {
          let rang = 0;
          for (let duree = 1; duree < 150; duree++) {
            const position = comparer(debut, iso(ms(debut) + duree * JOUR_EN_MS), decompte);
            if (position === 'divergente') continue;
            expect(ordre.indexOf(position)).toBeGreaterThanOrEqual(rang);
            rang = ordre.indexOf(position);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('civil dates', () => {
  it.each([
    '2019-02-29',
    '2019-02-30',
    '2019-13-01',
    '2019-00-10',
    '2019-1-1',
    '19-01-01',
    '2019-01-01T00:00',
    '2019/01/01',
    '',
    '1899-12-31',
    '3000-01-01',
  ])('refuses %s', (texte) => {
    expect(dates.estUneDate(texte)).toBe(false);
  });
  it.each(['2020-02-29', '2019-12-31', '1900-01-01'])('accepts %s', (texte) => {
    expect(dates.estUneDate(texte)).toBe(true);
  });
  it('adds months to the end of a shorter month, and counts days', () => {
    expect(dates.ajouterMois(jour('2019-01-31'), 1).iso).toBe('2019-02-28');
    expect(dates.lendemain(jour('2020-02-28')).iso).toBe('2020-02-29');
    expect(dates.joursEntre(jour('2019-01-01'), jour('2020-01-01'))).toBe(365);
    expect(dates.joursEntre(jour('2019-01-02'), jour('2019-01-01'))).toBe(-1);
  });
});
