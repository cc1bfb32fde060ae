import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  leverSecondFacteurDUnAgent,
  leverSecondFacteurDUnCompte,
} from '#src/domain/acces/compte/second-facteur.ts';
import { enBase32, hotp, pasDe } from '#src/domain/acces/compte/totp.ts';
import { systeme } from '#test/support/acteurs.ts';
import {
  MOT_DE_PASSE,
  depuisBase32,
  dernierCourriel,
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type Navigateur,
  type ServeurDeTest,
} from './serveur-de-test.ts';

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

const PREUVE = 'preuve-mot-de-passe';
/** Puts the clock so many minutes after noon. */
const apres = (minutes: number) =>
  serveur.horloge.regler(new Date(Date.UTC(2026, 2, 2, 12, minutes)).toISOString());
const oublier = () => serveur.sql('delete from sessions.tentative');
async function connecte(courriel: string): Promise<Navigateur> {
  await oublier();
  apres(0);
  const navigateur = ouvrir(serveur);
  await navigateur.connecter(courriel);
  return navigateur;
}

describe('an old password is asked for again before a sensitive act', () => {
  test('the act waits, what was typed comes back with the password, and is done', async () => {
    const navigateur = await connecte('partenaire@commune.fr');
    apres(14);
    expect((await navigateur.envoyer('/partenaire/sensible', { nom: 'A' })).status).toBe(200);
    apres(15);
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
    apres(29);
    expect((await navigateur.envoyer('/partenaire/sensible', {})).status).toBe(200);
  });

  test('an act that is not sensitive asks nothing, however old the password', async () => {
    const navigateur = await connecte('partenaire@commune.fr');
    apres(300);
    expect((await navigateur.envoyer('/partenaire', { a: '1' })).status).toBe(200);
  });

  test('a file is given after a page that leads back where it was asked from', async () => {
    const navigateur = await connecte('preuve@caf.fr');
    apres(20);
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
    const navigateur = await connecte('preuve@caf.fr');
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
    const navigateur = await connecte('preuve@caf.fr');
    apres(20);
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
    const navigateur = await connecte('preuve@caf.fr');
    apres(20);
    for (let essai = 0; essai < 3; essai += 1)
      expect((await navigateur.envoyer('/confirmation', { [PREUVE]: `essai ${essai}` })).status).toBe(422);
    expect((await navigateur.envoyer('/confirmation', { [PREUVE]: MOT_DE_PASSE })).status).toBe(429);
    await oublier();
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
    const ici = await connecte('sessions@caf.fr');
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
    const autre = await connecte('code@caf.fr');
    const [ligne] = await serveur.sql<{ reference: string }>(
      "select sess->>'reference' as reference from sessions.session where sess->>'compteId' = $1",
      [agents['code']?.compteId],
    );
    const navigateur = await connecte('sessions@caf.fr');
    expect(await (await navigateur.aller('/securite')).text()).not.toContain(ligne?.reference);
    await navigateur.envoyer('/securite/sessions/fermer', { reference: ligne?.reference ?? '' });
    expect((await autre.aller('/gestion')).status).toBe(200);
    expect(
      (await navigateur.envoyer('/securite/sessions/fermer', { reference: "' or true --" })).status,
    ).toBe(422);
  });

  test('a request under way when its session is ended does not bring it back', async () => {
    const navigateur = await connecte('sessions@caf.fr');
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

describe('a code of the telephone at sign-in', () => {
  /** Sets a second factor up over HTTP, as a person does. */
  async function activer(nom: string): Promise<{ secret: Buffer; codes: string[]; navigateur: Navigateur }> {
    const navigateur = await connecte(`${nom}@caf.fr`);
    expect((await navigateur.envoyer('/securite/code/preparer', {})).headers.get('location')).toBe(
      '/securite/code',
    );
    const page = await navigateur.aller('/securite/code').then((reponse) => reponse.text());
    const cle = (/cle-code">([A-Z2-7\s\u00a0]+)</.exec(page)?.[1] ?? '').replace(/\s/g, '');
    const secret = depuisBase32(cle);
    expect(page).toMatch(/<svg class="qr"[^>]*role="img"/);
    const codes = [
      ...(await (await navigateur.envoyer('/securite/code', { code: code(secret) })).text()).matchAll(
        /<code>([A-Z2-7-]{19})<\/code>/g,
      ),
    ].map(([, un]) => un ?? '');
    expect(codes).toHaveLength(10);
    await navigateur.envoyer('/deconnexion', {});
    return { secret, codes, navigateur };
  }
  const code = (secret: Buffer, ecart = 0) =>
    hotp(secret, pasDe(serveur.horloge.maintenant().epochMilliseconds) + ecart);
  const entrer = async (nom: string) => {
    const navigateur = ouvrir(serveur);
    const reponse = await navigateur.connecter(`${nom}@caf.fr`);
    return { navigateur, vers: reponse.headers.get('location'), statut: reponse.status };
  };

  test('after the password nothing is open until the code is given, which serves once', async () => {
    const { secret } = await activer('code');
    apres(1);
    const { navigateur, vers } = await entrer('code');
    expect(vers).toBe('/connexion/code');
    for (const chemin of ['/gestion', '/securite', '/mot-de-passe', '/profils'])
      expect((await navigateur.aller(chemin)).status, chemin).toBe(303);
    expect((await navigateur.aller('/connexion/code')).status).toBe(200);
    const avant = navigateur.session;
    expect(
      (
        await navigateur.envoyer('/connexion/code', {
          code: ` ${code(secret).slice(0, 3)} ${code(secret).slice(3)}`,
        })
      ).headers.get('location'),
    ).toBe('/gestion');
    expect(navigateur.session).not.toBe(avant);
    expect((await navigateur.aller('/gestion')).status).toBe(200);

    const rejeu = await entrer('code');
    expect((await rejeu.navigateur.envoyer('/connexion/code', { code: code(secret) })).status).toBe(422);
    expect((await rejeu.navigateur.envoyer('/connexion/code', { code: code(secret, -1) })).status).toBe(422);
    expect((await rejeu.navigateur.envoyer('/connexion/code', { code: code(secret, 1) })).status).toBe(303);
    expect((await dernierCourriel(serveur, 'code@caf.fr'))?.objet).toContain(
      'double authentification est active',
    );
  });

  test('of two uses of a code at once, one succeeds', async () => {
    const { secret } = await activer('attente');
    apres(2);
    const deux = await Promise.all([entrer('attente'), entrer('attente')]);
    const statuts = await Promise.all(
      deux.map(
        async ({ navigateur }) =>
          (await navigateur.envoyer('/connexion/code', { code: code(secret) })).status,
      ),
    );
    expect(statuts.sort()).toEqual([303, 422]);
  });

  test('a sign-in that waited too long begins again', async () => {
    await oublier();
    apres(3);
    const { navigateur } = await entrer('attente');
    apres(13);
    expect((await navigateur.aller('/connexion/code')).headers.get('location')).toBe(
      '/connexion?motif=session',
    );
    expect((await navigateur.envoyer('/connexion/code', { code: '000000' })).headers.get('location')).toBe(
      '/connexion?motif=session',
    );
  });

  test('wrong codes lock the account like wrong passwords, and a right password in between forgets none', async () => {
    const { secret } = await activer('verrou');
    apres(4);
    for (let essai = 0; essai < 3; essai += 1) {
      const { navigateur } = await entrer('verrou');
      expect((await navigateur.envoyer('/connexion/code', { code: '000000' })).status).toBe(422);
    }
    expect((await entrer('verrou')).statut).toBe(429);
    await oublier();
    const { navigateur } = await entrer('verrou');
    expect((await navigateur.envoyer('/connexion/code', { code: code(secret) })).status).toBe(303);
  });

  test('a code on paper stands for it once, with a journal line and a mail; the table holds neither code nor secret', async () => {
    const { codes, secret } = await activer('secours');
    const [premier = '', second = ''] = codes;
    for (const [saisi, statut] of [
      [premier.toLowerCase(), 303],
      [premier, 422],
      [second.replaceAll('-', ' '), 303],
    ] as const) {
      const { navigateur } = await entrer('secours');
      expect((await navigateur.envoyer('/connexion/code', { code: saisi })).status).toBe(statut);
    }
    expect((await dernierCourriel(serveur, 'secours@caf.fr'))?.corps).toContain('Il vous en reste 8');
    expect(
      await serveur.sql(
        "select 1 from journal where commande = 'compte.utiliserCodeDeSecours' and entite_id = $1",
        [agents['secours']?.compteId],
      ),
    ).toHaveLength(2);
    const contenus = await serveur.sql<{ t: string }>(
      'select s::text as t from second_facteur s union all select c::text from code_de_secours c union all select v::text from journal_valeur v',
    );
    for (const { t } of contenus)
      for (const interdit of [enBase32(secret), secret.toString('hex'), premier, premier.replaceAll('-', '')])
        expect(t).not.toContain(interdit);
  });

  test('it is withdrawn with the password and a code, both', async () => {
    const { secret } = await activer('retrait');
    apres(5);
    const { navigateur } = await entrer('retrait');
    await navigateur.envoyer('/connexion/code', { code: code(secret) });
    apres(6);
    for (const champs of [
      { motDePasse: 'faux', code: code(secret) },
      { motDePasse: MOT_DE_PASSE, code: '000000' },
      { motDePasse: MOT_DE_PASSE, code: '' },
    ]) {
      await oublier();
      expect((await navigateur.envoyer('/securite/code/retirer', champs)).status).toBe(422);
    }
    expect((await entrer('retrait')).vers).toBe('/connexion/code');
    await oublier();
    expect(
      (
        await navigateur.envoyer('/securite/code/retirer', { motDePasse: MOT_DE_PASSE, code: code(secret) })
      ).headers.get('location'),
    ).toBe('/securite');
    expect((await entrer('retrait')).vers).toBe('/gestion');
  });

  test('a lost telephone is helped by a responsable of the same Caf or by the command line, with a journal line and a mail', async () => {
    await activer('perdu');
    const agent = (cafId: string) =>
      ({
        type: 'agent',
        compteId: agents['code']?.compteId ?? '',
        agentId: agents['code']?.id ?? '',
        nom: 'R',
        prenom: 'R',
        cafId,
        fuseauHoraire: 'Europe/Paris',
        profil: 'responsable',
      }) as const;
    const { id = '' } = agents['perdu'] ?? {};
    await expect(
      serveur.executeur.executer(agent('999'), leverSecondFacteurDUnAgent, { id }),
    ).rejects.toThrow('introuvable');
    await expect(
      serveur.executeur.executer({ ...agent('451'), profil: 'gestionnaire' }, leverSecondFacteurDUnAgent, {
        id,
      }),
    ).rejects.toThrow('un responsable de la Caf');
    await serveur.executeur.executer(agent('451'), leverSecondFacteurDUnAgent, { id });
    expect((await entrer('perdu')).vers).toBe('/gestion');
    expect((await dernierCourriel(serveur, 'perdu@caf.fr'))?.objet).toContain('levée');
    await activer('perdu');
    await serveur.executeur.executer(systeme, leverSecondFacteurDUnCompte, { courriel: 'perdu@caf.fr' });
    expect((await entrer('perdu')).vers).toBe('/gestion');
    expect(
      await serveur.sql(
        "select 1 from journal where commande like '%leverSecondFacteur' and entite_id = $1",
        [agents['perdu']?.compteId],
      ),
    ).toHaveLength(2);
  });

  test('a link that replaces the password does not replace the telephone', async () => {
    await oublier();
    await ouvrir(serveur).envoyer('/mot-de-passe-oublie', { courriel: 'secours@caf.fr' });
    await expect
      .poll(async () => (await dernierCourriel(serveur, 'secours@caf.fr'))?.lien)
      .toMatch(/^\/reinitialisation/);
    const navigateur = ouvrir(serveur);
    const lien = (await dernierCourriel(serveur, 'secours@caf.fr'))?.lien ?? '';
    expect(
      (
        await navigateur.envoyer(lien, {
          motDePasse: 'un tout autre mot de passe',
          confirmation: 'un tout autre mot de passe',
        })
      ).headers.get('location'),
    ).toBe('/connexion/code');
    expect((await navigateur.aller('/gestion')).status).toBe(303);
  });

  test('it is offered to agents and analysts, not to partners, and asks for a recent password', async () => {
    const partenaire = await connecte('partenaire@commune.fr');
    expect(await texteDe(await partenaire.aller('/securite'))).not.toContain('Double authentification');
    expect((await partenaire.envoyer('/securite/code/preparer', {})).status).toBe(403);
    expect((await partenaire.aller('/securite/code')).status).toBe(403);
    const agent = await connecte('preuve@caf.fr');
    apres(20);
    expect(await texteDe(await agent.envoyer('/securite/code/preparer', {}))).toContain(
      'Confirmez votre mot de passe',
    );
    expect(
      (await agent.envoyer('/securite/code/preparer', { [PREUVE]: MOT_DE_PASSE })).headers.get('location'),
    ).toBe('/securite/code');
  });
});
