import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type Navigateur,
  type ServeurDeTest,
  idDe,
} from './serveur-de-test.ts';

let serveur: ServeurDeTest;
let agent: Navigateur;
let partenaire: Navigateur;
beforeAll(async () => {
  serveur = await serveurDeTest();
  await serveur.unite(async (unite) => {
    await fabrique.agent(unite, 'agent@caf.fr');
    await fabrique.utilisateur(
      unite,
      'partenaire@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Marins'),
    );
  });
  [agent, partenaire] = [ouvrir(serveur), ouvrir(serveur)];
  await agent.connecter('agent@caf.fr');
  await partenaire.connecter('partenaire@commune.fr');
});
afterAll(() => serveur.fermer());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('headers', () => {
  test('the policy allows ourselves and the nonce of the request, nothing inline, no third party, no frame', async () => {
    const reponse = await partenaire.aller('/partenaire');
    const politique = reponse.headers.get('content-security-policy') ?? '';
    const { nonce } = (await reponse.json()) as { nonce: string };
    const directives = new Map(
      politique.split(';').map((directive): [string, string] => {
        const [nom = '', ...valeurs] = directive.trim().split(' ');
        return [nom, valeurs.join(' ')];
      }),
    );
    expect(Object.fromEntries(directives)).toEqual({
      'default-src': "'none'",
      'script-src': `'self' 'nonce-${nonce}'`,
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    });
    const suivant = (await (await partenaire.aller('/partenaire')).json()) as { nonce: string };
    expect(suivant.nonce).not.toBe(nonce);
  });

  test('the back-office may use neither inline scripts nor style attributes, like the rest', async () => {
    const gestion = (await agent.aller('/gestion')).headers.get('content-security-policy') ?? '';
    expect(gestion).not.toContain('unsafe');
  });

  test.each([
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'same-origin'],
    ['cache-control', 'no-store'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['x-powered-by', null],
    ['strict-transport-security', null],
  ])('%s is %s', async (entete, valeur) => {
    expect((await ouvrir(serveur).aller('/connexion')).headers.get(entete)).toBe(valeur);
  });

  test('behind https, the browser is told to come by https only and the cookie is bound to the host', async () => {
    const https = await serveurDeTest({
      configuration: {
        production: true,
        http: { urlPublique: 'https://partenaires.example', trustProxy: 1 },
        courrier: { mode: 'smtp' },
      },
    });
    await https.unite((unite) => fabrique.agent(unite, 'agent@caf.fr'));
    const reponse = await ouvrir(https).envoyer(
      '/connexion',
      { courriel: 'agent@caf.fr', motDePasse: 'le renard dort au soleil' },
      {
        origin: 'https://partenaires.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'partenaires.example',
      },
    );
    expect(reponse.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    expect(reponse.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-mcp='))).toMatch(
      /^__Host-mcp=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await https.fermer();
  });
});

describe('in production', () => {
  const CONFIGURATION = {
    production: true,
    http: { urlPublique: 'http://partenaires.example', trustProxy: false as const },
    courrier: { mode: 'smtp' as const },
  };
  /** A request as a machine sends it, the headers exactly as given. */
  const demander = (url: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<{ statut: number; texte: string }>((resoudre, rejeter) => {
      request(url, { method, headers }, (reponse) => {
        let texte = '';
        reponse
          .setEncoding('utf8')
          .on('data', (morceau: string) => (texte += morceau))
          .on('end', () => resoudre({ statut: reponse.statusCode ?? 0, texte }));
      })
        .on('error', rejeter)
        .end();
    });
  let production: ServeurDeTest;
  beforeAll(async () => (production = await serveurDeTest({ configuration: CONFIGURATION })));
  afterAll(() => production.fermer());

  test.each(['partenaires.example', 'PARTENAIRES.example', 'partenaires.example:80'])(
    'the host of the public address is served: %s',
    async (host) => {
      expect((await demander(`${production.url}/connexion`, { host })).statut).toBe(200);
    },
  );

  test.each([
    'ailleurs.example',
    '127.0.0.1',
    'partenaires.example:8080',
    'partenaires.example.ailleurs.example',
    'partenaires.example@ailleurs.example',
    '',
  ])('no other is, whatever it says: %j', async (host) => {
    const { statut, texte } = await demander(`${production.url}/connexion`, { host });
    expect([statut, texte.includes('Ouvrez http://partenaires.example et recommencez')]).toEqual([421, true]);
  });

  test('a header of the visitor does not stand for the host, nor an origin that agrees with it', async () => {
    expect(
      (
        await demander(`${production.url}/connexion`, {
          host: 'ailleurs.example',
          'x-forwarded-host': 'partenaires.example',
        })
      ).statut,
    ).toBe(421);
    expect(
      (
        await demander(
          `${production.url}/connexion`,
          { host: 'ailleurs.example', origin: 'http://ailleurs.example' },
          'POST',
        )
      ).statut,
    ).toBe(421);
    expect(
      (
        await demander(
          `${production.url}/connexion`,
          { host: 'partenaires.example', origin: 'http://ailleurs.example', 'sec-fetch-site': 'same-origin' },
          'POST',
        )
      ).statut,
    ).toBe(403);
  });

  test('whoever watches asks by any name', async () => {
    expect((await demander(`${production.url}/sante`, { host: '10.0.0.12:3000' })).statut).toBe(200);
  });
});

describe('a write must come from one of our pages', () => {
  const ecrire = (entetes: Record<string, string>) =>
    partenaire.aller('/partenaire', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...entetes },
      body: 'a=1',
    });

  test.each([
    ['the browser says same-origin', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['an older browser names our origin', () => ({ origin: serveur.url })],
  ])('accepted: %s', async (_cas, entetes) => {
    expect((await ecrire(entetes())).status).toBe(200);
  });

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://ailleurs.example' }],
    ['from a neighbour of the same site', { 'sec-fetch-site': 'same-site' }],
    ['from no page', { 'sec-fetch-site': 'none' }],
    ['with the origin of another site', { origin: 'https://ailleurs.example' }],
    ['with the null origin of a sandboxed frame', { origin: 'null' }],
    ['without saying where from', {}],
  ])('refused: %s', async (_cas, entetes) => {
    const reponse = await ecrire(entetes);
    expect(reponse.status).toBe(403);
    expect(await texteDe(reponse)).toContain('ne vient pas d’une page de Mon Compte Partenaire');
  });

  test('refused: JSON disguised as text, which a form of another site could send', async () => {
    const reponse = await partenaire.aller('/api', {
      method: 'POST',
      headers: { origin: serveur.url, 'content-type': 'text/plain' },
      body: '{"a":1}',
    });
    expect(reponse.status).toBe(415);
    expect(
      (
        await partenaire.aller('/partenaire', {
          method: 'POST',
          headers: { origin: serveur.url, 'content-type': 'multipart/form-data; boundary=x' },
          body: '--x--',
        })
      ).status,
    ).toBe(415);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('%s is no method of ours', async (method) => {
    const reponse = await partenaire.aller('/partenaire', { method, headers: { origin: serveur.url } });
    expect(reponse.status).toBe(405);
    expect(reponse.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('errors', () => {
  test('an unknown page says so, with the reference of the request', async () => {
    const reponse = await partenaire.aller('/nulle-part');
    expect(reponse.status).toBe(404);
    expect(idDe(reponse)).toMatch(UUID);
    expect(await texteDe(reponse)).toContain(idDe(reponse));
  });

  test('a defect of ours tells a person nothing but the reference; the log has the rest', async () => {
    const reponse = await partenaire.aller('/partenaire/panne');
    expect(reponse.status).toBe(500);
    const page = await texteDe(reponse);
    expect(page).toContain(idDe(reponse));
    expect(page).not.toMatch(/secret detail|\.ts:|node_modules/);
    const ligne =
      serveur.journaux().find((journal) => journal.includes(idDe(reponse)) && journal.includes('"erreur"')) ??
      '';
    expect(JSON.parse(ligne)).toMatchObject({
      erreur: {
        type: 'Error',
        message: 'secret detail',
        pile: expect.arrayContaining([expect.stringContaining('.ts:')]) as string[],
      },
    });
  });

  test('a program gets the same as JSON', async () => {
    const reponse = await partenaire.aller('/api/panne');
    expect(await reponse.json()).toMatchObject({
      erreur: { statut: 500, code: 'ErreurInterne', requeteId: idDe(reponse) },
    });
    const demande = await partenaire.aller('/nulle-part', { headers: { accept: 'application/json' } });
    expect(await demande.json()).toMatchObject({
      erreur: { statut: 404, code: 'Introuvable', requeteId: idDe(demande) },
    });
  });

  test('each request has a reference of its own, given neither by the caller nor twice', async () => {
    const [une, autre] = await Promise.all([
      partenaire.aller('/connexion', { headers: { 'x-request-id': 'choisi' } }),
      partenaire.aller('/connexion'),
    ]);
    expect(idDe(une)).toMatch(UUID);
    expect(idDe(une)).not.toBe(idDe(autre));
  });
});
