import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { chargerAvec, evaluer, fichier, issues } from './appui.ts';

const JEU = 'fenetres-campagne';
const campagne = (perennite: string, ouvreLe: string, fermeLe: string, typeEquipement = 'RAM') => ({
  moment: 'campagne',
  typeEquipement,
  exercice: 2026,
  perennite,
  ouvreLe,
  fermeLe,
});
const declaration = (perennite: string, dateDuJour: string, moisReels = perennite === 'reelle' ? 12 : 9) => ({
  moment: 'declaration',
  typeEquipement: 'RAM',
  exercice: 2026,
  perennite,
  dateDuJour,
  moisReels,
});

describe('window of a campaign', () => {
  it('takes the only dates of the source, « fin septembre – début octobre », and asks which days it means', () => {
    const { parametres, questions } = fichier(JEU);
    for (const nom of ['joursAvant', 'joursApres'])
      expect(parametres[nom]).toMatchObject({ valeurs: [{ certitude: 'interpretation', question: 'Q1' }] });
    expect(questions['Q1']?.reponse).toBeNull();
  });

  it.each([
    ['2026-09-16', '2026-10-16', ['DATES_CONFORMES']],
    ['2026-09-15', '2026-10-16', ['CAMPAGNE_HORS_FENETRE']],
    ['2026-09-16', '2026-10-17', ['CAMPAGNE_HORS_FENETRE']],
    ['2026-06-15', '2026-07-10', ['CAMPAGNE_HORS_FENETRE']],
    ['2026-09-17', '2027-01-14', ['CAMPAGNE_HORS_FENETRE']],
  ])('actualised 2026, from %s, closed on %s: %j', async (ouvreLe, fermeLe, attendu) => {
    expect(await issues(JEU, campagne('actualisee', ouvreLe, fermeLe))).toEqual(attendu);
  });

  it('never refuses: what is outside is a warning that names the last day as a person types it', async () => {
    const { constats } = await evaluer(JEU, campagne('actualisee', '2026-09-17', '2027-01-14'));
    expect(constats).toMatchObject([{ gravite: 'avertissement', champs: ['fermeLe'] }]);
    expect(constats[0]?.message).toContain(
      'ouverte jusqu’au 13 janvier 2027 inclus, celle-ci dure plus de 15 jours après le 30 septembre 2026',
    );
  });

  it('opens no actual campaign before the year is over', async () => {
    expect(await issues(JEU, campagne('reelle', '2027-01-01', '2027-04-01'))).toEqual(['DATES_CONFORMES']);
    expect(await issues(JEU, campagne('reelle', '2026-11-01', '2027-04-01'))).toEqual([
      'CAMPAGNE_HORS_FENETRE',
    ]);
  });

  it('leaves to the Caf the dates the source does not give, without taking its silence for a yes', async () => {
    for (const cas of [
      campagne('previsionnelle', '2025-12-15', '2026-02-13'),
      campagne('actualisee', '2026-06-15', '2026-07-10', 'EAJE'),
    ]) {
      expect(await evaluer(JEU, cas)).toMatchObject({
        etat: 'source-muette',
        issues: ['FENETRE_NON_SPECIFIEE'],
        constats: [{ gravite: 'information' }],
      });
    }
  });

  it('moves with the number of actual months, a dated value', async () => {
    const juin = chargerAvec(JEU, { moisReelsActualisee: 6 });
    expect(await issues(juin, campagne('actualisee', '2026-06-16', '2026-07-10'))).toEqual([
      'DATES_CONFORMES',
    ]);
    expect(await issues(juin, campagne('actualisee', '2026-09-17', '2026-10-12'))).toEqual([
      'CAMPAGNE_HORS_FENETRE',
    ]);
  });
});

describe('actual months of a declaration', () => {
  it('marks « à confirmer » the months of an actualisée that are not over, 30 September included, and never refuses it', async () => {
    for (let jour = Temporal.PlainDate.from('2026-01-01'); jour.year === 2026; jour = jour.add({ days: 1 })) {
      const { constats } = await evaluer(JEU, declaration('actualisee', jour.toString()));
      expect([jour.toString(), constats.map(({ issue }) => issue)]).toEqual([
        jour.toString(),
        jour.month <= 9 ? ['MOIS_A_CONFIRMER'] : [],
      ]);
      expect(constats.every(({ gravite }) => gravite === 'avertissement')).toBe(true);
    }
  });

  it('says which months', async () => {
    const { constats, calculs } = await evaluer(JEU, declaration('actualisee', '2026-08-31'));
    expect(calculs).toEqual({ moisNonTermines: '2' });
    expect(constats[0]?.message).toBe(
      '2 mois demandés en réel ne sont pas terminés au 31 août 2026\u00a0: la période du 1er août 2026 au 30 septembre 2026 est à confirmer.',
    );
    expect((await evaluer(JEU, declaration('actualisee', '2026-09-30'))).constats[0]?.message).toContain(
      'la période du 1er septembre 2026 au 30 septembre 2026 est à confirmer',
    );
  });

  it('counts the months the form asks for, whichever the actualisation', async () => {
    expect(await issues(JEU, declaration('actualisee', '2026-06-30', 6))).toEqual(['MOIS_A_CONFIRMER']);
    expect(await issues(JEU, declaration('actualisee', '2026-07-01', 6))).toEqual(['DATES_CONFORMES']);
  });

  it.each([
    ['2026-11-30', ['REEL_AVANT_TERME']],
    ['2026-12-31', ['REEL_AVANT_TERME']],
    ['2027-01-01', ['DATES_CONFORMES']],
  ])('an actual declaration of 2026 on %s: %j', async (jour, attendu) => {
    const { issues: trouvees, constats } = await evaluer(JEU, declaration('reelle', jour));
    expect(trouvees).toEqual(attendu);
    for (const { gravite, message } of constats)
      expect([gravite, message]).toEqual([
        'bloquant',
        expect.stringContaining('ne se transmettent pas avant le 1er janvier 2027'),
      ]);
  });

  it('has no actual month in a forecast', async () => {
    expect(
      await issues(JEU, {
        moment: 'declaration',
        typeEquipement: 'RAM',
        exercice: 2026,
        perennite: 'previsionnelle',
        dateDuJour: '2026-01-15',
      }),
    ).toEqual(['DATES_CONFORMES']);
  });
});
