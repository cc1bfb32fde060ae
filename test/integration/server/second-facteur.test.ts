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

describe('a code of the telephone at sign-in', () => {
  /** Sets a second factor up over HTTP, as a person does. */
  async function activer(nom: string): Promise<{ secret: Buffer; codes: string[]; navigateur: Navigateur }> {
    const navigateur = await connecte(serveur, `${nom}@caf.fr`);
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
    apres(serveur, 1);
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
    apres(serveur, 2);
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
    await oublier(serveur);
    apres(serveur, 3);
    const { navigateur } = await entrer('attente');
    apres(serveur, 13);
    expect((await navigateur.aller('/connexion/code')).headers.get('location')).toBe(
      '/connexion?motif=session',
    );
    expect((await navigateur.envoyer('/connexion/code', { code: '000000' })).headers.get('location')).toBe(
      '/connexion?motif=session',
    );
  });

  test('wrong codes lock the account like wrong passwords, and a right password in between forgets none', async () => {
    const { secret } = await activer('verrou');
    apres(serveur, 4);
    for (let essai = 0; essai < 3; essai += 1) {
      const { navigateur } = await entrer('verrou');
      expect((await navigateur.envoyer('/connexion/code', { code: '000000' })).status).toBe(422);
    }
    expect((await entrer('verrou')).statut).toBe(429);
    await oublier(serveur);
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
    apres(serveur, 5);
    const { navigateur } = await entrer('retrait');
    await navigateur.envoyer('/connexion/code', { code: code(secret) });
    apres(serveur, 6);
    for (const champs of [
      { motDePasse: 'faux', code: code(secret) },
      { motDePasse: MOT_DE_PASSE, code: '000000' },
      { motDePasse: MOT_DE_PASSE, code: '' },
    ]) {
      await oublier(serveur);
      expect((await navigateur.envoyer('/securite/code/retirer', champs)).status).toBe(422);
    }
    expect((await entrer('retrait')).vers).toBe('/connexion/code');
    await oublier(serveur);
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
    await oublier(serveur);
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
    const partenaire = await connecte(serveur, 'partenaire@commune.fr');
    expect(await texteDe(await partenaire.aller('/securite'))).not.toContain('Double authentification');
    expect((await partenaire.envoyer('/securite/code/preparer', {})).status).toBe(403);
    expect((await partenaire.aller('/securite/code')).status).toBe(403);
    const agent = await connecte(serveur, 'preuve@caf.fr');
    apres(serveur, 20);
    expect(await texteDe(await agent.envoyer('/securite/code/preparer', {}))).toContain(
      'Confirmez votre mot de passe',
    );
    expect(
      (await agent.envoyer('/securite/code/preparer', { [PREUVE]: MOT_DE_PASSE })).headers.get('location'),
    ).toBe('/securite/code');
  });
});
