import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOT_DE_PASSE, PARAMETRES, ouvrir, texteDe, type ServeurDeTest } from './serveur-de-test.ts';
import { serveurAvecDesComptes } from './comptes.ts';

let serveur: ServeurDeTest;
let comptes: Readonly<Record<string, string>>;
beforeAll(async () => {
  ({ serveur, comptes } = await serveurAvecDesComptes());
});
afterAll(() => serveur.fermer());

describe('session', () => {
  test('signing in changes the session identifier: one fixed beforehand opens nothing', async () => {
    const attaquant = ouvrir(serveur);
    await attaquant.connecter('fixe@caf.fr');
    const avant = attaquant.session;
    const victime = ouvrir(serveur);
    victime.session = avant;
    await victime.connecter('agent@caf.fr');
    expect(victime.session).toBeDefined();
    expect(victime.session).not.toBe(avant);
    expect((await attaquant.aller('/gestion')).status).toBe(303);
  });

  test('an identifier of our form but never given out opens nothing', async () => {
    const navigateur = ouvrir(serveur);
    navigateur.session = encodeURIComponent(`s:${'a'.repeat(32)}.${'b'.repeat(43)}`);
    expect((await navigateur.aller('/gestion')).headers.get('location')).toMatch(/^\/connexion/);
  });

  test('the cookie is out of reach of scripts and of other sites, and dies with the browser', async () => {
    const reponse = await ouvrir(serveur).connecter('agent@caf.fr');
    const cookie = reponse.headers.getSetCookie().find((un) => un.startsWith('mcp=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toMatch(/Expires|Max-Age/);
  });

  test('signing out ends the session on the server, and is done by POST only', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('agent@caf.fr');
    expect((await navigateur.aller('/deconnexion')).status).toBe(404);
    expect((await navigateur.aller('/gestion')).status).toBe(200);
    const { session } = navigateur;
    expect((await navigateur.envoyer('/deconnexion', {})).headers.get('location')).toBe(
      '/connexion?motif=deconnexion',
    );
    navigateur.session = session;
    expect((await navigateur.aller('/gestion')).status).toBe(303);
  });

  test('an idle session is over; the page asked for is shown again after signing in', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('session@caf.fr');
    const [ligne] = await serveur.sql<{ secondes: number }>(
      "select extract(epoch from expire - now()::timestamp)::int as secondes from sessions.session where sess->>'compteId' = $1",
      [comptes['session']],
    );
    expect(Math.round((ligne?.secondes ?? 0) / 60)).toBe(PARAMETRES['sessionInactiviteMinutes']);
    await serveur.sql(
      "update sessions.session set expire = now() - interval '1 second' where sess->>'compteId' = $1",
      [comptes['session']],
    );
    const renvoi = (await navigateur.aller('/gestion/conventions?page=2')).headers.get('location') ?? '';
    expect(renvoi).toBe('/connexion?suite=%2Fgestion%2Fconventions%3Fpage%3D2&motif=session');
    const page = await texteDe(await navigateur.aller(renvoi));
    expect(page).toContain('Votre session a pris fin');
    const suite = /name="suite" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(
      (await navigateur.connecter('session@caf.fr', MOT_DE_PASSE, { suite })).headers.get('location'),
    ).toBe('/gestion/conventions?page=2');
  });

  test('a request keeps its session alive, and writes so once a minute at most', async () => {
    const navigateur = ouvrir(serveur);
    await serveur.sql("delete from sessions.session where sess->>'compteId' = $1", [comptes['session']]);
    await navigateur.connecter('session@caf.fr');
    const inactivite = 60 * (PARAMETRES['sessionInactiviteMinutes'] ?? 0);
    const resteApresUneRequete = async (reste: number): Promise<number> => {
      await serveur.sql(
        "update sessions.session set expire = now() + make_interval(secs => $1) where sess->>'compteId' = $2",
        [reste, comptes['session']],
      );
      expect((await navigateur.aller('/gestion')).status).toBe(200);
      const [ligne] = await serveur.sql<{ reste: number }>(
        "select extract(epoch from expire - now()::timestamp)::float8 as reste from sessions.session where sess->>'compteId' = $1",
        [comptes['session']],
      );
      return ligne?.reste ?? 0;
    };
    expect(await resteApresUneRequete(inactivite - 30)).toBeLessThanOrEqual(inactivite - 30);
    expect(await resteApresUneRequete(inactivite - 61)).toBeGreaterThan(inactivite - 30);
    // A rule that shortens the idle time counts for the sessions that are open.
    expect(await resteApresUneRequete(2 * inactivite)).toBeLessThanOrEqual(inactivite + 1);
  });

  test('a session is over after its absolute limit, however busy', async () => {
    const navigateur = ouvrir(serveur);
    serveur.horloge.regler('2026-03-02T08:00:00Z');
    await navigateur.connecter('absolue@caf.fr');
    serveur.horloge.regler('2026-03-02T17:59:00Z');
    expect((await navigateur.aller('/gestion')).status).toBe(200);
    serveur.horloge.regler('2026-03-02T18:00:00Z');
    expect((await navigateur.aller('/gestion')).status).toBe(303);
    serveur.horloge.regler('2026-03-02');
  });

  test('a write sent after the session ended leads back to the page it came from and says that nothing was saved', async () => {
    const navigateur = ouvrir(serveur);
    const reponse = await navigateur.envoyer(
      '/partenaire/utilisateurs',
      { nom: 'X' },
      { referer: `${serveur.url}/partenaire/utilisateurs/nouveau` },
    );
    expect(reponse.status).toBe(303);
    const renvoi = reponse.headers.get('location') ?? '';
    expect(new URL(renvoi, serveur.url).searchParams.get('suite')).toBe('/partenaire/utilisateurs/nouveau');
    expect(await texteDe(await navigateur.aller(renvoi))).toContain(
      'votre dernier envoi n’a été ni enregistré ni gardé',
    );
  });

  test.each(['/api', '/gestion/api/resources'])(
    'without a session, %s answers 401 in JSON, in French',
    async (chemin) => {
      const reponse = await ouvrir(serveur).aller(chemin, { headers: { accept: '*/*' } });
      expect(reponse.status).toBe(401);
      expect(await reponse.json()).toMatchObject({
        erreur: {
          statut: 401,
          code: 'SessionExpiree',
          message: expect.stringContaining('Reconnectez-vous') as string,
        },
      });
    },
  );

  test.each([
    'https://ailleurs.example/',
    '//ailleurs.example',
    '/\\ailleurs.example',
    '/%5Cailleurs',
    'javascript:alert(1)',
    '/gestion\r\nSet-Cookie: a=b',
    '/gestion@ailleurs',
    '/connexion',
    '/partenaire/x',
  ])('after signing in, nobody is sent to %j', async (suite) => {
    const reponse = await ouvrir(serveur).connecter('suite@caf.fr', MOT_DE_PASSE, { suite });
    expect(reponse.headers.get('location')).toBe('/gestion');
    expect(reponse.headers.get('set-cookie')).not.toContain('a=b');
  });
});

