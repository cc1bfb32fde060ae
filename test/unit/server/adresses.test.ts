import { describe, expect, test } from 'vitest';
import { ESPACES, suiteSure } from '#src/server/adresses.ts';
import { reseau } from '#src/server/authentification/tentatives.ts';
import { decrireErreur } from '#src/server/supervision/trace.ts';

describe('a path to come back to', () => {
  test.each([
    '/gestion',
    '/gestion/',
    '/gestion/resources/Convention?page=2',
    '/partenaire/utilisateurs?nom=%C3%A9',
    '/mot-de-passe',
  ])('%s is kept as it is', (chemin) => {
    expect(suiteSure(chemin, ESPACES)).toBe(chemin);
  });

  test('what climbs out of its space is refused, what climbs within it is resolved', () => {
    expect(suiteSure('/gestion/../connexion', ESPACES)).toBeNull();
    expect(suiteSure('/gestion/a/../b', ESPACES)).toBe('/gestion/b');
  });

  test.each([
    undefined,
    null,
    3,
    ['/gestion'],
    '',
    'gestion',
    '/',
    '//',
    '//:80',
    '//[',
    '//gestion',
    '///gestion',
    '/\\gestion',
    '\\/gestion',
    'https://ailleurs.example/gestion',
    '/gestionnaires',
    '/gestion.ailleurs.example',
    '/gestion\t',
    '/gestion\n/x',
    '/ gestion',
    '/gestion\\..\\..',
    `/gestion?${'x'.repeat(2000)}`,
    '/api/declarations',
    '/deconnexion',
  ])('%j is refused', (chemin) => {
    expect(suiteSure(chemin, ESPACES)).toBeNull();
  });
});

describe('the network an attempt is counted for', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:DB8:0001:2::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['2001:db8::1', '2001:db8:0:0'],
  ])('%s is %s: an IPv4 address, or the /64 of an IPv6 one', (adresse, attendu) => {
    expect(reseau(adresse)).toBe(attendu);
  });
});

describe('what the logs keep of an error', () => {
  test('of a database error, its code and constraint, never the statement it quotes', () => {
    const erreur = Object.assign(
      new Error("insert into compte values ('elise@exemple.fr') - duplicate key"),
      { name: 'UniqueConstraintViolationException', code: '23505', constraint: 'compte_courriel_unique' },
    );
    const decrite = decrireErreur(new Error('plain', { cause: erreur }));
    expect(JSON.stringify(decrite)).not.toContain('elise@exemple.fr');
    expect(decrite).toMatchObject({
      type: 'Error',
      message: 'plain',
      cause: {
        type: 'UniqueConstraintViolationException',
        code: '23505',
        contrainte: 'compte_courriel_unique',
      },
    });
    expect(decrite.pile[0]).toMatch(/^at /);
  });
});
