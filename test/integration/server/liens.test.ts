import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { envoyerReinitialisation, inviter, inviterAuFormulaire } from '#src/domain/acces/compte/inviter.ts';
import { fermerInvitationAuFormulaire, lireJeton } from '#src/domain/acces/compte/jeton.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import {
  MOT_DE_PASSE,
  dernierCourriel,
  fabrique,
  ouvrir,
  serveurDeTest,
  texteDe,
  type ServeurDeTest,
} from './serveur-de-test.ts';

const NOUVEAU = 'une mouette sur le quai';
const FORGE = 'A'.repeat(43);

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

/** Invites somebody who has no account yet, as a user of the partner. */
async function inviterUtilisateur(courriel: string): Promise<string> {
  await serveur.unite(async (unite) => {
    const { compteId } = await inviter(unite, {
      courriel,
      prenom: 'Chantal',
      cafId: '451',
      organisme: 'Commune des Marins',
      identifiant: `COT-${courriel}`,
    });
    if (await unite.em.findOne(Utilisateur, { compte: compteId })) return;
    unite.em.persist(
      unite.em.create(Utilisateur, {
        caf: '451',
        partenaire: marins,
        compte: compteId,
        identifiant: `COT-${courriel}`,
        nom: 'BAILLET',
        prenom: 'Chantal',
        courriel,
        ouvertLe: '2020-01-01',
        groupes: [],
      }),
    );
  });
  return (await dernierCourriel(serveur, courriel))?.lien ?? '';
}
const lienDe = async (nom: string): Promise<string> => {
  const compteId = comptes[nom] ?? '';
  await serveur.unite((unite) =>
    envoyerReinitialisation(unite, { compteId, courriel: `${nom}@caf.fr`, cafId: null }),
  );
  return (await dernierCourriel(serveur, `${nom}@caf.fr`))?.lien ?? '';
};
const choisir = (lien: string, motDePasse = NOUVEAU, confirmation = motDePasse) =>
  ouvrir(serveur).envoyer(lien, { motDePasse, confirmation });

describe('invitation', () => {
  test('the link lets the invited person choose his password, signs him in, and works once', async () => {
    const lien = await inviterUtilisateur('chantal@commune.fr');
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
    expect((await choisir(lien, 'un autre mot de passe')).status).toBe(410);
    expect((await ouvrir(serveur).aller(lien)).status).toBe(410);
    expect((await ouvrir(serveur).connecter('chantal@commune.fr', NOUVEAU)).status).toBe(303);
  });

  test('before it is accepted, the account opens nothing, whatever the password', async () => {
    await inviterUtilisateur('attente@commune.fr');
    expect((await ouvrir(serveur).connecter('attente@commune.fr', '')).status).toBe(422);
    expect((await ouvrir(serveur).connecter('attente@commune.fr', 'null')).status).toBe(401);
  });

  test('inviting again replaces the link', async () => {
    const premier = await inviterUtilisateur('renvoi@commune.fr');
    const second = await inviterUtilisateur('renvoi@commune.fr');
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
    const lien = await inviterUtilisateur('tard@commune.fr');
    serveur.horloge.regler('2026-03-04T11:59:00Z');
    expect((await ouvrir(serveur).aller(lien)).status).toBe(200);
    serveur.horloge.regler('2026-03-04T12:00:00Z');
    expect((await ouvrir(serveur).aller(lien)).status).toBe(410);
    expect((await choisir(lien)).status).toBe(410);
    serveur.horloge.regler('2026-03-02');
  });
});

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
    expect((await choisir(lien)).headers.get('location')).toBe('/gestion');
    expect((await ailleurs.aller('/gestion')).status).toBe(303);
    expect((await ouvrir(serveur).connecter('refait@caf.fr', NOUVEAU)).status).toBe(303);
    expect((await ouvrir(serveur).connecter('refait@caf.fr', MOT_DE_PASSE)).status).toBe(401);
  });

  test('of two uses of a link at once, one succeeds', async () => {
    const lien = await lienDe('simultane');
    const statuts = await Promise.all(
      [choisir(lien, 'premier mot de passe'), choisir(lien, 'second mot de passe')].map(
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
      const reponse = await choisir(lien, motDePasse, confirmation);
      expect(reponse.status).toBe(422);
      const page = await texteDe(reponse);
      expect(page).toContain(message);
      expect(page).not.toMatch(/type="password"[^>]* value=/);
    }
    expect((await choisir(lien)).status).toBe(303);
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
        ? (await inviterUtilisateur('genre@commune.fr')).replace('/invitation', '/reinitialisation')
        : `/reinitialisation${requete}`;
    const reponse = await ouvrir(serveur).aller(chemin);
    expect(reponse.status).toBe(410);
    expect(await texteDe(reponse)).toContain('Demander un nouveau lien');
    expect((await choisir(chemin)).status).toBe(410);
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
    const lien = await inviterUtilisateur('secret@commune.fr');
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

describe('eligibility link', () => {
  const formulaireId = randomUUID();
  async function lienDuFormulaire(): Promise<string> {
    await serveur.unite(async (unite) => {
      await unite.em.execute(
        `insert into formulaire_eligibilite select (jsonb_populate_record(null::formulaire_eligibilite, ?::jsonb)).* on conflict (id) do nothing`,
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
    const lien = await inviterUtilisateur('boite@commune.fr');
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
