import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargerAvec, evaluer, issues } from './appui.ts';
import { enDate, enJours, moisEntiers, troisMoisApres } from './calendrier.ts';

const fermee = (debut: string, fin: string, natureFermeture = 'exceptionnelle') => ({
  natureFermeture,
  debut,
  fin,
});

describe('closure: the two countings agree, or the source is silent', () => {
  const dateADate = chargerAvec('fermeture', { decompte: 'date-a-date' });
  const moisCivils = chargerAvec('fermeture', { decompte: 'mois-civils' });

  // first day, reopening day, outcome by default, date to date alone, civil months alone
  it.each([
    ['2019-03-01', '2019-05-31', 'PS_NON_VERSEE', 'PS_NON_VERSEE', 'PS_NON_VERSEE'],
    ['2019-03-01', '2019-06-01', 'NON_SPECIFIE', 'NON_SPECIFIE', 'NON_SPECIFIE'],
    ['2019-03-01', '2019-06-02', 'NON_SPECIFIE', 'DECISION_CA', 'NON_SPECIFIE'],
    ['2019-03-01', '2019-06-30', 'NON_SPECIFIE', 'DECISION_CA', 'NON_SPECIFIE'],
    ['2019-03-01', '2019-07-01', 'DECISION_CA', 'DECISION_CA', 'DECISION_CA'],
    ['2019-03-02', '2019-06-01', 'PS_NON_VERSEE', 'PS_NON_VERSEE', 'PS_NON_VERSEE'],
    ['2019-03-02', '2019-06-02', 'NON_SPECIFIE', 'NON_SPECIFIE', 'PS_NON_VERSEE'],
    ['2019-03-02', '2019-06-30', 'NON_SPECIFIE', 'DECISION_CA', 'PS_NON_VERSEE'],
    ['2019-03-02', '2019-07-01', 'NON_SPECIFIE', 'DECISION_CA', 'NON_SPECIFIE'],
    ['2019-03-15', '2019-07-31', 'NON_SPECIFIE', 'DECISION_CA', 'NON_SPECIFIE'],
    ['2019-03-15', '2019-08-01', 'DECISION_CA', 'DECISION_CA', 'DECISION_CA'],
    ['2018-11-30', '2019-02-27', 'PS_NON_VERSEE', 'PS_NON_VERSEE', 'PS_NON_VERSEE'],
    ['2018-11-30', '2019-02-28', 'NON_SPECIFIE', 'NON_SPECIFIE', 'PS_NON_VERSEE'],
    ['2018-11-30', '2019-03-01', 'NON_SPECIFIE', 'NON_SPECIFIE', 'NON_SPECIFIE'],
    ['2018-11-30', '2019-03-02', 'NON_SPECIFIE', 'NON_SPECIFIE', 'NON_SPECIFIE'],
    ['2018-11-30', '2019-03-03', 'NON_SPECIFIE', 'DECISION_CA', 'NON_SPECIFIE'],
    ['2019-11-30', '2020-02-29', 'NON_SPECIFIE', 'NON_SPECIFIE', 'PS_NON_VERSEE'],
    ['2019-12-31', '2020-03-31', 'NON_SPECIFIE', 'NON_SPECIFIE', 'PS_NON_VERSEE'],
    ['2019-12-01', '2020-03-01', 'NON_SPECIFIE', 'NON_SPECIFIE', 'NON_SPECIFIE'],
    ['2019-01-01', '2019-01-02', 'PS_NON_VERSEE', 'PS_NON_VERSEE', 'PS_NON_VERSEE'],
    ['2019-01-01', '2020-01-01', 'DECISION_CA', 'DECISION_CA', 'DECISION_CA'],
  ])('from %s, reopened %s: %s', async (debut, fin, concordance, parDates, parMois) => {
    expect(await issues('fermeture', fermee(debut, fin))).toEqual([concordance]);
    expect(await issues(dateADate, fermee(debut, fin))).toEqual([parDates]);
    expect(await issues(moisCivils, fermee(debut, fin))).toEqual([parMois]);
  });

  it('agrees with a count made day by day on any closure', async () => {
    const cas = fc.tuple(
      fc.integer({ min: enJours('2015-01-01'), max: enJours('2029-06-30') }),
      fc.integer({ min: 1, max: 220 }),
    );
    await fc.assert(
      fc.asyncProperty(cas, async ([premier, duree]) => {
        const [debut, fin] = [enDate(premier), enDate(premier + duree)];
        const parDates = new Set(troisMoisApres(debut).map((cible) => Math.sign(premier + duree - cible)));
        const entiers = moisEntiers(debut, fin);
        const parMois = Math.sign(entiers - 3);
        const accord = parDates.size === 1 && parDates.has(parMois) ? parMois : 0;
        const attendu = accord < 0 ? 'PS_NON_VERSEE' : accord > 0 ? 'DECISION_CA' : 'NON_SPECIFIE';
        expect(await issues('fermeture', fermee(debut, fin))).toEqual([attendu]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('closure: what the decision says', () => {
  it('lets a closure below three months be transmitted: a warning, decided', async () => {
    const decision = await evaluer('fermeture', fermee('2019-03-01', '2019-05-01'));
    expect(decision).toMatchObject({
      etat: 'decide',
      calculs: {},
      constats: [{ gravite: 'avertissement', regle: 'FERM-001' }],
    });
  });

  it('leaves a longer closure to the Ca or its commission, which may suspend or prorate', async () => {
    const decision = await evaluer('fermeture', fermee('2019-03-01', '2019-07-01'));
    expect(decision).toMatchObject({
      etat: 'decision-humaine',
      constats: [{ gravite: 'avertissement', regle: 'FERM-002' }],
    });
    expect(decision.constats[0]?.message).toContain('1er mars 2019');
  });

  it('says that the source is silent on exactly three months', async () => {
    expect((await evaluer('fermeture', fermee('2019-03-01', '2019-06-01'))).etat).toBe('source-muette');
  });

  it.each(['2019-08-02', '2020-08-01'])('has nothing to say on ordinary leave until %s', async (fin) => {
    expect(await evaluer('fermeture', fermee('2019-08-01', fin, 'traditionnelle'))).toMatchObject({
      etat: 'decide',
      issues: ['HORS_CHAMP'],
    });
  });

  it.each([
    ['comme-moins', 'PS_NON_VERSEE'],
    ['comme-plus', 'DECISION_CA'],
  ])(
    'applies the answer « %s » once the question of three months is answered',
    async (dureeEgaleAuSeuil, attendu) => {
      const repondu = chargerAvec('fermeture', { dureeEgaleAuSeuil });
      expect(await issues(repondu, fermee('2019-03-01', '2019-06-01'))).toEqual([attendu]);
      expect(await issues(repondu, fermee('2019-03-15', '2019-06-15'))).toEqual(['NON_SPECIFIE']);
    },
  );

  it.each([
    ['2019-03-01', '2019-03-01'],
    ['2019-03-02', '2019-03-01'],
  ])('refuses a closure from %s to %s, naming the reopening day', async (debut, fin) => {
    await expect(evaluer('fermeture', fermee(debut, fin))).rejects.toThrow(/réouverture/);
  });

  it('asks for the missing day, even for ordinary leave', async () => {
    expect(
      await evaluer('fermeture', { natureFermeture: 'traditionnelle', debut: '2019-08-01', fin: null }),
    ).toMatchObject({ etat: 'faits-manquants', issues: [], manquants: ['fin'] });
  });
});

describe('effect of a closure on the estimate', () => {
  const effet = (suite: string, debut: string, fin: string, absenceDejaProratisee = false) =>
    evaluer(
      'effet-fermeture',
      { suite, debut, fin, debutOuverture: '2019-01-01', finOuverture: '2020-01-01', absenceDejaProratisee },
      debut,
    );

  it.each([
    ['ps-non-versee', '2019-03-01', '2019-05-01', '2', '0', 'MOIS_NON_VERSES'],
    ['ps-non-versee', '2019-03-02', '2019-05-01', '1', '0', 'MOIS_NON_VERSES'],
    ['ps-non-versee', '2019-03-02', '2019-04-30', '0', '0', 'SANS_EFFET'],
    ['suspension', '2019-03-01', '2019-07-01', '4', '0', 'MOIS_NON_VERSES'],
    ['proratisation', '2019-03-01', '2019-07-01', '0', '4', 'OUVERTURE_REDUITE'],
    ['proratisation', '2018-11-01', '2019-03-01', '0', '2', 'OUVERTURE_REDUITE'],
    ['en-attente', '2019-03-01', '2019-07-01', '0', '0', 'EFFET_EN_ATTENTE'],
    ['hors-champ', '2019-08-01', '2019-09-01', '0', '0', 'SANS_EFFET'],
  ])(
    '%s from %s to %s: %s months unpaid, %s months taken off the opening',
    async (suite, debut, fin, moisSansVersement, moisRetiresOuverture, issue) => {
      const decision = await effet(suite, debut, fin);
      expect(decision.calculs).toMatchObject({ moisSansVersement, moisRetiresOuverture });
      expect(decision.issues).toEqual([issue]);
    },
  );

  it('never takes the same absence off twice', async () => {
    const decision = await effet('ps-non-versee', '2019-03-01', '2019-05-01', true);
    expect(decision).toMatchObject({
      issues: ['DOUBLE_PRORATISATION_EVITEE'],
      calculs: { moisSansVersement: '0' },
    });
  });

  it('counts only the months of the opening wholly closed, on any closure', async () => {
    const cas = fc.tuple(
      fc.integer({ min: enJours('2018-10-01'), max: enJours('2020-02-28') }),
      fc.integer({ min: 1, max: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(cas, async ([premier, duree]) => {
        const debut = enDate(Math.max(premier, enJours('2019-01-01')));
        const fin = enDate(Math.min(premier + duree, enJours('2020-01-01')));
        const attendu = debut < fin ? moisEntiers(debut, fin) : 0;
        expect(
          (await effet('suspension', enDate(premier), enDate(premier + duree))).calculs['moisSansVersement'],
        ).toBe(String(attendu));
      }),
      { numRuns: 500 },
    );
  });
});
