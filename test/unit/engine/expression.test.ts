import { describe, expect, it } from 'vitest';
import { compilerExpression } from '#src/engine/cel/expression.ts';
import type { Json } from '#src/engine/cel/json.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';

const CONTEXTE: Readonly<Record<string, Json>> = {
  donnees: {
    lignes: [
      { etp: '0.1', mois: 3, du: '2019-01-15' },
      { etp: '0.2', mois: null, du: '2019-05-01' },
    ],
    nom: 'Marins',
    vide: null,
    nombre: 4,
  },
  contexte: { exercice: 2019 },
};
const compiler = (texte: string): ReturnType<typeof compilerExpression> =>
  compilerExpression(texte, { racines: ['donnees', 'contexte'], locales: ['rang'] });
const evaluer = (texte: string): Json => compiler(texte).evaluer(CONTEXTE);

describe('expressions of form definitions', () => {
  it.each<[string, Json]>([
    ['somme(donnees.lignes.map(l, l.etp))', '0.3'],
    ['somme([])', 0],
    ['donnees.nombre / 3 * 3', 4],
    ['donnees.nombre / 8', '0.5'],
    ['decimal(donnees.lignes[0].etp) * 3', '0.3'],
    ['donnees.lignes.filter(l, l.mois == 3).size()', 1],
    ['donnees.lignes.exists(l, l.etp == "0.2")', true],
    ['contexte.exercice + 1', 2020],
    ['contexte.exercice == 2019 ? "oui" : "non"', 'oui'],
    ['min(donnees.lignes.map(l, l.du))', '2019-01-15'],
    ['max(donnees.nombre, decimal("4.5"))', '4.5'],
    ['arrondi_1(donnees.nombre / 8, 2)', '0.50'],
    ['veille("2019-03-01")', '2019-02-28'],
    ['moisCivils_1("2019-01-31", lendemain("2019-02-28"))', 2],
    ['{"a": donnees.nombre, "b": [donnees.nom]}', { a: 4, b: ['Marins'] }],
    ['nombre(donnees.lignes)', 2],
    // A result that does not end is printed with 34 significant digits.
    ["arrondi_1('33333.33333333333333333333333333333', 2)", '33333.33'],
    ['donnees.vide == null', true],
  ])('%s gives %j', (texte, attendu) => {
    expect(evaluer(texte)).toEqual(attendu);
  });

  it.each([
    'donnees.absent',
    'donnees.absent.plus.loin',
    'donnees.vide + 1',
    'donnees.vide.x',
    'donnees.lignes[9].etp',
    'donnees.vide ? 1 : 2',
    'donnees.lignes[1].mois * 2',
    'min(donnees.vide, 1)',
    'rang + 1',
  ])('%s is null: something it needs is missing', (texte) => {
    expect(evaluer(texte)).toBeNull();
  });

  it('takes the default of « sinon » when something is missing, and only then', () => {
    expect(evaluer('sinon(donnees.absent.x, "0")')).toBe('0');
    expect(evaluer('sinon(donnees.nombre, 0)')).toBe(4);
    expect(() => evaluer('sinon(donnees.nom * 2, 0)')).toThrow(FormuleRefusee);
  });

  it.each([
    ['donnes.x', 'vouliez-vous dire « donnees »'],
    ['process.exit(1)', '« .exit() »'],
    ['"aaaa".matches("(a+)+$")', '« .matches() »'],
    ['timestamp("2019-01-01T00:00:00Z")', '« timestamp »'],
    ['1 / 2', 'deux comptes'],
    ['donnees.nombre in [1, 4]', '« in »'],
    ['donnees.nombre * 0.5', 'decimal("0.5")'],
    ['donnees.', 'elle ne se lit pas'],
  ])('refuses %s', (texte, raison) => {
    expect(() => compiler(texte)).toThrow(FormuleRefusee);
    expect(() => compiler(texte)).toThrow(raison);
  });

  it('keeps the digits of a JSON number', () => {
    expect(compiler('donnees.x + 1').evaluer({ donnees: { x: 0.123456789012 } })).toBe('1.123456789012');
  });

  it('says which roots it reads, and reads no other', () => {
    expect([...compiler('donnees.lignes.map(l, l.etp)').lit]).toEqual(['donnees']);
    expect(compiler('sinon(donnees.constructor, "rien")').evaluer(CONTEXTE)).toBe('rien');
  });
});

describe('members an expression reads of a root', () => {
  it.each<[string, (string | null)[]]>([
    ['contexte.exercice + donnees.nombre', ['exercice']],
    ["contexte['exercice'] == contexte.animateurs[0].age", ['animateurs', 'exercice']],
    ['donnees.nombre', []],
    ['contexte[donnees.nom]', [null]],
    ['somme(contexte)', [null]],
    ['somme(contexte) + contexte.exercice', ['exercice', null]],
  ])('%s reads %j', (texte, attendus) => {
    expect([...compiler(texte).membres('contexte')].sort()).toEqual([...attendus].sort());
  });
});
