import { describe, expect, test } from 'vitest';
import { lireReponse } from '#src/portal/client/forme.ts';
import {
  estReponseDAnalyse,
  estReponseDEnregistrement,
  sontDesCommunes,
} from '#src/portal/declarations/volet/client/protocole.ts';

const analyse = {
  erreurs: ['animateurs.liste.0.etpDeclare'],
  retours: { 'animateurs.liste': '<span>…</span>' },
  estimation: '<p>18 060,00 €</p>',
  controles: '',
  exiges: [],
  totaux: { 'charges.total': '0,00 €' },
  annonce: 'Estimation 18 060,00 €.',
};
const enregistrement = { ...analyse, version: 3, enregistreA: '9 h 12', presence: '', fusion: null };
const fusion = {
  repris: { 'ouverture.mois': '12' },
  lignes: { 'animateurs.liste': [{ ligne: { nom: 'LENOIR' }, saisie: null }] },
  enAttente: [],
  disputes: '',
  nombre: 0,
  phrase: '',
};

describe('an answer to the script of a declaration', () => {
  test('is shown when it is what was asked for, whatever it holds besides', async () => {
    await expect(lireReponse(Response.json(analyse), estReponseDAnalyse)).resolves.toEqual(analyse);
    for (const lue of [enregistrement, { ...enregistrement, fusion }, { ...enregistrement, neuf: 1 }])
      await expect(lireReponse(Response.json(lue), estReponseDEnregistrement)).resolves.toEqual(lue);
  });

  test.each([
    ['of an older release, without what was added since', { ...enregistrement, presence: undefined }],
    ['of another release, a text being a number', { ...enregistrement, estimation: 18060 }],
    ['with a list where there were names', { ...enregistrement, retours: ['x'] }],
    ['with rows of another shape', { ...enregistrement, fusion: { ...fusion, lignes: { a: [{}] } } }],
    ['that is nothing', null],
    ['that is a list', [enregistrement]],
  ])('%s is not', async (_quoi, lue) => {
    await expect(lireReponse(Response.json(lue), estReponseDEnregistrement)).rejects.toThrow(TypeError);
  });

  test('that is a page of something between, neither', async () => {
    await expect(lireReponse(new Response('<html>'), estReponseDAnalyse)).rejects.toThrow(SyntaxError);
  });

  test('naming communes has two texts each', () => {
    expect(sontDesCommunes([{ valeur: 'Briare (45)', precision: 'Loiret 45250' }])).toBe(true);
    expect(sontDesCommunes([{ valeur: 'Briare (45)' }])).toBe(false);
  });
});
