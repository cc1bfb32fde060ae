import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import { lireJson, situer } from '#src/engine/lecture.ts';
import { Schemas } from '#src/engine/schema.ts';
import { fichier, regle } from './appui.ts';

function refus(texte: string): Anomalie {
  try {
    lireJson('rules/x/1.0.0.json', texte);
  } catch (erreur) {
    if (erreur instanceof FichierInvalide && erreur.anomalies[0]) return erreur.anomalies[0];
    throw erreur;
  }
  throw new Error('accepted');
}

describe('reading JSON with places', () => {
  it.each([
    ['{\n  "a": 1,\n}', 3, 'virgule'],
    ['{"a":', 1, 's’arrête avant la fin'],
    ['', 1, 's’arrête avant la fin'],
    ['{"a": NaN}', 1, '« N »'],
    ['// commentaire\n{}', 1, '« / »'],
    ['\uFEFF\uFEFF{}', 1, 'marque d’ordre des octets U+FEFF'],
    ['{\n "a":\u00a01}', 2, 'espace insécable U+00A0'],
    ['{\n "a":\u202f1}', 2, 'espace fine insécable U+202F'],
    ['{"a": "\\ud83d"}', 1, 'moitié d’un caractère'],
    ['{"a": 1,\n "b": 2,\n "a": 3}', 3, 'la clé « a » apparaît deux fois'],
    ['{"x": {"b": 1, "b": 1}}', 1, 'la clé « b » apparaît deux fois'],
    ['{"__proto__": 1}', 1, '__proto__'],
    ['{"a": 1e999}', 1, 'trop grand'],
    ['{\n "a": "x\ty"}', 2, 'caractère de contrôle'],
    ['{"a\n": 1}', 1, 'caractère de contrôle'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 1, '32 niveaux'],
    ['{"a":'.repeat(100_000), 1, '32 niveaux'],
    [`"${'x'.repeat(5_000_000)}"`, undefined, 'la limite est de'],
  ])('refuses %.30s, at its line, with a French sentence', (texte, ligne, message) => {
    expect(refus(texte)).toMatchObject({ controle: 'lecture', ...(ligne === undefined ? {} : { ligne }) });
    expect(refus(texte).message).toContain(message);
  });

  it('finds the place of a value, or of its nearest parent', () => {
    const lu = lireJson('x', '{\n  "a": [\n    1,\n    {"b/c": 2}\n  ]\n}');
    expect(lu.valeur).toEqual({ a: [1, { 'b/c': 2 }] });
    expect(lu.placeDe('/a/1/b~1c')).toEqual({ ligne: 4, colonne: 13 });
    expect(lu.placeDe('/a/1/absent')).toEqual({ ligne: 4, colonne: 5 });
  });

  it('skips one byte order mark, as Windows editors write it: same content, same places', () => {
    expect(lireJson('x', '\uFEFF{"a": 1}').valeur).toEqual({ a: 1 });
    expect(lireJson('x', '\uFEFF{"a": 1}').placeDe('/a')).toEqual(lireJson('x', '{"a": 1}').placeDe('/a'));
  });

  it('does not count brackets inside strings', () => {
    expect(lireJson('x', `{"a": "${'['.repeat(100)}\\"${'{'.repeat(100)}"}`).valeur).toBeTruthy();
  });
});

