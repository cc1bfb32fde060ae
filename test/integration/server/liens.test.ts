import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviter, inviterAuFormulaire } from '#src/domain/acces/compte/inviter.ts';
import { fermerInvitationAuFormulaire, lireJeton } from '#src/domain/acces/compte/jeton.ts';
import {
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

describe('invitation', () => {
  test('the link lets the invited person choose his password, signs him in, and works once', async () => {
    const lien = await inviterUtilisateur(serveur, marins, 'chantal@commune.fr');
    const page = await texteDe(await ouvrir(serveur).aller(lien));
    expect(page).toContain('Chantal BAILLET');
    expect(page).toContain('Commune des Marins');
    const navigateur = ouvrir(serveur);
    expect(
      (await navigateur.envoyer(lien, { motDePasse: NOUVEAU, confirmation: NOUVEAU })).headers.get(
        'location',
      ),
    ).toBe('/partenaire');
    expect((await navigateur.aller('/partenaire')).status).toBe(200);
    expect((await choisir(serveur, lien, 'un autre mot de passe')).status).toBe(410);
    expect((await ouvrir(serveur).aller(lien)).status).toBe(410);
    expect((await ouvrir(serveur).connecter('chantal@commune.fr', NOUVEAU)).status).toBe(303);
  });

  test('before it is accepted, the account opens nothing, whatever the password', async () => {
    await inviterUtilisateur(serveur, marins, 'attente@commune.fr');
    expect((await ouvrir(serveur).connecter('attente@commune.fr', '')).status).toBe(422);
    expect((await ouvrir(serveur).connecter('attente@commune.fr', 'null')).status).toBe(401);
  });

  test('inviting again replaces the link', async () => {
    const premier = await inviterUtilisateur(serveur, marins, 'renvoi@commune.fr');
    const second = await inviterUtilisateur(serveur, marins, 'renvoi@commune.fr');
    expect(second).not.toBe(premier);
    expect((await ouvrir(serveur).aller(premier)).status).toBe(410);
    expect((await ouvrir(serveur).aller(second)).status).toBe(200);
  });

  test('somebody who already has a password keeps it: he is told, and gets no link', async () => {
    const { dejaActif } = await serveur.unite((unite) =>
      inviter(unite, {
        courriel: 'partenaire@commune.fr',
        prenom: 'Camille',
        cafId: null,
        organisme: 'Commune des Dunes',
      }),
    );
    expect(dejaActif).toBe(true);
    const courriel = await dernierCourriel(serveur, 'partenaire@commune.fr');
    expect(courriel?.corps).toContain('il reste le même');
    expect(courriel?.lien).toBe('/connexion');
    expect((await ouvrir(serveur).connecter('partenaire@commune.fr')).status).toBe(303);
  });

  test('it dies after the hours of the rules', async () => {
    const lien = await inviterUtilisateur(serveur, marins, 'tard@commune.fr');
    serveur.horloge.regler('2026-03-04T11:59:00Z');
    expect((await ouvrir(serveur).aller(lien)).status).toBe(200);
    serveur.horloge.regler('2026-03-04T12:00:00Z');
    expect((await ouvrir(serveur).aller(lien)).status).toBe(410);
    expect((await choisir(serveur, lien)).status).toBe(410);
    serveur.horloge.regler('2026-03-02');
  });
});

describe('eligibility link', () => {
  const formulaireId = randomUUID();
  async function lienDuFormulaire(): Promise<string> {
    await serveur.unite(async (unite) => {
      await unite.em.execute(
        `insert into formulaire_eligibilite select (jsonb_populate_record(null::formulaire_eligibilite, ?::jsonb)).* on conflict do nothing`,
        [JSON.stringify(await formulaireMinimal())],
      );
      await inviterAuFormulaire(unite, {
        formulaireId,
        courriel: 'mairie@commune.fr',
        cafId: '451',
        organisme: 'Commune des Marins',
      });
    });
    return (await dernierCourriel(serveur, 'mairie@commune.fr'))?.lien ?? '';
  }
  /** Every column the table asks for, filled with what its type takes. */
  async function formulaireMinimal(): Promise<Record<string, unknown>> {
    const colonnes = await serveur.sql<{ column_name: string; data_type: string }>(
      "select column_name, data_type from information_schema.columns where table_name = 'formulaire_eligibilite' and is_nullable = 'NO'",
    );
    const parType: Readonly<Record<string, unknown>> = {
      uuid: randomUUID(),
      boolean: false,
      integer: 1,
      jsonb: [],
      date: '2026-03-02',
      'timestamp with time zone': '2026-03-02T12:00:00Z',
      text: 'x',
    };
    return {
      ...Object.fromEntries(colonnes.map(({ column_name, data_type }) => [column_name, parType[data_type]])),
      id: formulaireId,
      caf_id: '451',
      partenaire_id: marins,
      etat: 'brouillon',
    };
  }

  test('it makes its holder the guest of that form, with nothing else open, as often as needed until the form is submitted', async () => {
    const lien = await lienDuFormulaire();
    const navigateur = ouvrir(serveur);
    for (let fois = 0; fois < 2; fois += 1) {
      expect((await navigateur.json<{ acteur: unknown }>(lien)).acteur).toEqual({
        type: 'invite',
        formulaireId,
        cafId: '451',
        fuseauHoraire: 'Europe/Paris',
        partenaireId: marins,
      });
    }
    expect((await navigateur.aller('/partenaire')).status).toBe(303);
    expect((await navigateur.aller('/api', { headers: { accept: 'application/json' } })).status).toBe(401);
    await serveur.unite((unite) => fermerInvitationAuFormulaire(unite, lien.split('=')[1] ?? ''));
    const mort = await navigateur.aller(lien);
    expect(mort.status).toBe(409);
    expect(await texteDe(mort)).toContain('Demandez-en un nouveau');
    expect(
      (await lireJeton(serveur.orm.em.fork(), 'eligibilite', lien.split('=')[1], new Date()))?.etat,
    ).toBe('utilise');
  });

  test.each(['/eligibilite', `/eligibilite?jeton=${FORGE}`])('%s opens nothing', async (chemin) => {
    expect((await ouvrir(serveur).aller(chemin)).status).toBe(409);
  });
});

describe('visible outbox', () => {
  test('in a demonstration everybody reads the mails and follows their links; the page says so', async () => {
    const lien = await inviterUtilisateur(serveur, marins, 'boite@commune.fr');
    const page = await texteDe(await ouvrir(serveur).aller('/courriels'));
    expect(page).toContain('Aucun message ne part');
    expect(page).toContain('boite@commune.fr');
    expect(page).toContain(lien);
  });

  test('in production, or with a mail server, there is no such page', async () => {
    for (const configuration of [
      {
        production: true,
        http: { urlPublique: undefined, trustProxy: false as const },
        courrier: { mode: 'boite-visible' as const },
      },
      {
        production: false,
        http: { urlPublique: undefined, trustProxy: false as const },
        courrier: { mode: 'smtp' as const },
      },
    ]) {
      const autre = await serveurDeTest({ configuration });
      expect((await ouvrir(autre).aller('/courriels')).status).toBe(404);
      await autre.fermer();
    }
  });
});
