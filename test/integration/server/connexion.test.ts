import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlock, lockedAccounts } from '#src/domain/acces/compte/lockout.ts';
import { MOT_DE_PASSE, Navigateur, ouvrir, texteDe, type ServeurDeTest } from './serveur-de-test.ts';
import { serveurAvecDesComptes } from './comptes.ts';

let serveur: ServeurDeTest;
let comptes: Readonly<Record<string, string>>;
beforeAll(async () => {
  ({ serveur, comptes } = await serveurAvecDesComptes());
});
afterAll(() => serveur.fermer());

/** Failed attempts from an address are counted together: each test starts with none. */
const oublierAdresses = () =>
  serveur.sql("delete from sessions.tentative where key like 'connexion-adresse:%'");

describe('one entry for all', () => {
  test.each([
    ['agent@caf.fr', '/gestion'],
    ['analyste@caf.fr', '/gestion'],
    ['partenaire@commune.fr', '/partenaire'],
  ])('%s is led to %s', async (courriel, espace) => {
    const reponse = await ouvrir(serveur).connecter(courriel);
    expect(reponse.status).toBe(303);
    expect(reponse.headers.get('location')).toBe(espace);
  });

  test('the mail address is read whatever its case and the spaces around it', async () => {
    expect((await ouvrir(serveur).connecter('  Agent@CAF.fr ')).headers.get('location')).toBe('/gestion');
  });

  test('each space refuses those it is not for, and says who it is for', async () => {
    const partenaire = ouvrir(serveur);
    await partenaire.connecter('partenaire@commune.fr');
    const refuse = await partenaire.aller('/gestion');
    expect(refuse.status).toBe(403);
    expect(await texteDe(refuse)).toContain('réservé aux agents de la Caf');
    const agent = ouvrir(serveur);
    await agent.connecter('agent@caf.fr');
    expect((await agent.aller('/partenaire')).status).toBe(403);
    expect((await partenaire.json<{ acteur: { type: string } }>('/partenaire')).acteur.type).toBe(
      'partenaire',
    );
  });

  test('an account with several spaces chooses one, then may change', async () => {
    const double = ouvrir(serveur);
    expect((await double.connecter('double@commune.fr')).headers.get('location')).toBe('/profils');
    expect((await double.aller('/partenaire')).headers.get('location')).toMatch(/^\/profils/);
    const page = await texteDe(await double.aller('/profils'));
    expect(page).toContain('Commune des Marins');
    expect(page).toContain('Commune des Dunes');
    const cles = [...page.matchAll(/value="(utilisateur:[^"]+)"/g)].map(([, cle]) => cle ?? '');
    const vus = [];
    for (const cle of cles) {
      expect((await double.envoyer('/profils', { profil: cle })).headers.get('location')).toBe('/partenaire');
      vus.push(
        (await double.json<{ acteur: { utilisateurId: string } }>('/partenaire')).acteur.utilisateurId,
      );
    }
    expect(vus.map((id) => `utilisateur:${id}`)).toEqual(cles);
  });

  test('a space of somebody else cannot be chosen', async () => {
    const double = ouvrir(serveur);
    await double.connecter('double@commune.fr');
    expect((await double.envoyer('/profils', { profil: `agent:${comptes['agent']}` })).status).toBe(422);
  });

  test('an access that is not open yet, or is closed, signs nobody in and says when or whom to ask', async () => {
    const futur = await ouvrir(serveur).connecter('futur@commune.fr');
    expect(futur.status).toBe(403);
    expect(await texteDe(futur)).toContain('s’ouvrira le 01/04/2026');
    const clos = await ouvrir(serveur).connecter('clos@commune.fr');
    expect(clos.status).toBe(403);
    expect(await texteDe(clos)).toContain('administrateur partenaire');
  });
});

