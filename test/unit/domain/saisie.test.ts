import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import {
  decimal,
  entier,
  jour,
  jourFacultatif,
  motif,
  nom,
  nomFacultatif,
  texte,
  texteFacultatif,
  texteLong,
} from '#src/kernel/saisie/saisie.ts';

const message = (schema: z.ZodType, valeur: unknown) => schema.safeParse(valeur).error?.issues[0]?.message;

describe('a name', () => {
  it.each(['\u200b', '\u2800', '\u3164', '--', ' . ', '12', '…', '\u202e'])(
    '%j has no letter: refused',
    (ecrit) => {
      expect(message(nom('Nom'), ecrit)).toMatch(
        /^Nom : (un nom comporte au moins une lettre|ce champ est obligatoire)\.$/,
      );
    },
  );
  it('that cannot be seen is no name', () => {
    expect(nomFacultatif('Nom').parse('\u200b\u00ad')).toBeNull();
  });
  it('shows what it is: no mark of direction stays', () => {
    expect(nom('Prénom').parse('Jean\u202enaeJ')).toBe('JeannaeJ');
  });
  it('holds a letter, or is refused, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (ecrit) => {
        const lu = nom('Nom').safeParse(ecrit);
        if (lu.success) expect(lu.data).toMatch(/\p{L}/u);
      }),
    );
  });
});

describe('whatever the field', () => {
  it.each(Object.entries({ nom, texte, texteFacultatif, texteLong, motif, jour, jourFacultatif }))(
    '%s refuses half a character, and one that was lost',
    (_nom, champ) => {
      for (const abime of ['Ren\ud83d', 'Ren\ufffd'])
        expect(message(champ('Champ'), abime)).toContain('perdus en route');
    },
  );

  it('what no base keeps as it is given is found wherever it lies, a class instance left alone', () => {
    const chemin = (donnees: unknown) => premierInconservable(donnees)?.chemin ?? null;
    expect(chemin({ a: [{ b: 'é' }], c: 1, d: null })).toBeNull();
    expect(chemin({ a: [{ b: '\ud800' }] })).toBe('a.0.b');
    expect(chemin({ a: ['x', 'y\0'] })).toBe('a.1');
    expect(chemin({ a: { '\udc00': 1 } })).toBe('a');
    expect(chemin({ ordre: JSON.parse('1e400') as number })).toBe('ordre');
    const cercle: Record<string, unknown> = { date: new Date(0) };
    cercle['lui'] = cercle;
    expect(chemin(cercle)).toBeNull();
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (donnees) => {
        expect(chemin(donnees) === null).toBe(
          !/\\u(d[89a-f]|0000)/i.test(JSON.stringify(donnees).replaceAll('\\\\', '')),
        );
      }),
    );
  });

  it('is told in a sentence that names it and says what to do', () => {
    expect(direInconservable(premierInconservable({ motif: 'a\0' }) ?? { chemin: '', faute: '' })).toBe(
      'Le champ « motif » contient un caractère nul, qui ne se conserve pas : saisissez ce texte de nouveau. Rien n’a été enregistré.',
    );
    expect(direInconservable(premierInconservable('\ud83d') ?? { chemin: 'x', faute: '' })).toMatch(
      /^La saisie contient un caractère incomplet/,
    );
  });
});

describe('a day', () => {
  it.each([
    ['01/02/26', 'écrivez l’année sur quatre chiffres'],
    ['0026-11-30', 'écrivez l’année sur quatre chiffres'],
    ['30/02/2026', 'cette date n’existe pas'],
    ['demain', 'une date est attendue'],
  ])('« %s » is refused in a sentence', (ecrit, phrase) => {
    expect(message(jour('Date'), ecrit)).toContain(`Date : ${phrase}`);
  });
  it('without end is an empty field', () => {
    expect(message(jourFacultatif('Fin'), '31/12/9999')).toContain('laissez ce champ vide');
    expect(message(jour('Date'), '9999-12-31')).toContain('un jour précis est attendu');
    expect(jourFacultatif('Fin').parse(' \u200b')).toBeNull();
  });
});

describe('a number', () => {
  it('is never taken for another', () => {
    expect(message(decimal('Etp', 4), '1.500')).toContain('peut se lire');
    expect(message(decimal('Etp', 4), '80 %')).toContain('écrivez « 0,8 »');
    expect(message(decimal('Etp', 4), '−0,8')).toContain('positif');
    expect(decimal('Etp', 4).parse(1.125)).toBe('1.125');
    expect(decimal('Etp', 4).parse('0,125')).toBe('0.125');
    expect(entier('Année').parse('2\u202f026')).toBe(2026);
    expect(message(entier('Nombre'), '12.000')).toContain('un nombre entier est attendu');
  });
});
