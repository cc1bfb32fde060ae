import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompteDAilleurs } from '#src/domain/acces/compte/espaces.ts';
import { TropDeLiens } from '#src/domain/acces/compte/limite-des-liens.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { leverSecondFacteurDUnAgent } from '#src/domain/acces/compte/second-facteur.ts';
import {
  creerUtilisateur,
  deverrouillerUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { imposerMotDePasse } from '#src/domain/delegation/gerer-utilisateur/precaution.ts';
import { InvitationDejaAcceptee, InvitationNonAcceptee } from '#src/domain/delegation/utilisateur/refus.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { agent } from '#test/support/acteurs.ts';
import { Internaute, texteDePage } from '#test/support/internaute.ts';

let espace: EspacePartenaire;
let empreinte: string;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  empreinte = await hacher(MOT_DE_PASSE);
});
afterAll(() => espace.fermer());

const administrateur = () => espace.administrateur.acteur();
let rang = 0;
const creer = async (courriel: string) => {
  rang += 1;
  return espace.executeur.executer(administrateur(), creerUtilisateur, {
    nom: 'Essai',
    prenom: `Personne ${'abcdefghijklmnopqrstuvwxyz'[rang % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(rang / 26)]}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    poste: '',
    groupes: [],
  });
};
/** An account with a password, and the spaces it opens already: an analyst's, an agent's of another Caf. */
async function compteDe(
  courriel: string,
  espaces: readonly ('analyste' | 'agent' | 'agent-451')[] = [],
): Promise<string> {
  const id = randomUUID();
  await espace.sql(
    'insert into compte (id, courriel, empreinte_mot_de_passe, sessions_valides_depuis, cree_le) values ($1, $2, $3, now(), now())',
    [id, courriel, empreinte],
  );
  for (const genre of espaces) {
    if (genre === 'analyste')
      await espace.sql(
        "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values ($1, $2, 'N', 'P', $3, '2020-01-01')",
        [randomUUID(), id, courriel],
      );
    else
      await espace.sql(
        "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, $4, $2, 'N', 'P', $3, 'gestionnaire', '2020-01-01')",
        [randomUUID(), id, courriel, genre === 'agent' ? '771' : '451'],
      );
  }
  return id;
}
const accepter = (id: string) =>
  espace.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
const visiteur = () => new Internaute(espace.url);
const connecter = (qui: Internaute, courriel: string, motDePasse = MOT_DE_PASSE) =>
  qui.envoyer('/connexion', { courriel, motDePasse });
const lettresA = (courriel: string) =>
  espace.sql<{ objet: string; corps: string }>(
    'select objet, corps from courriel where destinataire = $1 order by ctid',
    [courriel],
  );
/** Path of the link of the last mail to somebody that bears one like this. */
const lienA = async (courriel: string, forme: RegExp): Promise<string> =>
  (await lettresA(courriel))
    .map(({ corps }) => forme.exec(corps)?.[0] ?? '')
    .filter((un) => un !== '')
    .at(-1) ?? '';

describe('an account attached to another organisme', () => {
  it('opens nothing there before its owner accepts: he is asked at sign-in, then works in both', async () => {
    await compteDe('analyste-deux@cnaf.fr', ['analyste']);
    const { id } = await creer('analyste-deux@cnaf.fr');
    const lui = visiteur();
    expect(await connecter(lui, 'analyste-deux@cnaf.fr')).toMatchObject({
      statut: 303,
      adresse: '/rattachements',
    });
    expect((await lui.lire('/partenaire')).statut).toBe(403);
    expect(texteDePage((await lui.lire('/rattachements')).texte)).toContain(
      'MAIRIE DE BRIARE (Caf du Loiret) vous propose un accès',
    );
    expect(await lui.envoyer('/rattachements', { utilisateur: id, reponse: 'accepter' })).toMatchObject({
      statut: 303,
    });
    expect(texteDePage((await lui.lire('/profils')).texte)).toContain('MAIRIE DE BRIARE');
    expect(await lui.envoyer('/profils', { profil: `utilisateur:${id}` })).toMatchObject({
      statut: 303,
      adresse: '/partenaire',
    });
    expect((await lui.lire('/partenaire')).statut).toBe(200);
  });

  it('is refused by its owner, and by nobody else', async () => {
    await compteDe('refus@cnaf.fr', ['analyste']);
    const { id } = await creer('refus@cnaf.fr');
    const [autre, lui] = [visiteur(), visiteur()];
    await connecter(autre, await espace.ouvrirCompte(await espace.personne('AUTREMENT')));
    expect(await autre.envoyer('/rattachements', { utilisateur: id, reponse: 'accepter' })).toMatchObject({
      statut: 303,
      adresse: '/rattachements',
    });
    expect(await espace.sql('select rattachement from utilisateur where id = $1', [id])).toEqual([
      { rattachement: 'en-attente' },
    ]);
    await connecter(lui, 'refus@cnaf.fr');
    await lui.envoyer('/rattachements', { utilisateur: id, reponse: 'refuser' });
    expect(
      await espace.sql('select rattachement, clos_le is not null as clos from utilisateur where id = $1', [
        id,
      ]),
    ).toEqual([{ rattachement: 'refuse', clos: true }]);
    expect(texteDePage((await lui.lire('/rattachements')).texte)).toContain('Aucun accès à accepter');
  });

  it('lets in, to answer, whoever has no other space', async () => {
    await compteDe('seule@ailleurs.fr');
    const { id } = await creer('seule@ailleurs.fr');
    const elle = visiteur();
    expect(await connecter(elle, 'seule@ailleurs.fr')).toMatchObject({
      statut: 303,
      adresse: '/rattachements',
    });
    expect((await elle.lire('/partenaire')).statut).toBe(303);
    expect(await elle.envoyer('/rattachements', { utilisateur: id, reponse: 'accepter' })).toMatchObject({
      statut: 303,
      adresse: '/partenaire',
    });
    expect((await elle.lire('/partenaire')).statut).toBe(200);
  });

  it('of two organismes, the link of one accepts that one alone', async () => {
    const courriel = 'deux-invitations@commune.fr';
    const { id, compte } = await creer(courriel);
    await espace.sql(
      `insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, ouvert_le, groupes, cree_le, rattachement)
      values ($1, '771', $2, $3, 'AUTRE1', 'N', 'P', $4, '2026-01-01', '[]', now(), 'en-attente')`,
      [randomUUID(), espace.etranger.partenaireId, compte.id, courriel],
    );
    const elle = visiteur();
    expect(
      await elle.envoyer(await lienA(courriel, /\/invitation\?jeton=[\w-]+/), {
        motDePasse: MOT_DE_PASSE,
        confirmation: MOT_DE_PASSE,
      }),
    ).toMatchObject({ statut: 303, adresse: '/rattachements' });
    expect(
      await espace.sql(
        'select id = $2 as ici, rattachement from utilisateur where compte_id = $1 order by ici',
        [compte.id, id],
      ),
    ).toEqual([
      { ici: false, rattachement: 'en-attente' },
      { ici: true, rattachement: 'accepte' },
    ]);
  });
});

describe('whether an address has an account (H10)', () => {
  it('is told by no page, button, message or refusal', async () => {
    await compteDe('connue@ailleurs.fr', ['agent']);
    const lui = visiteur();
    await connecter(lui, await espace.ouvrirCompte(espace.administrateur));
    const vues = [];
    for (const courriel of ['connue@ailleurs.fr', 'inconnu@ailleurs.fr']) {
      const creation = await lui.envoyer('/partenaire/utilisateurs/creer', {
        nom: 'Meme',
        prenom: 'Nom',
        courriel,
        courrielConfirmation: courriel,
        telephone: '',
        telephoneConfirmation: '',
        ouvertLe: '',
        closLe: '',
        poste: '',
        autrePersonne: 'oui',
      });
      const id = creation.adresse.split('/').at(-1) ?? '';
      const neutre = (texte: string) =>
        texteDePage(texte)
          .replaceAll(id, 'ID')
          .replaceAll(courriel, 'ADRESSE')
          .replaceAll(/COT077\d+/g, 'IDENTIFIANT');
      const pages = [
        await lui.lire(creation.adresse),
        await lui.lire(`/partenaire/utilisateurs/${id}/identite`),
        await lui.lire(`/partenaire/utilisateurs/${id}/invitation`),
        await lui.lire(`/partenaire/utilisateurs/${id}/mot-de-passe`),
      ];
      const boutons = [
        ...(pages[0]?.texte ?? '').matchAll(new RegExp(`/partenaire/utilisateurs/${id}/([a-z-]+)`, 'g')),
      ].map(([, acte]) => acte);
      const actes = [];
      for (const acte of ['mot-de-passe', 'deverrouiller', 'invitation']) {
        actes.push(
          (await lui.envoyer(`/partenaire/utilisateurs/${id}/${acte}`)).statut,
          neutre((await lui.lire('/partenaire/profil')).texte),
        );
      }
      vues.push({ statut: creation.statut, pages: pages.map(({ texte }) => neutre(texte)), boutons, actes });
    }
    expect(vues[0]).toEqual(vues[1]);
    expect(vues[0]?.pages[0]).toContain('En attente d’acceptation');
  });

  it('is not told by the refusals of the acts on it either', async () => {
    await compteDe('connu-aussi@ailleurs.fr', ['agent']);
    for (const courriel of ['connu-aussi@ailleurs.fr', 'inconnu-aussi@ailleurs.fr']) {
      const { id } = await creer(courriel);
      await expect(
        espace.executeur.executer(administrateur(), reinitialiserMotDePasse, { id }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
      await expect(
        espace.executeur.executer(administrateur(), deverrouillerUtilisateur, { id }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
      await expect(
        espace.executeur.executer(agent(), imposerMotDePasse, { id, motif: 'm' }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
    }
  });
});

describe('acts on a whole account (H1, H2)', () => {
  it('are refused to whoever does not hold all its spaces, accepted or not', async () => {
    const compteId = await compteDe('analyste-vise@cnaf.fr', ['analyste']);
    const { id } = await creer('analyste-vise@cnaf.fr');
    await accepter(id);
    await expect(
      espace.executeur.executer(administrateur(), deverrouillerUtilisateur, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    await expect(
      espace.executeur.executer(administrateur(), reinitialiserMotDePasse, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    await expect(
      espace.executeur.executer(agent(), imposerMotDePasse, { id, motif: 'précaution' }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    expect(
      await espace.sql('select empreinte_mot_de_passe is not null as garde from compte where id = $1', [
        compteId,
      ]),
    ).toEqual([{ garde: true }]);
    await expect(
      espace.executeur.executer(administrateur(), renvoyerInvitation, { id }),
    ).rejects.toBeInstanceOf(InvitationDejaAcceptee);
  });

  it('are done by the Caf on whom works in several organismes of its own, not by one of these', async () => {
    const { id, compte } = await creer('deux-organismes@commune.fr');
    await accepter(id);
    await espace.executeur.executer(administrateur(), deverrouillerUtilisateur, { id });
    const [organisme, partenaire] = [randomUUID(), randomUUID()];
    await espace.sql(
      "insert into organisme (id, siren, raison_sociale, forme) values ($1, '211800418', 'Voisine', 'commune')",
      [organisme],
    );
    await espace.sql(
      "insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le) values ($1, '451', $2, 'VOISINE', 'COT079', now())",
      [partenaire, organisme],
    );
    await espace.sql(
      `insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, ouvert_le, groupes, cree_le)
      values ($1, '451', $2, $3, 'VOIS1', 'N', 'P', 'deux-organismes@commune.fr', '2026-01-01', '[]', now())`,
      [randomUUID(), partenaire, compte.id],
    );
    await expect(
      espace.executeur.executer(administrateur(), deverrouillerUtilisateur, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    await espace.executeur.executer(agent(), imposerMotDePasse, { id, motif: 'm' });
    // Closed elsewhere for good, it is the organisme's alone again.
    await espace.sql("update utilisateur set clos_le = '2026-01-02' where partenaire_id = $1", [partenaire]);
    await espace.executeur.executer(administrateur(), deverrouillerUtilisateur, { id });
  });

  it('are refused by the database itself', async () => {
    const compteId = await compteDe('mur@cnaf.fr', ['analyste']);
    await espace.sql('insert into sessions.tentative (key, points, expire) values ($1, 9, 9999999999999)', [
      `connexion-compte:${compteId}`,
    ]);
    const { id } = await creer('mur@cnaf.fr');
    await accepter(id);
    const tenter = (
      acteur: Parameters<typeof espace.executeur.lire>[0],
      requete: string,
      parametres: unknown[],
    ) => espace.executeur.lire(acteur, ({ em }) => em.execute(requete, parametres));
    await expect(tenter(agent(), 'select compte_retirer_mot_de_passe(?)', [compteId])).rejects.toThrow();
    await expect(
      tenter(administrateur(), "select jeton_creer('reinitialisation', ?, null, 'x', now())", [compteId]),
    ).rejects.toThrow();
    await expect(
      tenter(administrateur(), "select jeton_creer('invitation', ?, null, 'x', now())", [compteId]),
    ).rejects.toThrow();
    await expect(
      tenter(administrateur(), "select jeton_creer('courriel-ancien', ?, null, 'x', now())", [compteId]),
    ).rejects.toThrow();
    expect(
      await tenter(administrateur(), 'select key from sessions.tentative where key = ?', [
        `connexion-compte:${compteId}`,
      ]),
    ).toEqual([]);
  });

  it('the second factor of an agent of another Caf as well is not taken off', async () => {
    const compteId = await compteDe('deux-caf@caf.fr', ['agent', 'agent-451']);
    const [{ id } = { id: '' }] = await espace.sql<{ id: string }>(
      "select id from agent_caf where compte_id = $1 and caf_id = '451'",
      [compteId],
    );
    await espace.sql("insert into second_facteur (compte_id, secret, actif) values ($1, 's', true)", [
      compteId,
    ]);
    await expect(
      espace.executeur.executer(agent('451', 2, 'responsable'), leverSecondFacteurDUnAgent, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
  });
});

describe('the links of an account', () => {
  it('die with the password they were asked for (H7)', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('LIENS'));
    const [lui, autre] = [visiteur(), visiteur()];
    await autre.envoyer('/mot-de-passe-oublie', { courriel });
    await expect.poll(() => lienA(courriel, /\/reinitialisation\?jeton=[\w-]+/)).not.toBe('');
    const lien = await lienA(courriel, /\/reinitialisation\?jeton=[\w-]+/);
    await connecter(lui, courriel);
    const nouveau = 'cinq juments grises';
    expect(
      await lui.envoyer('/mot-de-passe', {
        actuel: MOT_DE_PASSE,
        motDePasse: nouveau,
        confirmation: nouveau,
      }),
    ).toMatchObject({ statut: 303 });
    expect((await autre.envoyer(lien, { motDePasse: MOT_DE_PASSE, confirmation: MOT_DE_PASSE })).statut).toBe(
      410,
    );
  });

  it('are limited to an address, in a sentence that says until when (H9)', async () => {
    const { id } = await creer('boite-pleine@commune.fr');
    for (let envoi = 0; envoi < 4; envoi += 1)
      await espace.executeur.executer(administrateur(), renvoyerInvitation, { id });
    await expect(espace.executeur.executer(administrateur(), renvoyerInvitation, { id })).rejects.toThrow(
      /Cette adresse a déjà reçu 5 liens en 60 minutes.*réessayez à partir de \d+ h \d\d/,
    );
    expect(await lettresA('boite-pleine@commune.fr')).toHaveLength(5);
    const lui = visiteur();
    await connecter(lui, await espace.ouvrirCompte(espace.administrateur));
    expect(await lui.envoyer(`/partenaire/utilisateurs/${id}/invitation`)).toMatchObject({ statut: 303 });
    expect(texteDePage((await lui.lire('/partenaire/utilisateurs')).texte)).toContain(
      'Cette adresse a déjà reçu 5 liens',
    );
  });

  it('are limited to an address that others fill, without telling them apart', async () => {
    const courriel = 'harcelee@commune.fr';
    const { id } = await creer(courriel);
    const etranger = espace.etranger.acteur;
    await espace.executeur.executer(etranger, creerUtilisateur, {
      nom: 'E',
      prenom: 'F',
      courriel,
      courrielConfirmation: courriel,
      telephone: '',
      telephoneConfirmation: '',
      poste: '',
      groupes: [],
    });
    for (let envoi = 0; envoi < 4; envoi += 1)
      await espace.executeur.executer(administrateur(), renvoyerInvitation, { id });
    expect(await lettresA(courriel)).toHaveLength(5);
  });

  it('are limited to who sends them, whatever the addresses', async () => {
    const chef = await espace.personne('EXPEDITRICE', { administrateur: true });
    await espace.sql(
      "insert into lien_envoye (le, acteur_id, organisme, cible) select timestamptz '2026-03-02 08:00Z' + n * interval '1 second', $1, 'x', n::text from generate_series(1, 100) n",
      [chef.compteId],
    );
    await espace.sql(
      "update lien_envoye set le = (select max(e.le) from lien_envoye e where e.organisme <> 'x') where organisme = 'x'",
    );
    const refus = espace.executeur.executer(chef.acteur(), creerUtilisateur, {
      nom: 'Cent',
      prenom: 'Unieme',
      courriel: 'cent@commune.fr',
      courrielConfirmation: 'cent@commune.fr',
      telephone: '',
      telephoneConfirmation: '',
      poste: '',
      groupes: [],
    });
    await expect(refus).rejects.toBeInstanceOf(TropDeLiens);
    expect(await espace.sql("select 1 from utilisateur where courriel = 'cent@commune.fr'")).toEqual([]);
  });

  it('are never more than allowed, many at once', async () => {
    const { id } = await creer('rafale@commune.fr');
    await Promise.allSettled(
      Array.from({ length: 12 }, () =>
        espace.executeur.executer(administrateur(), renvoyerInvitation, { id }),
      ),
    );
    expect(await lettresA('rafale@commune.fr')).toHaveLength(5);
  });
});

describe('a device that signed in before', () => {
  const echouer = async (qui: Internaute, courriel: string, fois: number) => {
    const statuts = [];
    for (let essai = 0; essai < fois; essai += 1)
      statuts.push((await connecter(qui, courriel, 'faux mot de passe')).statut);
    return statuts;
  };

  it('is not locked out by failures elsewhere, on the account or behind the same address; another device is', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('CONNUE'));
    const [sien, ailleurs] = [visiteur(), visiteur()];
    await connecter(sien, courriel);
    expect((await echouer(ailleurs, courriel, 6)).at(-1)).toBe(429);
    for (let autre = 0; autre < 10; autre += 1)
      await echouer(visiteur(), `personne${autre}@nulle-part.fr`, 5);
    await sien.envoyer('/deconnexion');
    expect((await connecter(ailleurs, courriel)).statut).toBe(429);
    expect(await connecter(sien, courriel)).toMatchObject({ statut: 303, adresse: '/partenaire' });
    // Having signed in there does not give others their attempts back.
    expect((await connecter(ailleurs, courriel)).statut).toBe(429);
    await espace.sql('delete from sessions.tentative');
  });

  it('has as many attempts as any other, then waits, whatever the account’s count', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('BORNE'));
    const sien = visiteur();
    await connecter(sien, courriel);
    await sien.envoyer('/deconnexion');
    expect(await echouer(sien, courriel, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await connecter(sien, courriel)).statut).toBe(429);
    expect((await connecter(visiteur(), courriel)).statut).toBe(303);
  });

  it('is known for the accounts that signed in there, not for another one', async () => {
    const [une, autre] = [
      await espace.ouvrirCompte(await espace.personne('UNE')),
      await espace.ouvrirCompte(await espace.personne('VISEE')),
    ];
    const poste = visiteur();
    await connecter(poste, une);
    await poste.envoyer('/deconnexion');
    await echouer(visiteur(), autre, 5);
    expect((await connecter(poste, autre)).statut).toBe(429);
  });

  it('is forgotten with the password, and a cookie that was written again says nothing', async () => {
    const personne = await espace.personne('OUBLIEE');
    const courriel = await espace.ouvrirCompte(personne);
    const reponse = await connecter(visiteur(), courriel);
    const cookie =
      reponse.entetes
        .getSetCookie()
        .find((un) => un.startsWith('mcp-appareil='))
        ?.split(';', 1)[0]
        ?.slice('mcp-appareil='.length) ?? '';
    expect(reponse.entetes.getSetCookie().find((un) => un.startsWith('mcp-appareil='))).toMatch(
      /; HttpOnly; SameSite=Lax/,
    );
    const avec = (valeur: string) => new Internaute(espace.url, 30_000, { 'mcp-appareil': valeur });
    await echouer(visiteur(), courriel, 5);
    expect((await connecter(avec(cookie), courriel)).statut).toBe(303);
    for (const change of [
      cookie.replace(/^./, (lettre) => (lettre === 'A' ? 'B' : 'A')),
      cookie.replace(/\.\d/, '.9'),
      `${cookie.slice(0, -2)}AA`,
      '',
      '~~',
      'x'.repeat(3000),
    ])
      expect((await connecter(avec(change), courriel)).statut).toBe(429);
    await espace.sql('update compte set empreinte_mot_de_passe = $2 where id = $1', [
      personne.compteId,
      await hacher(MOT_DE_PASSE),
    ]);
    expect((await connecter(avec(cookie), courriel)).statut).toBe(429);
  });
});

describe('one’s own address', () => {
  it('changes once both mailboxes have confirmed: the same person, his roles and password, everywhere; sessions and links end', async () => {
    const personne = await espace.personne('DEMENAGE');
    const ancien = await espace.ouvrirCompte(personne);
    const [lui, facteur] = [visiteur(), visiteur()];
    await connecter(lui, ancien);
    expect(
      (
        await lui.envoyer('/courriel', {
          courriel: 'demenage@neuf.fr',
          courrielConfirmation: 'demenage@neuf.fr',
        })
      ).statut,
    ).toBe(200);
    const [premier, second] = [
      await lienA(ancien, /\/courriel\/confirmer\?\S+/),
      await lienA('demenage@neuf.fr', /\/courriel\/confirmer\?\S+/),
    ];
    expect(texteDePage((await facteur.lire(second)).texte)).toContain('passera à l’adresse demenage@neuf.fr');
    expect(texteDePage((await facteur.envoyer(second)).texte)).toContain(
      `Il reste à suivre le lien reçu à l’adresse ${ancien}`,
    );
    expect((await lui.lire('/partenaire')).statut).toBe(200);
    expect(texteDePage((await facteur.envoyer(premier)).texte)).toContain(
      'Connectez-vous désormais avec demenage@neuf.fr',
    );
    expect((await lui.lire('/partenaire')).statut).toBe(303);
    expect(
      await espace.sql(
        'select c.courriel, u.courriel as fiche, u.id from compte c join utilisateur u on u.compte_id = c.id where c.id = $1',
        [personne.compteId],
      ),
    ).toEqual([{ courriel: 'demenage@neuf.fr', fiche: 'demenage@neuf.fr', id: personne.utilisateurId }]);
    for (const lien of [premier, second]) expect((await facteur.envoyer(lien)).statut).toBe(410);
    expect((await connecter(visiteur(), ancien)).statut).toBe(401);
    expect(await connecter(visiteur(), 'demenage@neuf.fr')).toMatchObject({
      statut: 303,
      adresse: '/partenaire',
    });
    for (const adresse of [ancien, 'demenage@neuf.fr'])
      expect((await lettresA(adresse)).map(({ objet }) => objet)).toContain(
        'Votre adresse mail a été changée',
      );
  });

  it('tells on no page, and to no mailbox but its own, that the other address has an account', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('CURIEUSE'));
    const prise = await espace.ouvrirCompte(await espace.personne('PRISE'));
    const elle = visiteur();
    await connecter(elle, ancien);
    const dire = async (courriel: string) => {
      const page = await elle.envoyer('/courriel', { courriel, courrielConfirmation: courriel });
      const confirmation = await visiteur().envoyer(await lienA(ancien, /\/courriel\/confirmer\?\S+/));
      return [
        page.statut,
        texteDePage(page.texte).replaceAll(courriel, 'X'),
        confirmation.statut,
        texteDePage(confirmation.texte).replaceAll(courriel, 'X'),
      ];
    };
    expect(await dire(prise)).toEqual(await dire('libre@commune.fr'));
    expect((await lettresA(prise)).map(({ objet }) => objet)).toEqual([
      'Cette adresse sert déjà à un compte',
    ]);
    expect(await lienA(prise, /\/courriel\/confirmer/)).toBe('');
  });

  it('is abandoned when the password changes meanwhile', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('VOLEE'));
    const elle = visiteur();
    await connecter(elle, ancien);
    await elle.envoyer('/courriel', {
      courriel: 'voleur@ailleurs.fr',
      courrielConfirmation: 'voleur@ailleurs.fr',
    });
    const lien = await lienA('voleur@ailleurs.fr', /\/courriel\/confirmer\?\S+/);
    const nouveau = 'six poulains blonds';
    await elle.envoyer('/mot-de-passe', { actuel: MOT_DE_PASSE, motDePasse: nouveau, confirmation: nouveau });
    expect((await visiteur().lire(lien)).statut).toBe(410);
    expect((await visiteur().envoyer(lien)).statut).toBe(410);
  });

  it('is refused typed in two ways, or when it is already one’s own', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('DISTRAITE'));
    const elle = visiteur();
    await connecter(elle, ancien);
    expect(
      await elle.envoyer('/courriel', { courriel: 'a@commune.fr', courrielConfirmation: 'b@commune.fr' }),
    ).toMatchObject({ statut: 422 });
    expect(
      texteDePage(
        (await elle.envoyer('/courriel', { courriel: ancien, courrielConfirmation: ancien })).texte,
      ),
    ).toContain('c’est déjà la vôtre');
  });
});
