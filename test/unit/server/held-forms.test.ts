import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { get, monter, post } from '#src/http/route.ts';
import { heldFormBox, liaison } from '#src/server/held-forms/store.ts';
import { holdableForms } from '#src/server/held-forms/refuses.ts';
import { jetonDe } from '#src/server/held-forms/saisies.ts';
import { routesDuRouteur } from '#src/server/routes.ts';

const SECRET = 'un secret de serveur assez long pour un essai';

describe('a form that is held', () => {
  const [sid, compte, id] = ['AbC_-123', randomUUID(), randomUUID()];
  const clair = Buffer.from('{"telephone":"02 38 00 00 01"}');
  const ferme = heldFormBox(SECRET, sid).fermer(clair, liaison(id, compte));

  test('is opened by the session it was sent with', () =>
    expect(heldFormBox(SECRET, sid).ouvrir(ferme, liaison(id, compte))).toEqual(clair));
  test.each([
    ['another session', heldFormBox(SECRET, 'AbC_-124'), liaison(id, compte)],
    ['another server', heldFormBox(`${SECRET}.`, sid), liaison(id, compte)],
    ['another account', heldFormBox(SECRET, sid), liaison(id, randomUUID())],
    ['another row', heldFormBox(SECRET, sid), liaison(randomUUID(), compte)],
  ])('is not opened by %s', (_qui, box, pour) => expect(box.ouvrir(ferme, pour)).toBeNull());
  test('is not opened once a byte of it was changed, and shows nothing of what it holds', () => {
    const octets = Buffer.from(ferme, 'base64url');
    expect(octets.includes('telephone')).toBe(false);
    for (const rang of [0, 12, 28, octets.length - 1]) {
      const change = Buffer.from(octets);
      change[rang] = (change[rang] ?? 0) ^ 1;
      expect(heldFormBox(SECRET, sid).ouvrir(change.toString('base64url'), liaison(id, compte))).toBeNull();
    }
  });
});

describe('the address of a form', () => {
  const decrire = () => Promise.reject(new Error('not asked for'));
  const rien = () => undefined;
  const routeur = monter([
    post('/:id/activite', 'tous', rien, { heldForm: { decrire } }),
    post('/:id/transmettre', 'tous', rien),
    post('/profil', 'tous', rien, { heldForm: { decrire } }),
    post('/creer/tout', 'tous', rien),
    post('/creer', 'tous', rien),
    get('/:id/lu', 'tous', rien),
  ]);
  const trouver = holdableForms(routesDuRouteur(routeur, '/partenaire'));

  test.each([
    ['/partenaire/profil', {}],
    ['/partenaire/12/activite', { id: '12' }],
  ])('%s is held, with what it names', (adresse, parametres) =>
    expect(trouver(adresse)?.parametres).toEqual(parametres),
  );
  test.each([
    ['another act on the same record', '/partenaire/12/transmettre'],
    ['a more precise route that declares nothing', '/partenaire/creer/tout'],
    ['a route that declares nothing', '/partenaire/creer'],
    ['a route that only reads', '/partenaire/12/lu'],
    ['no route', '/partenaire/nulle/part/ailleurs'],
    ['what only ends like one', '/ailleurs/partenaire/profil'],
    ['what only begins like one', '/partenaire/profil/x/y'],
  ])('of %s is not', (_quoi, adresse) => expect(trouver(adresse)).toBeNull());
});

test.each([
  [`${randomUUID()} /partenaire/profil`, true],
  ['- /partenaire/profil', true],
  ['/partenaire/profil', false],
  [`${randomUUID()} https://ailleurs.example`, false],
  [`x /${'a'.repeat(300)}`, false],
  ['x /a\nx /b', false],
  [['x /a'], false],
])('the token %j of an entry is read: %s', (jeton, lu) => {
  expect(jetonDe({ 'jeton-de-saisie': jeton }) !== undefined).toBe(lu);
});
