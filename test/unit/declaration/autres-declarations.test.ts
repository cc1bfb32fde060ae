import { describe, expect, it } from 'vitest';
import type { Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { juger } from './analyse.ts';

describe('what is compared with the declaration before', () => {
  const reference = {
    perennite: 'actualisee',
    exercice: 2019,
    faits: {
      totalCharges: '42000',
      etpDeclare: '1',
      mois: 12,
      actionsInformation: '40',
      actionsEchanges: '12',
    },
  };
  const constats = ({ controles }: Analyse) =>
    controles.filter(({ etape }) => etape.startsWith('coherence-')).map(({ issue }) => issue);

  it('is nothing without one, or when it held nothing', async () => {
    expect(
      constats(
        await juger({ activite: { 'ouverture.fin': '2019-10-31', 'animateurs.liste.0.etpDeclare': '0,9' } }),
      ),
    ).toEqual([]);
    const vide = {
      ...reference,
      faits: {
        totalCharges: null,
        etpDeclare: 0,
        mois: null,
        actionsInformation: null,
        actionsEchanges: null,
      },
    };
    expect(
      constats(await juger({ contexte: { reference: vide }, activite: { 'ouverture.fin': '2019-10-31' } })),
    ).toEqual([]);
  });

  it('asks for one sentence by value that moved, which never blocks', async () => {
    const analyse = await juger({
      contexte: { reference },
      activite: {
        'ouverture.fin': '2019-10-31',
        'animateurs.liste.0.etpDeclare': '0,8',
        'missions.actionsInformation': '45',
      },
      finances: { 'charges.c64': '38 000', 'produits.c74': '40000' },
    });
    // Two months of twelve, a fifth of an Etp: more than 10 %; 57 actions instead of 52 and 40 000 € instead
    // of 42 000 €: less.
    expect(constats(analyse)).toEqual(['ECART_ETP', 'ECART_MOIS']);
    expect(analyse.justifications.map(({ champ, texte }) => [champ, texte])).toEqual([
      ['explicationsActivite.ecartEtp', null],
      ['explicationsActivite.ecartMois', null],
    ]);
    expect([...analyse.bloquants, ...analyse.manquants]).toEqual([]);
  });

  it('says of a price far above a fictitious cap that the cap is fictitious', async () => {
    const analyse = await juger({ finances: { 'charges.c64': '200 000', 'produits.c74': '202000' } });
    expect(constats(analyse)).toEqual(['PRIX_REVIENT_ELEVE']);
    expect(analyse.controles.find(({ issue }) => issue === 'PRIX_REVIENT_ELEVE')?.message).toMatch(
      /valeur fictive/,
    );
  });
});

describe('another conventionnement of the same equipment in the year', () => {
  const autre = (changements: object = {}) => ({
    numeroMaia: 'M-2',
    du: '2019-07-01',
    au: '2022-01-01',
    etpValide: '1',
    parallele: false,
    etat: 'transmise',
    estimation: '9030.00',
    faits: { mois: 6, totalCharges: '21000' },
    ...changements,
  });
  const annee = (...autres: object[]) => ({ conventionnementsDeLAnnee: autres as never });

  it('that follows it is handed to the Caf with the sum of months and estimates', async () => {
    const analyse = await juger({ contexte: annee(autre()), activite: { 'ouverture.fin': '2019-06-30' } });
    const [point] = analyse.enAttente;
    expect([point?.etape, point?.nature, Object.keys(point?.choix ?? {})]).toEqual([
      'annee-suite',
      'source-muette',
      ['AUTRE_SUITE', 'RETENIR_SOMME'],
    ]);
    // 25 000 € (half a year's cap) × 43 % = 10 750 €
    expect(point?.message.replace(/[\u202f\u00a0]/g, ' ')).toContain(
      'Ensemble : 12 mois d’ouverture et 19 780,00 € d’estimation (10 750,00 € et 9 030,00 €)',
    );
    expect(analyse.bloquants).toEqual([]);
  });

  it('is waited for while its declaration is not transmitted', async () => {
    const [point] = (
      await juger({
        contexte: annee(autre({ etat: 'brouillon', estimation: null, faits: null })),
        activite: { 'ouverture.fin': '2019-06-30' },
      })
    ).enAttente;
    expect(point?.message).toContain('n’est pas encore transmise');
  });

  it('in parallel shares its expenses: the same charges in both are to be checked', async () => {
    const issues = async (contexte: ContexteJson) =>
      (await juger({ contexte })).controles
        .filter(({ etape }) => etape === 'annee-parallele')
        .map(({ issue }) => issue);
    expect(
      await issues(annee(autre({ parallele: true, faits: { mois: 12, totalCharges: '42000.00' } }))),
    ).toEqual(['CONVENTIONNEMENTS_PARALLELES', 'CHARGES_IDENTIQUES']);
    expect(await issues(annee(autre({ parallele: true })))).toEqual(['CONVENTIONNEMENTS_PARALLELES']);
    expect(await issues(annee(autre({ parallele: true, faits: null, estimation: null })))).toEqual([
      'CONVENTIONNEMENTS_PARALLELES',
    ]);
    expect(await issues(annee())).toEqual([]);
  });
});
