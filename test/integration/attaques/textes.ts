import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ligneCsv } from '#src/kernel/csv.ts';
import type { AttackFixture } from './fixture.ts';
import { POISON, empoisonner, formulesDe, sortiesDe, visiterTout } from './poison.ts';

/** Stored texts: comes last, nothing in the database is what it was afterwards. */
export function textes(attaque: () => AttackFixture): void {
  let colonnes: string[];
  beforeAll(async () => {
    colonnes = await empoisonner(attaque().cible, attaque().fixture.orm);
  });

  describe('a text that would run if it were printed as it is', () => {
    const echappe = (texte: string) =>
      texte
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#x27;');
    test.each([
      ['between tags', `<p>${POISON}</p>`],
      ['in an attribute', `<a title="${POISON.replaceAll('<', '&lt;')}">x</a>`],
      [
        'in an attribute of the other quote',
        `<a title='${POISON.replaceAll('<', '&lt;').replaceAll('"', '&quot;')}'>x</a>`,
      ],
      ['in a script', `<script nonce="x">var etat = ${JSON.stringify({ nom: POISON })};</script>`],
      ['in an address', '<a href="javascript:fuzz()">x</a>'],
    ])('is found by this test %s', (_ou, page) => {
      expect(sortiesDe(page)).not.toEqual([]);
      expect(sortiesDe(`<p title="${echappe(POISON)}">${echappe(POISON)}</p>`)).toEqual([]);
    });

    test('stays a text on every page, state script and file of every role, and reading writes nothing', async () => {
      expect(colonnes.length).toBeGreaterThan(60);
      const avant = await attaque().cible.sql('select count(*)::int as n from journal');
      const { pages, avecPoison, fautes } = await visiterTout(
        attaque().cible,
        ['responsable', 'analyste', 'administrateur', 'utilisateur'],
        1,
      );
      expect(fautes).toEqual([]);
      // It is really shown.
      expect(pages).toBeGreaterThan(150);
      expect(avecPoison).toBeGreaterThan(60);
      expect(await attaque().cible.sql('select count(*)::int as n from journal')).toEqual(avant);
    });

    test('typed into an address or a search, it is given back as a text', async () => {
      const cookie = (await attaque().cible.cookie('administrateur')) ?? '';
      for (const chemin of [
        '/connexion?suite=',
        '/partenaire/utilisateurs?nom=',
        '/partenaire/habilitations?utilisateur=',
        '/partenaire/declarations?etat=',
        '/mot-de-passe-oublie?x=',
        '/nulle-part/',
        '/partenaire/nulle-part/',
        '/confirmation?suite=',
      ]) {
        const page = await (
          await fetch(
            `${attaque().cible.url}${chemin}${encodeURIComponent('"><img src=x onerror=fuzz()><script>fuzz()</script>')}`,
            { headers: { cookie, accept: 'text/html' }, redirect: 'manual' },
          )
        ).text();
        expect(page, chemin).not.toMatch(/<img src=x|<script>fuzz/);
      }
    });
  });

  describe('a file for a spreadsheet', () => {
    test('holds no formula, whatever the text, and gives back every text', () => {
      const texte = fc.oneof(
        fc.string(),
        fc
          .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ';'), fc.string())
          .map(([debut, reste]) => debut + reste),
      );
      fc.assert(
        fc.property(fc.array(texte, { minLength: 1, maxLength: 4 }), (textes) => {
          expect(formulesDe(ligneCsv(textes))).toEqual([]);
        }),
        { examples: [[['=1+1', '@SUM(A1)', '-2+3', '+1', '\t=1', '\r=1', '"=1"']]] },
      );
      expect(ligneCsv(['-12,5', '12', '=A1;"x"'])).toBe(`-12,5;12;"'=A1;""x"""\r\n`);
    });
  });
}
