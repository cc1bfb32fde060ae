import { beforeAll, describe, expect, it } from 'vitest';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { brutDe, lireVolet } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { contexte } from './donnees.ts';
import { lire } from './lecture.ts';

let definition: DefinitionDeFormulaire;
beforeAll(async () => {
  definition = (await registreDesFichiers()).formulaire('RAM', '2019-12-31')
    ?.definition as DefinitionDeFormulaire;
});
const charge = (texte: string) => lire(definition, { 'charges.c60': texte }, 'finances');

describe('a number as a person types it', () => {
  it.each([
    ['1 234,56', '1234.56'],
    ['1234.56', '1234.56'],
    ['1\u00a0234,5', '1234.5'],
    ['1\u202f234', '1234'],
    ['  42 ', '42'],
    ['0', '0'],
    ['12 €', '12'],
    ['', null],
  ])('« %s » is read as %s', (texte, attendu) => {
    expect(charge(texte)).toMatchObject({
      donnees: { valeurs: { charges: { c60: attendu } }, illisibles: {} },
      erreurs: [],
    });
  });

  it.each([
    'abc',
    '1,234,56',
    '1e3',
    '--2',
    '1 234,567',
    '-5',
    '99999999999999999',
    'NaN',
    'Infinity',
    '0x10',
  ])('« %s » is refused, kept, and explained', (texte) => {
    const { donnees, erreurs } = charge(texte);
    expect(donnees.valeurs['charges']?.['c60']).toBeNull();
    expect(donnees.illisibles).toEqual({ 'charges.c60': texte });
    expect(erreurs).toMatchObject([
      { champ: 'charges.c60', message: expect.stringContaining('60 – Achats : ') },
    ]);
  });

  it('of ETP takes four digits after the comma; a whole number none', () => {
    const prefixe = 'animateurs.liste.0';
    expect(lire(definition, { [`${prefixe}.etpDeclare`]: '0,8333' }).erreurs).toEqual([]);
    expect(lire(definition, { [`${prefixe}.etpDeclare`]: '0,83333' }).erreurs).toHaveLength(1);
    expect(lire(definition, { 'ouverture.moisFermesConges': '1,5' }).erreurs).toMatchObject([
      { message: expect.stringContaining('entier') },
    ]);
    expect(lire(definition, { 'ouverture.moisFermesConges': '13' }).erreurs).toMatchObject([
      { message: expect.stringContaining('12') },
    ]);
  });

  it('gives back what was typed, digit for digit, whatever the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (centimes) => {
        const texte = `${centimes / 100n},${String(centimes % 100n).padStart(2, '0')}`;
        const { donnees } = charge(texte);
        const relu = brutDe(definition, 'finances', 'reelle', donnees)['charges.c60'] ?? '';
        expect(new Decimal(relu.replace(',', '.')).toFixed(2)).toBe(texte.replace(',', '.'));
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    ['01/02/2019', '2019-02-01'],
    ['1/2/2019', '2019-02-01'],
    ['2020-02-29', '2020-02-29'],
  ])('« %s » is read as %s', (texte, attendu) => {
    expect(lire(definition, { 'ouverture.debut': texte }).donnees.valeurs['ouverture']?.['debut']).toBe(
      attendu,
    );
  });
  it.each([
    ['30/02/2019', 'n’existe pas'],
    ['2019-02-29', 'n’existe pas'],
    ['2019-13-01', 'n’existe pas'],
    ['31 juin', 'une date est attendue'],
    ['20190101', 'une date est attendue'],
    ['01/02/19', 'l’année sur quatre chiffres'],
    ['0026-01-01', 'l’année sur quatre chiffres'],
    ['31/12/9999', 'sans fin'],
    ['01/01/1850', 'du 01/01/1900 au 31/12/2999'],
  ])('« %s » is refused: %s', (texte, raison) => {
    expect(lire(definition, { 'ouverture.debut': texte })).toMatchObject({
      erreurs: [{ champ: 'ouverture.debut', message: expect.stringContaining(raison) }],
      donnees: { illisibles: { 'ouverture.debut': texte } },
    });
  });
  it('lies within the bounds the form computes for the exercice, where it gives some', () => {
    expect(lire(definition, { 'ouverture.debut': '01/01/2206' })).toMatchObject({
      erreurs: [
        {
          champ: 'ouverture.debut',
          message:
            'Premier jour d’ouverture : le 01/01/2206 est hors de la période admise. Indiquez une date du 01/01/2017 au 31/12/2021.',
        },
      ],
    });
    for (const bord of ['01/01/2017', '31/12/2021'])
      expect(lire(definition, { 'ouverture.debut': bord }).erreurs).toEqual([]);
    const sansBornes = JSON.parse(
      JSON.stringify(definition, (cle, valeur: unknown) =>
        typeof valeur === 'string' && (cle === 'min' || cle === 'max') ? undefined : valeur,
      ),
    ) as DefinitionDeFormulaire;
    expect(
      lireVolet(sansBornes, 'activite', 'reelle', { 'ouverture.debut': '01/01/2206' }, contexte()).erreurs,
    ).toEqual([]);
    // Beyond the calendar, its own days hold: all but the last, which has no day after it to end a period.
    const en2999 = (jour: string) =>
      lireVolet(
        definition,
        'activite',
        'reelle',
        { 'ouverture.debut': jour },
        contexte({ debutExercice: '2999-01-01', finExercice: '2999-12-31' }),
      ).erreurs;
    expect([en2999('30/12/2999').length, en2999('31/12/2999').length]).toEqual([0, 1]);
  });
  it('must follow the one it depends on', () => {
    expect(
      lire(definition, { 'ouverture.debut': '2019-05-01', 'ouverture.fin': '2019-04-30' }).erreurs,
    ).toMatchObject([{ champ: 'ouverture.fin' }]);
    expect(
      lire(definition, { 'ouverture.debut': '2019-05-01', 'ouverture.fin': '2019-05-01' }).erreurs,
    ).toEqual([]);
    expect(
      lire(definition, { 'fermetures.liste.0.debut': '2019-05-01', 'fermetures.liste.0.fin': '2019-05-01' })
        .erreurs,
    ).toMatchObject([{ champ: 'fermetures.liste.0.fin' }]);
  });
});

