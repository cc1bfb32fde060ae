import express from 'express';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
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
  idDe,
} from './serveur-de-test.ts';

let serveur: ServeurDeTest;
let partenaire: Navigateur;
beforeAll(async () => {
  serveur = await serveurDeTest();
  await serveur.unite(async (unite) => {
    await fabrique.utilisateur(
      unite,
      'partenaire@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Marins'),
    );
  });
  partenaire = ouvrir(serveur);
  await partenaire.connecter('partenaire@commune.fr');
});
afterAll(() => serveur.fermer());

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
