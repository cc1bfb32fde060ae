import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { envoyerReinitialisation } from '#src/domain/acces/compte/inviter.ts';
import {
  MOT_DE_PASSE,
  dernierCourriel,
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type ServeurDeTest,
} from './serveur-de-test.ts';
import { choisir, FORGE, inviterUtilisateur, NOUVEAU } from './invitations.ts';

let serveur: ServeurDeTest;
let marins: string;
const comptes: Record<string, string> = {};
beforeAll(async () => {
  serveur = await serveurDeTest();
  await serveur.unite(async (unite) => {
    for (const nom of ['agent', 'oubli', 'refait', 'perime', 'simultane', 'change', 'ferme', 'inonde'])
      comptes[nom] = (await fabrique.agent(unite, `${nom}@caf.fr`)).compteId;
    marins = await fabrique.partenaire(unite, 'Commune des Marins');
    comptes['partenaire'] = (await fabrique.utilisateur(unite, 'partenaire@commune.fr', marins)).compteId;
  });
});
afterAll(() => serveur.fermer());
const lienDe = async (nom: string): Promise<string> => {
  const compteId = comptes[nom] ?? '';
  await serveur.unite((unite) =>
    envoyerReinitialisation(unite, { compteId, courriel: `${nom}@caf.fr`, cafId: null }),
  );
  return (await dernierCourriel(serveur, `${nom}@caf.fr`))?.lien ?? '';
};

describe('forgotten password', () => {
  test('a known, an unknown and a closed account get the same answer; only the open one gets a mail', async () => {
    await serveur.sql('update compte set ferme = true where id = $1', [comptes['ferme']]);
    const pages = await Promise.all(
      ['oubli@caf.fr', 'inconnu@caf.fr', 'ferme@caf.fr'].map(async (courriel) => {
        const reponse = await ouvrir(serveur).envoyer('/mot-de-passe-oublie', { courriel });
        return { statut: reponse.status, page: await texteDe(reponse) };
      }),
    );
    expect(pages[0]?.statut).toBe(200);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
    await vi.waitFor(async () =>
      expect((await dernierCourriel(serveur, 'oubli@caf.fr'))?.lien).toMatch(/^\/reinitialisation\?jeton=/),
    );
    await serveur.unite(async () => {});
    expect(await dernierCourriel(serveur, 'inconnu@caf.fr')).toBeUndefined();
    expect(await dernierCourriel(serveur, 'ferme@caf.fr')).toBeUndefined();
  });

  test('the new password replaces the old one, ends the other sessions and unlocks the account', async () => {
    const ailleurs = ouvrir(serveur);
    await ailleurs.connecter('refait@caf.fr');
    for (let essai = 0; essai < 3; essai += 1)
      await ouvrir(serveur).connecter('refait@caf.fr', 'mauvais mot de passe');
    expect((await ouvrir(serveur).connecter('refait@caf.fr')).status).toBe(429);
    const lien = await lienDe('refait');
    expect((await ailleurs.aller('/gestion')).status).toBe(200);
    expect((await choisir(serveur, lien)).headers.get('location')).toBe('/gestion');
    expect((await ailleurs.aller('/gestion')).status).toBe(303);
    expect((await ouvrir(serveur).connecter('refait@caf.fr', NOUVEAU)).status).toBe(303);
    expect((await ouvrir(serveur).connecter('refait@caf.fr', MOT_DE_PASSE)).status).toBe(401);
  });

  test('of two uses of a link at once, one succeeds', async () => {
    const lien = await lienDe('simultane');
    const statuts = await Promise.all(
      [choisir(serveur, lien, 'premier mot de passe'), choisir(serveur, lien, 'second mot de passe')].map(
        async (reponse) => (await reponse).status,
      ),
    );
    expect(statuts.sort()).toEqual([303, 410]);
  });

  test('a refused password does not use the link up, and the field at fault is named', async () => {
    const lien = await lienDe('perime');
    const refus: readonly (readonly [string, string, string])[] = [
      ['court', 'court', '12 caractères au moins'],
      ['x'.repeat(65), 'x'.repeat(65), '64 caractères au plus'],
      ['aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa', 'répète toujours les mêmes'],
      ['perime@caf.fr', 'perime@caf.fr', 'différent de votre adresse mail'],
      [NOUVEAU, `${NOUVEAU}.`, 'les deux saisies sont différentes'],
    ];
    for (const [motDePasse, confirmation, message] of refus) {
      const reponse = await choisir(serveur, lien, motDePasse, confirmation);
      expect(reponse.status).toBe(422);
      const page = await texteDe(reponse);
      expect(page).toContain(message);
      expect(page).not.toMatch(/type="password"[^>]* value=/);
    }
    expect((await choisir(serveur, lien)).status).toBe(303);
  });

  test.each([
    ['forged', `?jeton=${FORGE}`],
    ['of another kind', ''],
    ['repeated', `?jeton=${FORGE}&jeton=${FORGE}`],
    ['truncated', '?jeton=abc'],
    ['with a quote', `?jeton=${encodeURIComponent("' or 1=1 --")}`],
  ])('a link %s opens nothing and says what to do', async (_cas, requete) => {
    const chemin =
      requete === ''
        ? (await inviterUtilisateur(serveur, marins, 'genre@commune.fr')).replace(
            '/invitation',
            '/reinitialisation',
          )
        : `/reinitialisation${requete}`;
    const reponse = await ouvrir(serveur).aller(chemin);
    expect(reponse.status).toBe(410);
    expect(await texteDe(reponse)).toContain('Demander un nouveau lien');
    expect((await choisir(serveur, chemin)).status).toBe(410);
  });

  test('an account is not flooded with links, and nothing tells', async () => {
    for (let demande = 0; demande < 4; demande += 1) {
      expect(
        (await ouvrir(serveur).envoyer('/mot-de-passe-oublie', { courriel: 'inonde@caf.fr' })).status,
      ).toBe(200);
    }
    await vi.waitFor(async () =>
      expect(
        await serveur.sql('select 1 from courriel where destinataire = $1', ['inonde@caf.fr']),
      ).toHaveLength(3),
    );
  });

  test('the database holds the hash of a secret only, and the journal a line for each link', async () => {
    const lien = await inviterUtilisateur(serveur, marins, 'secret@commune.fr');
    const secret = new URLSearchParams(lien.split('?')[1]).get('jeton') ?? '';
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const tables = await serveur.sql<{ texte: string }>(
      'select j::text as texte from jeton j union all select j::text from journal j union all select v::text from journal_valeur v',
    );
    expect(tables.filter(({ texte }) => texte.includes(secret))).toEqual([]);
    expect(
      await serveur.sql(
        "select 1 from journal where changements->'lien'->>'apres' = 'invitation' and commande = 'essai'",
      ),
    ).not.toHaveLength(0);
  });
});