describe('a commune', () => {
  const commune = (texte: string) => lire(definition, { 'territoires.communes.0.commune': texte });
  it.each([
    ['Briare (45053)', '45053'],
    ['Briare (45250)', '45053'],
    ['briare', '45053'],
    ['Bou', '45043'],
    ['45000 Orléans', '45234'],
    ['45053', '45053'],
    ['GIEN', '45155'],
    ['2A004', '2A004'],
    ['saint etienne', '42218'],
  ])('« %s » is the one of code %s', (texte, code) => {
    expect(commune(texte).donnees.valeurs['territoires']?.['communes']).toEqual([{ commune: code }]);
  });
  it('whose name several have must be told apart', () => {
    expect(commune('Saint-Denis').erreurs[0]?.message).toMatch(
      /Précisez laquelle : Saint-Denis \(La Réunion, 974\) ; Saint-Denis \(Seine-Saint-Denis, 93\)/,
    );
  });
  it.each(['Atlantide', '00000', 'Briare (99999)', '<b>'])('« %s » does not exist', (texte) => {
    expect(commune(texte).erreurs).toHaveLength(1);
  });
  it('whose name and code disagree is refused, both named', () => {
    expect(commune('Briare (45000)').erreurs).toMatchObject([
      {
        champ: 'territoires.communes.0.commune',
        message: expect.stringMatching(/Briare \(Loiret, 45\).*« 45000 » désigne Orléans \(Loiret, 45\)/),
      },
    ]);
  });
  it('is told as it was understood, beside its field', () => {
    expect(commune('Briare (45250)').compris).toEqual({
      'territoires.communes.0.commune': 'Briare (Loiret, code Insee 45053)',
    });
    expect(commune('Annecy-le-Vieux').compris).toEqual({
      'territoires.communes.0.commune':
        'Annecy-le-Vieux, aujourd’hui Annecy (Haute-Savoie, code Insee 74010)',
    });
    expect(commune('Atlantide').compris).toEqual({});
  });
  it.each([
    ['Briare', '45053'],
    ['45250 BRIARE', 'Briare (Loiret)'],
    ['Annecy', 'Annecy-le-Vieux'],
    ['Annecy-le-Vieux, aujourd’hui Annecy (74011)', 'Annecy'],
  ])('cannot be given twice: « %s » and « %s » are one', (une, autre) => {
    expect(
      lire(definition, {
        'territoires.communes.0.commune': une,
        'territoires.communes.1.commune': 'Gien',
        'territoires.communes.2.commune': autre,
      }).erreurs,
    ).toMatchObject([
      {
        champ: 'territoires.communes.2.commune',
        message: expect.stringMatching(/déjà présent ligne 1, (Briare|Annecy).*Supprimez/),
      },
    ]);
  });
  it('may be that of several actions', () => {
    const action = (rang: number) => ({
      [`itinerance.actions.${rang}.nature`]: 'animation',
      [`itinerance.actions.${rang}.commune`]: 'Briare',
      [`itinerance.actions.${rang}.nombre`]: '2',
    });
    expect(lire(definition, { ...action(0), ...action(1) }).erreurs).toEqual([]);
  });
  it('merged since it was stored keeps its code when the form is saved unchanged', () => {
    const donnees = { valeurs: { territoires: { communes: [{ commune: '74093' }] } }, illisibles: {} };
    const brut = brutDe(definition, 'activite', 'reelle', donnees);
    expect(brut['territoires.communes.0.commune']).toBe('Cran-Gevrier, aujourd’hui Annecy (74093)');
    expect(lire(definition, brut)).toMatchObject({
      erreurs: [],
      donnees: { valeurs: { territoires: { communes: [{ commune: '74093' }] } } },
    });
  });
});
