import { Agent, get, request } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demarrerServeur, PortOccupe } from '#src/server/serveur.ts';
import {
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type Navigateur,
  type ServeurDeTest,
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
const idDe = (reponse: Response): string => reponse.headers.get('x-request-id') ?? '';

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

describe('bad input', () => {
  const poster = (chemin: string, type: string, body: string) =>
    partenaire.aller(chemin, {
      method: 'POST',
      headers: { origin: serveur.url, 'content-type': type },
      body,
    });
  const JSON_ = 'application/json';
  const FORMULAIRE = 'application/x-www-form-urlencoded';

  test.each([
    ['malformed JSON', '/api', JSON_, '{"a":', 400, 'DemandeIncorrecte'],
    ['JSON that is neither object nor list', '/api', JSON_, '"texte"', 400, 'DemandeIncorrecte'],
    [
      'an oversized body',
      '/api',
      JSON_,
      JSON.stringify({ a: 'x'.repeat(1_100_000) }),
      413,
      'CorpsTropVolumineux',
    ],
    [
      'a body nested too deep',
      '/api',
      JSON_,
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      400,
      'DemandeIncorrecte',
    ],
    ['a null byte in a value', '/api', JSON_, '{"a":{"b":["\\u0000"]}}', 400, 'DemandeIncorrecte'],
    ['a null byte in a name', '/api', JSON_, '{"\\u0000":1}', 400, 'DemandeIncorrecte'],
    ['another charset', '/api', 'application/json; charset=iso-8859-1', '{}', 415, 'ContenuRefuse'],
  ])(
    '%s is refused in French, with a reference, and the server lives on',
    async (_cas, chemin, type, corps, statut, code) => {
      const reponse = await poster(chemin, type, corps);
      expect(reponse.status).toBe(statut);
      expect(await reponse.json()).toMatchObject({
        erreur: { statut, code, requeteId: idDe(reponse), message: expect.stringMatching(/\.$/) as string },
      });
      expect((await partenaire.aller('/partenaire')).status).toBe(200);
    },
  );

  test.each([
    ['too many fields', Array.from({ length: 5001 }, (_, rang) => `c${rang}=1`).join('&'), 413],
    ['an oversized form', `a=${'x'.repeat(1_100_000)}`, 413],
    ['a null byte in a field', 'a=%00', 400],
  ])('%s is refused on a page', async (_cas, corps, statut) => {
    const reponse = await poster('/partenaire', FORMULAIRE, corps);
    expect(reponse.status).toBe(statut);
    expect(await texteDe(reponse)).toContain('Rien n’a été enregistré');
  });

  test('a repeated field is a list, a bracketed one a plain name: nothing nests', async () => {
    const reponse = await poster(
      '/partenaire',
      FORMULAIRE,
      'role=A&role=B&filtre[caf]=2&__proto__[admin]=1&constructor=x',
    );
    expect(((await reponse.json()) as { recu: unknown }).recu).toEqual({
      role: ['A', 'B'],
      'filtre[caf]': '2',
      '__proto__[admin]': '1',
      constructor: 'x',
    });
  });

  test.each(['/%E0%A4%A', '/partenaire/%00', '/connexion?suite=%00', '/%'])(
    'the address %s is refused',
    async (chemin) => {
      const reponse = await partenaire.aller(chemin);
      expect(reponse.status).toBe(400);
      expect(await texteDe(reponse)).toContain('Cette adresse');
    },
  );

  test('a request that is not HTTP is answered, and the server lives on', async () => {
    const recu = await new Promise<string>((resoudre) => {
      const prise = connect(Number(new URL(serveur.url).port), '127.0.0.1', () =>
        prise.write('GET / HTTP/1.1\r\nHost: x\r\nA: b\u0000\r\n\r\n'),
      );
      prise.once('data', (donnees) => resoudre(String(donnees)));
    });
    expect(recu).toMatch(/^HTTP\/1\.1 400/);
    expect((await partenaire.aller('/partenaire')).status).toBe(200);
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

describe('what watches the server', () => {
  test('it says that it lives, and that it can serve', async () => {
    expect(await (await fetch(`${serveur.url}/sante`)).json()).toEqual({ etat: 'vivant' });
    const pret = await fetch(`${serveur.url}/pret`);
    expect([pret.status, await pret.json()]).toEqual([
      200,
      { etat: 'prêt', base: true, migrations: true, regles: true },
    ]);
  });

  test('it is not ready with a migration missing', async () => {
    const [ligne] = await serveur.sql<{ name: string }>(
      "update migration set name = 'autre-' || name where name like '0002%' returning name",
    );
    const pret = await fetch(`${serveur.url}/pret`);
    expect([pret.status, await pret.json()]).toEqual([
      503,
      { etat: 'pas prêt', base: true, migrations: false, regles: true },
    ]);
    await serveur.sql('update migration set name = $1 where name = $2', [
      ligne?.name.replace('autre-', ''),
      ligne?.name,
    ]);
  });

  test('without its database it lives, is not ready, and serves errors', async () => {
    const isole = await serveurDeTest();
    const [base] = await isole.sql<{ nom: string }>('select current_database() as nom');
    const maitre = new Client({ connectionString: inject('essais').url });
    await maitre.connect();
    await maitre.query(`alter database ${base?.nom} connection limit 0`);
    await maitre.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = 'mcp_application'",
      [base?.nom],
    );
    expect((await fetch(`${isole.url}/sante`)).status).toBe(200);
    const pret = await fetch(`${isole.url}/pret`);
    expect([pret.status, ((await pret.json()) as { base: boolean }).base]).toEqual([503, false]);
    const refus = await ouvrir(isole).connecter('agent@caf.fr');
    expect(refus.status).toBe(503);
    expect(await texteDe(refus)).toContain('Rien n’a été enregistré');
    await maitre.query(`alter database ${base?.nom} connection limit -1`);
    await maitre.end();
    expect((await fetch(`${isole.url}/pret`)).status).toBe(200);
    await isole.fermer();
  });

  test('robots are kept out', async () => {
    expect(await (await fetch(`${serveur.url}/robots.txt`)).text()).toContain('Disallow: /');
  });

  test('pages are compressed', async () => {
    expect(
      (await ouvrir(serveur).aller('/connexion', { headers: { 'accept-encoding': 'gzip' } })).headers.get(
        'content-encoding',
      ),
    ).toBe('gzip');
  });
});

describe('stopping', () => {
  test('a running request ends, its kept-alive connection is closed, then what was given to close is, once and in order', async () => {
    const [entree, porte] = [signal(), signal()];
    const lente = express();
    lente.get('/', async (_req, res) => {
      entree.donner();
      await porte.recu;
      res.send('fini');
    });
    const fermes: string[] = [];
    const fermer = (nom: string) => () => Promise.resolve(void fermes.push(nom));
    const arrete = await demarrerServeur({
      application: { express: lente, terminer: fermer('application') },
      host: '127.0.0.1',
      port: 0,
      arreterAussi: [fermer('base'), fermer('postgres')],
      delaiDeFinMs: 600_000,
    });
    const agent = new Agent({ keepAlive: true });
    const reponse = new Promise<string>((resoudre, rejeter) => {
      get(arrete.url, { agent }, (entrante) => {
        entrante.setEncoding('utf8').on('data', resoudre);
      }).on('error', rejeter);
    });
    await entree.recu;
    const arret = arrete.arreter();
    await expect(fetch(arrete.url)).rejects.toThrow();
    expect(fermes).toEqual([]);
    porte.donner();
    expect(await reponse).toBe('fini');
    await Promise.all([arret, arrete.arreter()]);
    expect(fermes).toEqual(['application', 'base', 'postgres']);
    agent.destroy();
  });

  test('a request that never ends is cut', async () => {
    const muette = express();
    const entree = signal();
    muette.get('/', () => entree.donner());
    const arrete = await demarrerServeur({
      application: { express: muette, terminer: () => Promise.resolve() },
      host: '127.0.0.1',
      port: 0,
      delaiDeFinMs: 10,
    });
    const reponse = fetch(arrete.url);
    reponse.catch(() => undefined);
    await entree.recu;
    await arrete.arreter();
    await expect(reponse).rejects.toThrow();
  });

  test('a port already taken is told in French, with what to do', async () => {
    const application = { express: express(), terminer: () => Promise.resolve() };
    const premier = await demarrerServeur({ application, host: '127.0.0.1', port: 0 });
    await expect(demarrerServeur({ application, host: '127.0.0.1', port: premier.port })).rejects.toThrow(
      PortOccupe,
    );
    await premier.arreter();
  });
});

/** Something one side gives and the other waits for. */
function signal(): { recu: Promise<void>; donner: () => void } {
  let donner = () => {};
  const recu = new Promise<void>((resoudre) => {
    donner = resoudre;
  });
  return { recu, donner };
}