describe('the schema of rule files', () => {
  const schemas = new Schemas(
    ['regles.schema.json', 'parametres.schema.json'].map((nom) => ({
      nom,
      schema: JSON.parse(readFileSync(`rules/schemas/${nom}`, 'utf8')) as object,
    })),
  );
  const messages = (document: unknown): string[] =>
    schemas.controler('regles.schema.json', document).map(({ message }) => message);
  const avecConditions = (conditions: unknown): unknown => ({
    ...fichier(),
    regles: [{ ...regle('ESS-001', 'DEPASSE', { all: [] }), conditions }],
  });
  const feuille = { fact: 'montant', operator: 'equal', value: '1' };

  it('accepts the minimal file', () => {
    expect(messages(fichier())).toEqual([]);
  });

  it.each([
    ['an empty group (hazard 2: it would be true)', { all: [] }, 'liste vide'],
    ['an empty any', { any: [] }, 'liste vide'],
    ['all beside any (hazard 2: all would be ignored)', { all: [feuille], any: [feuille] }, 'all, any'],
    ['no group at the root', feuille, 'propriété inconnue'],
    ['an empty object', {}, 'objet vide'],
    [
      'an unknown operator (hazard 5: it fails only when reached)',
      { all: [{ ...feuille, operator: 'contains' }] },
      'equal, notEqual',
    ],
    [
      'a reference to another condition (hazard 5: a circle never settles)',
      { all: [{ condition: 'autre' }] },
      'propriété inconnue',
    ],
    ['a path (hazard 7)', { all: [{ ...feuille, path: '$.a' }] }, 'propriété inconnue'],
    ['params', { all: [{ ...feuille, params: {} }] }, 'propriété inconnue'],
    ['a priority (hazard 1)', { all: [{ ...feuille, priority: 2 }] }, 'propriété inconnue'],
    ['a fact nested in value', { all: [{ ...feuille, value: { fact: 'x' } }] }, 'parametre'],
    [
      'a list for a simple operator',
      { all: [{ ...feuille, value: ['1'] }] },
      'doit être un texte ou un nombre',
    ],
    ['a constant for in', { all: [{ ...feuille, operator: 'in' }] }, 'doit être une liste'],
    ['null as a value', { all: [{ ...feuille, value: null }] }, 'doit être un texte'],
    ['a comparison without value', { all: [{ fact: 'montant', operator: 'equal' }] }, '« value »'],
    ['not over a list', { not: [feuille] }, 'doit être un objet'],
  ])('refuses %s', (_cas, conditions, attendu) => {
    const trouves = messages(avecConditions(conditions));
    expect(trouves.join('\n')).toContain(attendu);
  });

  it.each([
    ['an unknown property', { ...fichier(), priorite: 1 }, '« priorite » est une propriété inconnue ici.'],
    ['a version that is no semver', { ...fichier(), version: '1.0' }, '« version »'],
    [
      'an impossible date',
      { ...fichier(), applicable: { du: '2019-02-30', au: null, dateDeReference: 'jour' } },
      'date réelle',
    ],
    [
      'a rule without certainty',
      {
        ...fichier(),
        regles: [{ ...regle('ESS-001', 'DEPASSE', { all: [feuille] } as never), certitude: undefined }],
      },
      '« certitude »',
    ],
    [
      'a silence without question',
      {
        ...fichier(),
        regles: [
          { ...regle('ESS-001', 'DEPASSE', { all: [feuille] } as never), certitude: 'silence-de-la-source' },
        ],
      },
      '« question »',
    ],
    [
      'a rule without source',
      {
        ...fichier(),
        regles: [{ ...regle('ESS-001', 'DEPASSE', { all: [feuille] } as never), sources: [] }],
      },
      'liste vide',
    ],
    [
      'an enum without values',
      { ...fichier(), faits: { x: { libelle: 'X', type: 'enum', origine: 'x' } } },
      '« valeurs »',
    ],
    [
      'a default outcome under « unique »',
      { ...fichier(), decision: { ...fichier().decision, strategie: 'unique' } },
      '« erreur »',
    ],
    [
      'a fact whose name has accents',
      { ...fichier(), faits: { événement: { libelle: 'X', type: 'texte', origine: 'x' } } },
      'contient le nom « événement »',
    ],
    ['a number in place of the file', 3, 'le fichier'],
    ['null', null, 'le fichier'],
  ])('refuses %s', (_cas, document, attendu) => {
    expect(messages(document).join('\n')).toContain(attendu);
  });

  it('names the rule and the line', () => {
    const texte = JSON.stringify(avecConditions({ all: [] }), null, 2);
    const lu = lireJson('x', texte);
    const [anomalie] = situer(schemas.controler('regles.schema.json', lu.valeur), lu);
    expect(anomalie?.regle).toBe('ESS-001');
    expect(texte.split('\n')[(anomalie?.ligne ?? 0) - 1]).toContain('"all"');
  });
});
