import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TropDeLiens } from '#src/domain/acces/compte/limite-des-liens.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { creerUtilisateur, renvoyerInvitation } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { Internaute, texteDePage } from '#test/support/internaute.ts';
import { administrateur, connecter, creer, lettresA, lienA, visiteur } from './comptes.ts';

let espace: EspacePartenaire;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
});
afterAll(() => espace.fermer());

describe('the links of an account', () => {
  it('die with the password they were asked for (H7)', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('LIENS'));
    const [lui, autre] = [visiteur(espace), visiteur(espace)];
    await autre.envoyer('/mot-de-passe-oublie', { courriel });
    await expect.poll(() => lienA(espace, courriel, /\/reinitialisation\?jeton=[\w-]+/)).not.toBe('');
    const lien = await lienA(espace, courriel, /\/reinitialisation\?jeton=[\w-]+/);
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
    const { id } = await creer(espace, 'boite-pleine@commune.fr');
    for (let envoi = 0; envoi < 4; envoi += 1)
      await espace.executeur.executer(administrateur(espace), renvoyerInvitation, { id });
    await expect(
      espace.executeur.executer(administrateur(espace), renvoyerInvitation, { id }),
    ).rejects.toThrow(/Cette adresse a déjà reçu 5 liens en 60 minutes.*réessayez à partir de \d+ h \d\d/);
    expect(await lettresA(espace, 'boite-pleine@commune.fr')).toHaveLength(5);
    const lui = visiteur(espace);
    await connecter(lui, await espace.ouvrirCompte(espace.administrateur));
    expect(await lui.envoyer(`/partenaire/utilisateurs/${id}/invitation`)).toMatchObject({ statut: 303 });
    expect(texteDePage((await lui.lire('/partenaire/utilisateurs')).texte)).toContain(
      'Cette adresse a déjà reçu 5 liens',
    );
  });

  it('are limited to an address that others fill, without telling them apart', async () => {
    const courriel = 'harcelee@commune.fr';
    const { id } = await creer(espace, courriel);
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
      await espace.executeur.executer(administrateur(espace), renvoyerInvitation, { id });
    expect(await lettresA(espace, courriel)).toHaveLength(5);
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
    const { id } = await creer(espace, 'rafale@commune.fr');
    await Promise.allSettled(
      Array.from({ length: 12 }, () =>
        espace.executeur.executer(administrateur(espace), renvoyerInvitation, { id }),
      ),
    );
    expect(await lettresA(espace, 'rafale@commune.fr')).toHaveLength(5);
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
    const [sien, ailleurs] = [visiteur(espace), visiteur(espace)];
    await connecter(sien, courriel);
    expect((await echouer(ailleurs, courriel, 6)).at(-1)).toBe(429);
    for (let autre = 0; autre < 10; autre += 1)
      await echouer(visiteur(espace), `personne${autre}@nulle-part.fr`, 5);
    await sien.envoyer('/deconnexion');
    expect((await connecter(ailleurs, courriel)).statut).toBe(429);
    expect(await connecter(sien, courriel)).toMatchObject({ statut: 303, adresse: '/partenaire' });
    // Having signed in there does not give others their attempts back.
    expect((await connecter(ailleurs, courriel)).statut).toBe(429);
    await espace.sql('delete from sessions.tentative');
  });

  it('has as many attempts as any other, then waits, whatever the account’s count', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('BORNE'));
    const sien = visiteur(espace);
    await connecter(sien, courriel);
    await sien.envoyer('/deconnexion');
    expect(await echouer(sien, courriel, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await connecter(sien, courriel)).statut).toBe(429);
    expect((await connecter(visiteur(espace), courriel)).statut).toBe(303);
  });

  it('is known for the accounts that signed in there, not for another one', async () => {
    const [une, autre] = [
      await espace.ouvrirCompte(await espace.personne('UNE')),
      await espace.ouvrirCompte(await espace.personne('VISEE')),
    ];
    const poste = visiteur(espace);
    await connecter(poste, une);
    await poste.envoyer('/deconnexion');
    await echouer(visiteur(espace), autre, 5);
    expect((await connecter(poste, autre)).statut).toBe(429);
  });

  it('is forgotten with the password, and a cookie that was written again says nothing', async () => {
    const personne = await espace.personne('OUBLIEE');
    const courriel = await espace.ouvrirCompte(personne);
    const reponse = await connecter(visiteur(espace), courriel);
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
    await echouer(visiteur(espace), courriel, 5);
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
    const [lui, facteur] = [visiteur(espace), visiteur(espace)];
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
      await lienA(espace, ancien, /\/courriel\/confirmer\?\S+/),
      await lienA(espace, 'demenage@neuf.fr', /\/courriel\/confirmer\?\S+/),
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
    expect((await connecter(visiteur(espace), ancien)).statut).toBe(401);
    expect(await connecter(visiteur(espace), 'demenage@neuf.fr')).toMatchObject({
      statut: 303,
      adresse: '/partenaire',
    });
    for (const adresse of [ancien, 'demenage@neuf.fr'])
      expect((await lettresA(espace, adresse)).map(({ objet }) => objet)).toContain(
        'Votre adresse mail a été changée',
      );
  });

  it('tells on no page, and to no mailbox but its own, that the other address has an account', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('CURIEUSE'));
    const prise = await espace.ouvrirCompte(await espace.personne('PRISE'));
    const elle = visiteur(espace);
    await connecter(elle, ancien);
    const dire = async (courriel: string) => {
      const page = await elle.envoyer('/courriel', { courriel, courrielConfirmation: courriel });
      const confirmation = await visiteur(espace).envoyer(
        await lienA(espace, ancien, /\/courriel\/confirmer\?\S+/),
      );
      return [
        page.statut,
        texteDePage(page.texte).replaceAll(courriel, 'X'),
        confirmation.statut,
        texteDePage(confirmation.texte).replaceAll(courriel, 'X'),
      ];
    };
    expect(await dire(prise)).toEqual(await dire('libre@commune.fr'));
    expect((await lettresA(espace, prise)).map(({ objet }) => objet)).toEqual([
      'Cette adresse sert déjà à un compte',
    ]);
    expect(await lienA(espace, prise, /\/courriel\/confirmer/)).toBe('');
  });

  it('is abandoned when the password changes meanwhile', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('VOLEE'));
    const elle = visiteur(espace);
    await connecter(elle, ancien);
    await elle.envoyer('/courriel', {
      courriel: 'voleur@ailleurs.fr',
      courrielConfirmation: 'voleur@ailleurs.fr',
    });
    const lien = await lienA(espace, 'voleur@ailleurs.fr', /\/courriel\/confirmer\?\S+/);
    const nouveau = 'six poulains blonds';
    await elle.envoyer('/mot-de-passe', { actuel: MOT_DE_PASSE, motDePasse: nouveau, confirmation: nouveau });
    expect((await visiteur(espace).lire(lien)).statut).toBe(410);
    expect((await visiteur(espace).envoyer(lien)).statut).toBe(410);
  });

  it('is refused typed in two ways, or when it is already one’s own', async () => {
    const ancien = await espace.ouvrirCompte(await espace.personne('DISTRAITE'));
    const elle = visiteur(espace);
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