describe('lockout', () => {
  test('an unknown account gets the same answer as a wrong password, for the same hash work', async () => {
    await oublierAdresses();
    const avant = serveur.verifications();
    const faux = await ouvrir(serveur).connecter('agent@caf.fr', 'mauvais mot de passe');
    const inconnu = await ouvrir(serveur).connecter('inconnu@caf.fr', 'mauvais mot de passe');
    expect(serveur.verifications()).toBe(avant + 2);
    expect([faux.status, inconnu.status]).toEqual([401, 401]);
    expect((await texteDe(inconnu)).replace('inconnu@', 'agent@')).toBe(await texteDe(faux));
  });

  test('an account is locked after too many failures, even for the right password, unknown accounts likewise', async () => {
    await oublierAdresses();
    for (const courriel of ['verrou@caf.fr', 'personne@caf.fr']) {
      for (let essai = 0; essai < 3; essai += 1)
        expect((await ouvrir(serveur).connecter(courriel, 'mauvais mot de passe')).status).toBe(401);
      await oublierAdresses();
      const bloque = await ouvrir(serveur).connecter(courriel);
      expect(bloque.status).toBe(429);
      expect(Number(bloque.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await texteDe(bloque)).toMatch(/Réessayez dans 15 minutes.*administrateur partenaire/s);
    }
  });

  test('a locked account is shown as such and unlocked by its administrator, with a journal line', async () => {
    const verrou = comptes['verrou'] ?? '';
    expect(await serveur.unite((unite) => lockedAccounts(unite, [verrou, comptes['agent'] ?? '']))).toEqual(
      new Set([verrou]),
    );
    await serveur.unite((unite) => unlock(unite, verrou));
    expect(
      await serveur.sql('select commande from journal where entite_id = $1 and changements ? $2', [
        verrou,
        'verrou',
      ]),
    ).toHaveLength(1);
    await oublierAdresses();
    expect((await ouvrir(serveur).connecter('verrou@caf.fr')).status).toBe(303);
  });

  test('a success forgets the failures before it', async () => {
    await oublierAdresses();
    for (const motDePasse of ['faux mot 1', 'faux mot 2', MOT_DE_PASSE, 'faux mot 3', 'faux mot 4'])
      await ouvrir(serveur).connecter('suite@caf.fr', motDePasse);
    expect((await ouvrir(serveur).connecter('suite@caf.fr')).status).toBe(303);
  });

  test('attempts at once are not more attempts: at most as many passwords are checked as are allowed', async () => {
    await oublierAdresses();
    const avant = serveur.verifications();
    const statuts = await Promise.all(
      Array.from(
        { length: 7 },
        async () => (await ouvrir(serveur).connecter('rafale@caf.fr', 'mauvais mot de passe')).status,
      ),
    );
    expect(statuts.filter((statut) => statut === 401)).toHaveLength(3);
    expect(statuts.filter((statut) => statut === 429)).toHaveLength(4);
    expect(serveur.verifications()).toBe(avant + 3);
  });

  test('an address is locked after too many failures over any accounts', async () => {
    await oublierAdresses();
    for (let essai = 0; essai < 8; essai += 1)
      await ouvrir(serveur).connecter(`personne-${essai}@caf.fr`, 'mauvais mot de passe');
    expect((await ouvrir(serveur).connecter('adresse@caf.fr')).status).toBe(429);
    await oublierAdresses();
    expect((await ouvrir(serveur).connecter('adresse@caf.fr')).status).toBe(303);
  });

  test('the counters hold neither mail nor network address', async () => {
    const lignes = await serveur.sql<{ key: string }>('select key from sessions.tentative');
    expect(lignes.length).toBeGreaterThan(0);
    for (const { key } of lignes) expect(key).not.toMatch(/@|127\.0/);
  });
});

describe('what is sent to the sign-in page', () => {
  test('a JSON object instead of a mail address is refused before any account is looked for', async () => {
    const avant = serveur.verifications();
    const reponse = await ouvrir(serveur).aller('/connexion', {
      method: 'POST',
      headers: { origin: serveur.url, 'content-type': 'application/json' },
      body: JSON.stringify({ courriel: { $ne: null }, motDePasse: { $ne: null } }),
    });
    expect(reponse.status).toBe(415);
    expect(serveur.verifications()).toBe(avant);
  });

  test.each([
    ['a repeated field', 'courriel=a%40b.fr&courriel=c%40d.fr&motDePasse=x', 422, 'Adresse mail'],
    ['a nested field', 'courriel[$ne]=&motDePasse[$ne]=', 400, 'courriel[$ne]'],
    ['an empty form', '', 422, 'Adresse mail'],
  ])('%s is refused with the field named', async (_cas, corps, statut, nomme) => {
    const avant = serveur.verifications();
    const reponse = await ouvrir(serveur).aller('/connexion', {
      method: 'POST',
      headers: { origin: serveur.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: corps,
    });
    expect(reponse.status).toBe(statut);
    expect(await texteDe(reponse)).toContain(nomme);
    expect(serveur.verifications()).toBe(avant);
  });

  test('a script in the mail address comes back as text', async () => {
    await oublierAdresses();
    const page = await texteDe(
      await ouvrir(serveur).connecter('"><script>alert(1)</script>', 'mauvais mot de passe'),
    );
    expect(page).not.toContain('<script>alert');
  });

  test('no log line holds a mail address, a password or a query', async () => {
    const navigateur = new Navigateur(serveur.url);
    await navigateur.aller('/connexion?suite=/gestion&secret=abc');
    const journaux = serveur.journaux().join('');
    expect(journaux).toContain('"chemin":"/connexion"');
    for (const donnee of ['@caf.fr', '@commune.fr', MOT_DE_PASSE, 'mauvais mot', 'secret=abc', '127.0.0.1'])
      expect(journaux).not.toContain(donnee);
  });
});
