import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargerAvec, evaluer, issues } from './appui.ts';
import { enDate, enJours, moisTouches } from './calendrier.ts';

const jour = (min: string, max: string) => fc.integer({ min: enJours(min), max: enJours(max) }).map(enDate);

describe('opening', () => {
  it.each([
    ['January to December, closed in August for leave', '2019-01-01', '2020-01-01', '12'],
    ['May to December, closed in August for leave', '2019-05-01', '2020-01-01', '8'],
    ['six months', '2019-01-01', '2019-07-01', '6'],
    ['one day', '2019-03-31', '2019-04-01', '1'],
    ['two days over two months', '2019-03-31', '2019-04-02', '2'],
    ['29 February', '2020-02-29', '2020-03-01', '1'],
    ['the last day of the year', '2019-12-31', '2020-01-01', '1'],
  ])('%s: months begun', async (_titre, debut, fin, moisOuverture) => {
    const decision = await evaluer('ouverture', { debut, fin, moisFermesConges: 1 });
    expect(decision).toMatchObject({ issues: ['OUVERTURE_CONFORME'], calculs: { moisOuverture } });
    expect(Object.keys(decision.calculs)).toEqual(['moisOuverture']);
  });

  it.each([
    ['2019-05-01', '2019-05-01', '0'],
    ['2019-05-02', '2019-05-01', '0'],
    ['2019-01-01', '2020-01-02', '13'],
    ['2019-01-31', '2020-01-31', '13'],
  ])('is refused from %s to %s', async (debut, fin, moisOuverture) => {
    expect(await evaluer('ouverture', { debut, fin })).toMatchObject({
      issues: ['PERIODE_INVALIDE'],
      calculs: { moisOuverture },
      constats: [{ gravite: 'bloquant' }],
    });
  });

  it('takes nothing off for ordinary leave, whatever is recorded', async () => {
    for (const moisFermesConges of [0, 1, 12, null])
      expect(await issues('ouverture', { debut: '2019-01-01', fin: '2020-01-01', moisFermesConges })).toEqual(
        ['OUVERTURE_CONFORME'],
      );
  });

  it('agrees with a count made day by day', async () => {
    await fc.assert(
      fc.asyncProperty(
        jour('2018-01-01', '2021-01-01'),
        jour('2018-01-01', '2021-01-01'),
        async (debut, fin) => {
          const mois = moisTouches(debut, fin).size;
          expect(await evaluer('ouverture', { debut, fin })).toMatchObject({
            calculs: { moisOuverture: String(mois) },
            issues: [mois >= 1 && mois <= 12 ? 'OUVERTURE_CONFORME' : 'PERIODE_INVALIDE'],
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('presence', () => {
  const annee = { debutOuverture: '2019-01-01', finOuverture: '2020-01-01' };
  const absent = (debutAbsence: string, finAbsence: string) => ({ ...annee, debutAbsence, finAbsence });

  it.each([
    [
      "the source's example: absent from 10 March, March counts",
      absent('2019-03-10', '2020-01-01'),
      '3',
      'PRESENCE_PARTIELLE',
    ],
    [
      'absent from 10 March to 19 May: April alone is lost',
      absent('2019-03-10', '2019-05-20'),
      '11',
      'PRESENCE_PARTIELLE',
    ],
    ['absent all March', absent('2019-03-01', '2019-04-01'), '11', 'PRESENCE_PARTIELLE'],
    ['back on the last day of March', absent('2019-03-01', '2019-03-31'), '12', 'PRESENCE_COMPLETE'],
    ['leaving on the second day of March', absent('2019-03-02', '2019-04-01'), '12', 'PRESENCE_COMPLETE'],
    ['hired on 31 December', absent('2019-01-01', '2019-12-31'), '1', 'PRESENCE_PARTIELLE'],
    ['never there', absent('2019-01-01', '2020-01-01'), '0', 'PRESENCE_PARTIELLE'],
    ['absent the year before', absent('2018-01-01', '2019-01-01'), '12', 'PRESENCE_COMPLETE'],
    ['no absence', annee, '12', 'PRESENCE_COMPLETE'],
  ])('%s', async (_titre, faits, moisPresence, attendu) => {
    expect(await evaluer('presence', faits)).toMatchObject({
      issues: [attendu],
      calculs: { moisOuverture: '12', moisPresence },
    });
  });

  it('wants both dates of an absence, or none', async () => {
    expect(
      await evaluer('presence', { ...annee, debutAbsence: '2019-03-10', finAbsence: null }),
    ).toMatchObject({ etat: 'faits-manquants', manquants: ['finAbsence'], issues: [] });
    expect(await evaluer('presence', { ...annee, finAbsence: '2019-03-10' })).toMatchObject({
      etat: 'faits-manquants',
      manquants: ['debutAbsence'],
    });
    expect(await issues('presence', { ...annee, debutAbsence: null, finAbsence: null })).toEqual([
      'PRESENCE_COMPLETE',
    ]);
  });

  it.each([
    ['an opening of no day', { debutOuverture: '2019-01-01', finOuverture: '2019-01-01' }],
    [
      'an opening that ends before it begins',
      {
        debutOuverture: '2019-02-01',
        finOuverture: '2019-01-01',
        debutAbsence: '2019-01-10',
        finAbsence: '2019-01-20',
      },
    ],
    ['a return on the day of leaving', absent('2019-03-10', '2019-03-10')],
    ['a return before leaving', absent('2019-03-10', '2019-02-10')],
    ['thirteen months', { debutOuverture: '2019-01-01', finOuverture: '2020-01-02' }],
  ])('refuses %s', async (_titre, faits) => {
    expect(await evaluer('presence', faits)).toMatchObject({ issues: ['PERIODE_INVALIDE'] });
  });

  it('agrees with a count made day by day, under both answers about the month of return', async () => {
    const sansReprise = chargerAvec('presence', { moisDeReprise: 'ne-compte-pas' });
    const an = (texte: string, jours: number) => enDate(enJours(texte) + jours);
    const cas = fc.tuple(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 365 }),
      fc.integer({ min: -60, max: 360 }),
      fc.integer({ min: 1, max: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(cas, async ([d, n, a, m]) => {
        const debutOuverture = an('2019-01-01', d);
        const finOuverture = an('2019-01-01', Math.min(d + n, 365));
        const debutAbsence = an('2019-01-01', a);
        const finAbsence = an('2019-01-01', a + m);
        const faits = { debutOuverture, finOuverture, debutAbsence, finAbsence };
        const avant = moisTouches(debutOuverture, finOuverture, (j) => j < enJours(debutAbsence));
        const apres = moisTouches(debutOuverture, finOuverture, (j) => j >= enJours(finAbsence));
        const presence = new Set([...avant, ...apres]);
        expect((await evaluer('presence', faits)).calculs['moisPresence']).toBe(String(presence.size));

        // The month of return does not count when the animateur came back in its course, unless he was there
        // before the absence.
        const reprise = finAbsence.slice(0, 7);
        const enCours =
          finAbsence > debutOuverture &&
          finAbsence < finOuverture &&
          !finAbsence.endsWith('-01') &&
          !avant.has(reprise);
        expect((await evaluer(sansReprise, faits)).calculs['moisPresence']).toBe(
          String(presence.size - (enCours ? 1 : 0)),
        );
      }),
      { numRuns: 1500 },
    );
  });
});