describe('own password', () => {
  test('it is changed by whoever knows the present one; the other sessions end, this one goes on under a new identifier', async () => {
    const [ici, ailleurs] = [ouvrir(serveur), ouvrir(serveur)];
    await ici.connecter('partenaire@commune.fr');
    await ailleurs.connecter('partenaire@commune.fr');
    const avant = ici.session;
    const faux = await ici.envoyer('/mot-de-passe', {
      actuel: 'pas le bon du tout',
      motDePasse: NOUVEAU,
      confirmation: NOUVEAU,
    });
    expect(faux.status).toBe(422);
    expect(await texteDe(faux)).toContain('Mot de passe actuel');
    const change = await ici.envoyer('/mot-de-passe', {
      actuel: MOT_DE_PASSE,
      motDePasse: NOUVEAU,
      confirmation: NOUVEAU,
    });
    expect(change.headers.get('location')).toBe('/partenaire');
    expect(
      await serveur.sql('select commande, entite_id, acteur_id from journal where requete_id = $1', [
        change.headers.get('x-request-id'),
      ]),
    ).toEqual([
      {
        commande: 'compte.changerMotDePasse',
        entite_id: comptes['partenaire'],
        acteur_id: comptes['partenaire'],
      },
    ]);
    expect(ici.session).not.toBe(avant);
    const { messages } = await ici.json<{ messages: { texte: string }[] }>('/partenaire');
    expect(messages[0]?.texte).toContain('Votre mot de passe est modifié');
    expect((await ici.json<{ messages: unknown[] }>('/partenaire')).messages).toEqual([]);
    expect((await ailleurs.aller('/partenaire')).status).toBe(303);
    expect((await dernierCourriel(serveur, 'partenaire@commune.fr'))?.objet).toBe(
      'Votre mot de passe a été modifié',
    );
  });

  test('an agent is told on the same page, however slowly the session is written', async () => {
    const navigateur = ouvrir(serveur);
    await navigateur.connecter('agent@caf.fr');
    await serveur.sql(`create function ralentir() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return new; end $$;
      create trigger lenteur before update on sessions.session for each row when (new.sess::text like '%messages%') execute function ralentir()`);
    expect(
      (
        await navigateur.envoyer('/mot-de-passe', {
          actuel: MOT_DE_PASSE,
          motDePasse: NOUVEAU,
          confirmation: NOUVEAU,
        })
      ).headers.get('location'),
    ).toBe('/mot-de-passe');
    expect(await texteDe(await navigateur.aller('/mot-de-passe'))).toContain(
      'Votre mot de passe est modifié',
    );
    await serveur.sql('drop trigger lenteur on sessions.session');
  });

  test('guessing the present password locks like a failed sign-in', async () => {
    const navigateur = ouvrir(serveur);
    await serveur.sql('delete from sessions.tentative');
    await navigateur.connecter('change@caf.fr');
    for (let essai = 0; essai < 3; essai += 1)
      await navigateur.envoyer('/mot-de-passe', {
        actuel: `essai ${essai}`,
        motDePasse: NOUVEAU,
        confirmation: NOUVEAU,
      });
    expect(
      (
        await navigateur.envoyer('/mot-de-passe', {
          actuel: MOT_DE_PASSE,
          motDePasse: NOUVEAU,
          confirmation: NOUVEAU,
        })
      ).status,
    ).toBe(429);
  });

  test('nobody reaches it without being signed in', async () => {
    expect((await ouvrir(serveur).aller('/mot-de-passe')).headers.get('location')).toBe(
      '/connexion?suite=%2Fmot-de-passe',
    );
  });
});
