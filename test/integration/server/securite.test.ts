import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  MOT_DE_PASSE,
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type ServeurDeTest,
} from './serveur-de-test.ts';
import { apres, connecte, oublier, PREUVE } from './agents-connectes.ts';

let serveur: ServeurDeTest;
const agents: Record<string, { compteId: string; id: string }> = {};
beforeAll(async () => {
  serveur = await serveurDeTest();
  await serveur.unite(async (unite) => {
    for (const nom of ['code', 'secours', 'perdu', 'verrou', 'sessions', 'preuve', 'retrait', 'attente'])
      agents[nom] = await fabrique.agent(unite, `${nom}@caf.fr`);
    await fabrique.utilisateur(
      unite,
      'partenaire@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Marins'),
    );
  });
});
afterAll(() => serveur.fermer());

describe('an old password is asked for again before a sensitive act', () => {
  test('the act waits, what was typed comes back with the password, and is done', async () => {
    const navigateur = await connecte(serveur, 'partenaire@commune.fr');
    apres(serveur, 14);
    expect((await navigateur.envoyer('/partenaire/sensible', { nom: 'A' })).status).toBe(200);
    apres(serveur, 15);
    const corps = new URLSearchParams([
      ['role', 'A'],
      ['role', 'B'],
      ['motif', '"><script>alert(1)</script>'],
    ]);
    const demande = await navigateur.aller('/partenaire/sensible?x=1', {
      method: 'POST',
      body: corps,
      headers: { origin: serveur.url, referer: `${serveur.url}/partenaire/page` },
    });
    expect(demande.status).toBe(403);
    const page = await demande.text();
    expect(page).toContain('<h1>Confirmez votre mot de passe</h1>');
    expect(page).toContain('action="/partenaire/sensible?x=1"');
    expect(page).not.toContain('<script>alert');
    const champs = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, nom, valeur]) => [nom, valeur],
    );
    expect(champs).toEqual([
      ['role', 'A'],
      ['role', 'B'],
      ['motif', '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ]);
    expect(page).toContain('href="/partenaire/page">Renoncer');

    corps.set(PREUVE, 'pas le bon du tout');
    const faux = await navigateur.aller('/partenaire/sensible?x=1', {
      method: 'POST',
      body: corps,
      headers: { origin: serveur.url },
    });
    expect(faux.status).toBe(422);
    const refait = await texteDe(faux);
    expect(refait).toContain('Il vous reste 2 essais');
    expect(refait).toContain('name="motif"');
    expect(refait).not.toContain('pas le bon du tout');

    corps.set(PREUVE, MOT_DE_PASSE);
    const fait = await navigateur.aller('/partenaire/sensible?x=1', {
      method: 'POST',
      body: corps,
      headers: { origin: serveur.url },
    });
    expect(await fait.json()).toEqual({ fait: { role: ['A', 'B'], motif: '"><script>alert(1)</script>' } });
    apres(serveur, 29);
    expect((await navigateur.envoyer('/partenaire/sensible', {})).status).toBe(200);
  });

  test('an act that is not sensitive asks nothing, however old the password', async () => {
    const navigateur = await connecte(serveur, 'partenaire@commune.fr');
    apres(serveur, 300);
    expect((await navigateur.envoyer('/partenaire', { a: '1' })).status).toBe(200);
  });

  test('a file is given after a page that leads back where it was asked from', async () => {
    const navigateur = await connecte(serveur, 'preuve@caf.fr');
    apres(serveur, 20);
    const renvoi = await navigateur.aller('/gestion/fichier?etude=1', {
      headers: { referer: `${serveur.url}/gestion/pages/impact` },
    });
    expect([renvoi.status, renvoi.headers.get('location')]).toEqual([
      303,
      '/confirmation?suite=%2Fgestion%2Ffichier%3Fetude%3D1&retour=%2Fgestion%2Fpages%2Fimpact',
    ]);
    expect(await texteDe(await navigateur.aller(renvoi.headers.get('location') ?? ''))).toContain(
      'name="suite" value="/gestion/fichier?etude=1"',
    );
    const pret = await texteDe(
      await navigateur.envoyer('/confirmation', {
        [PREUVE]: MOT_DE_PASSE,
        suite: '/gestion/fichier?etude=1',
        retour: '/gestion/pages/impact',
      }),
    );
    expect(pret).toContain('href="/gestion/fichier?etude=1"');
    expect(pret).toContain('href="/gestion/pages/impact"');
    expect((await navigateur.aller('/gestion/fichier?etude=1')).headers.get('content-disposition')).toContain(
      'fichier.csv',
    );
  });

  test.each([
    'https://ailleurs.example/',
    '//ailleurs.example',
    '/\\ailleurs.example',
    'javascript:alert(1)',
    '/partenaire',
  ])('once confirmed, nobody is sent to %j', async (suite) => {
    const navigateur = await connecte(serveur, 'preuve@caf.fr');
    expect(
      await (await navigateur.aller(`/confirmation?${new URLSearchParams({ suite, retour: suite })}`)).text(),
    ).not.toContain('ailleurs');
    expect(
      (
        await navigateur.envoyer('/confirmation', { [PREUVE]: MOT_DE_PASSE, suite, retour: suite })
      ).headers.get('location'),
    ).toBe('/gestion');
  });

  test('a program is told by a code, and confirms without a page', async () => {
    const navigateur = await connecte(serveur, 'preuve@caf.fr');
    apres(serveur, 20);
    const json = { accept: 'application/json' };
    const refus = await navigateur.aller('/api/sensible', {
      method: 'POST',
      headers: { ...json, origin: serveur.url, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([refus.status, await refus.json()]).toMatchObject([403, { erreur: { code: 'PreuveDemandee' } }]);
    const faux = await navigateur.envoyer('/confirmation', { [PREUVE]: 'faux' }, json);
    expect([faux.status, await faux.json()]).toMatchObject([
      422,
      { erreur: { message: expect.stringContaining('Il vous reste 2 essais') as string } },
    ]);
    expect((await navigateur.envoyer('/confirmation', {}, json)).status).toBe(422);
    expect((await navigateur.envoyer('/confirmation', { [PREUVE]: MOT_DE_PASSE }, json)).status).toBe(200);
    expect(
      (
        await navigateur.aller('/api/sensible', {
          method: 'POST',
          headers: { ...json, origin: serveur.url, 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(200);
  });

  test('guessing locks like a failed sign-in, and a stolen session does not get through with another password field', async () => {
    const navigateur = await connecte(serveur, 'preuve@caf.fr');
    apres(serveur, 20);
    for (let essai = 0; essai < 3; essai += 1)
      expect((await navigateur.envoyer('/confirmation', { [PREUVE]: `essai ${essai}` })).status).toBe(422);
    expect((await navigateur.envoyer('/confirmation', { [PREUVE]: MOT_DE_PASSE })).status).toBe(429);
    await oublier(serveur);
    for (const [corps, statut] of [
      ['preuve-mot-de-passe=a&preuve-mot-de-passe=b', 422],
      ['preuve-mot-de-passe=', 422],
      ['preuveRecente=true', 400],
    ] as const) {
      const reponse = await navigateur.aller('/confirmation', {
        method: 'POST',
        body: corps,
        headers: { origin: serveur.url, 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(reponse.status).toBe(statut);
    }
  });
});

describe('one’s own sessions', () => {
  test('are listed with their device, ended one by one or all the others at once, at their next request on every server', async () => {
    const ici = await connecte(serveur, 'sessions@caf.fr');
    const nommes = await Promise.all(
      [
        ['Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0'],
        ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1'],
        ['<script>alert(1)</script>'],
      ].map(async ([agent = '']) => {
        const navigateur = ouvrir(serveur);
        await navigateur.envoyer(
          '/connexion',
          { courriel: 'sessions@caf.fr', motDePasse: MOT_DE_PASSE },
          { 'user-agent': agent },
        );
        return navigateur;
      }),
    );
    const page = await texteDe(await ici.aller('/securite'));
    expect(page).toContain('Firefox sous Windows');
    expect(page).toContain('Safari sous iPhone');
    expect(page).not.toContain('<script>alert');
    expect(page.match(/Cette session/g)).toHaveLength(1);
    expect(page.match(/name="reference"/g)).toHaveLength(3);
    const reference =
      /value="([0-9a-f-]{36})"/.exec(
        page.split('<li>').find((ligne) => ligne.includes('<strong>Firefox')) ?? '',
      )?.[1] ?? '';
    expect((await ici.envoyer('/securite/sessions/fermer', { reference })).status).toBe(303);
    const etats = async () =>
      Promise.all(nommes.map(async (navigateur) => (await navigateur.aller('/gestion')).status));
    expect((await etats()).sort()).toEqual([200, 200, 303]);
    await ici.envoyer('/securite/sessions/fermer-les-autres', {});
    expect(await etats()).toEqual([303, 303, 303]);
    expect((await ici.aller('/gestion')).status).toBe(200);
    expect(
      await serveur.sql("select 1 from journal where commande like 'compte.ferme%' and entite_id = $1", [
        agents['sessions']?.compteId,
      ]),
    ).toHaveLength(2);
  });

  test('a session of somebody else is neither listed nor ended', async () => {
    const autre = await connecte(serveur, 'code@caf.fr');
    const [ligne] = await serveur.sql<{ reference: string }>(
      "select sess->>'reference' as reference from sessions.session where sess->>'compteId' = $1",
      [agents['code']?.compteId],
    );
    const navigateur = await connecte(serveur, 'sessions@caf.fr');
    expect(await (await navigateur.aller('/securite')).text()).not.toContain(ligne?.reference);
    await navigateur.envoyer('/securite/sessions/fermer', { reference: ligne?.reference ?? '' });
    expect((await autre.aller('/gestion')).status).toBe(200);
    expect(
      (await navigateur.envoyer('/securite/sessions/fermer', { reference: "' or true --" })).status,
    ).toBe(422);
  });

  test('a request under way when its session is ended does not bring it back', async () => {
    const navigateur = await connecte(serveur, 'sessions@caf.fr');
    const { session } = navigateur;
    serveur.pendantUnActe(() =>
      serveur.sql("delete from sessions.session where sess->>'compteId' = $1", [
        agents['sessions']?.compteId,
      ]),
    );
    expect((await navigateur.envoyer('/gestion/longue', {})).status).toBe(303);
    navigateur.session = session;
    expect((await navigateur.aller('/gestion')).status).toBe(303);
  });
});
