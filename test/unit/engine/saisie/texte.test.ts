import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleDeNom, nettoyerLigne, nettoyerNom, nettoyerTexte } from '#src/engine/saisie/index.ts';

const INVISIBLES = [
  '\u00ad',
  '\u034f',
  '\u061c',
  '\u115f',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u2800',
  '\u3164',
  '\ufeff',
  '\ufe0f',
  '\u0007',
  '\u{e0041}',
];
const unTexte = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...INVISIBLES,
      ' ',
      '\u00a0',
      '\u202f',
      '\t',
      '\n',
      '\r',
      '\u2028',
      '\u0085',
      '\u2011',
      '\u2013',
      'e\u0301',
      'é',
      'A',
    ),
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
  ),
});

describe('a text at the border', () => {
  it.each(INVISIBLES)('loses the invisible character %j', (invisible) => {
    expect(nettoyerLigne(`Je${invisible}an`)).toBe('Jean');
    expect(nettoyerTexte(`Je${invisible}an\nMartin`)).toBe('Jean\nMartin');
    expect(nettoyerLigne(invisible)).toBe('');
  });

  it('is composed (NFC), on one line, with single spaces', () => {
    expect(nettoyerLigne('  Rene\u0301\u00a0\u202f le\tGoff\r\n')).toBe('René le Goff');
  });

  it('keeps its lines, tabs and no-break spaces when it has several lines', () => {
    expect(nettoyerTexte('Bonjour\u00a0!\r\n\tSuite\u2028fin\n')).toBe('Bonjour\u00a0!\n\tSuite\nfin');
  });

  it('keeps what French writes', () => {
    const texte = 'L’été à Noyers-sur-Cher : cœur, « 12 % » – ÿ Ÿ æ œ € ²';
    expect(nettoyerLigne(texte)).toBe(texte);
  });

  it('is cleaned once for all, whatever it holds', () => {
    fc.assert(
      fc.property(unTexte, (texte) => {
        for (const nettoyer of [nettoyerLigne, nettoyerTexte, nettoyerNom])
          expect(nettoyer(nettoyer(texte))).toBe(nettoyer(texte));
      }),
    );
  });
});

describe('a name', () => {
  it.each([
    ['Jean\u2011Pierre', 'Jean-Pierre'],
    ['Jean\u2010Pierre', 'Jean-Pierre'],
    ['Jean\u2013Pierre', 'Jean-Pierre'],
    ['Jean\u2212Pierre', 'Jean-Pierre'],
    ['Ram – Briare', 'Ram – Briare'],
  ])('%s is written %s', (ecrit, attendu) => {
    expect(nettoyerNom(ecrit)).toBe(attendu);
  });

  it.each([
    [
      ['MARTIN', 'Léa'],
      ['lea', 'Martin'],
    ],
    [
      ['Le Goff', 'Jean-Pierre'],
      ['LE-GOFF', 'jean pierre'],
    ],
    [
      ['Cœur', 'A.'],
      ['coeur', 'a'],
    ],
  ])('%j and %j are the same', (un, autre) => {
    expect(cleDeNom(...un)).toBe(cleDeNom(...autre));
  });

  it.each([
    [
      ['Martin', 'Léa'],
      ['Martin', 'Léo'],
    ],
    [
      ['Le Goff', ''],
      ['Legoff', ''],
    ],
  ])('%j and %j are not', (un, autre) => {
    expect(cleDeNom(...un)).not.toBe(cleDeNom(...autre));
  });
});