describe('rights are read again at each request', () => {
  test('an access closed while its holder is signed in is closed at his next request', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('ferme@caf.fr');
    expect((await navigateur.aller('/gestion')).status).toBe(200);
    await serveur.sql("update agent_caf set clos_le = '2026-03-02' where compte_id = $1", [comptes['ferme']]);
    const renvoi = (await navigateur.aller('/gestion')).headers.get('location') ?? '';
    expect(renvoi).toContain('motif=clos');
    expect(await texteDe(await navigateur.aller(renvoi))).toContain('Votre accès est clos');
  });

  test('a closed account is out at its next request', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('partenaire@commune.fr');
    await serveur.sql('update compte set ferme = true where id = $1', [comptes['partenaire']]);
    expect((await navigateur.aller('/partenaire')).status).toBe(303);
    expect((await ouvrir(serveur).connecter('partenaire@commune.fr')).status).toBe(403);
    await serveur.sql('update compte set ferme = false where id = $1', [comptes['partenaire']]);
  });

  test('a role taken away is gone at the next request', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('partenaire@commune.fr');
    const lire = async () =>
      (await navigateur.json<{ acteur: { administrateur: boolean } }>('/partenaire')).acteur.administrateur;
    expect(await lire()).toBe(true);
    await serveur.sql('update utilisateur set administrateur = false where compte_id = $1', [
      comptes['partenaire'],
    ]);
    expect(await lire()).toBe(false);
  });
});
