import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompteDAilleurs } from '#src/domain/acces/compte/espaces.ts';
import { hacher } from '#src/domain/acces/compte/mot-de-passe.ts';
import { leverSecondFacteurDUnAgent } from '#src/domain/acces/compte/second-facteur.ts';
import {
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
import { texteDePage } from '#test/support/internaute.ts';
import { administrateur, connecter, creer, lienA, visiteur, compteDe } from './comptes.ts';

let espace: EspacePartenaire;
let empreinte: string;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  empreinte = await hacher(MOT_DE_PASSE);
});
afterAll(() => espace.fermer());
const accepter = (id: string) =>
  espace.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);

describe('an account attached to another organisme', () => {
  it('opens nothing there before its owner accepts: he is asked at sign-in, then works in both', async () => {
    await compteDe(espace, empreinte, 'analyste-deux@cnaf.fr', ['analyste']);
    const { id } = await creer(espace, 'analyste-deux@cnaf.fr');
    const lui = visiteur(espace);
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
    await compteDe(espace, empreinte, 'refus@cnaf.fr', ['analyste']);
    const { id } = await creer(espace, 'refus@cnaf.fr');
    const [autre, lui] = [visiteur(espace), visiteur(espace)];
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
    await compteDe(espace, empreinte, 'seule@ailleurs.fr');
    const { id } = await creer(espace, 'seule@ailleurs.fr');
    const elle = visiteur(espace);
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
    const { id, compte } = await creer(espace, courriel);
    await espace.sql(
      `insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, ouvert_le, groupes, cree_le, rattachement)
      values ($1, '771', $2, $3, 'AUTRE1', 'N', 'P', $4, '2026-01-01', '[]', now(), 'en-attente')`,
      [randomUUID(), espace.etranger.partenaireId, compte.id, courriel],
    );
    const elle = visiteur(espace);
    expect(
      await elle.envoyer(await lienA(espace, courriel, /\/invitation\?jeton=[\w-]+/), {
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
    await compteDe(espace, empreinte, 'connue@ailleurs.fr', ['agent']);
    const lui = visiteur(espace);
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
    await compteDe(espace, empreinte, 'connu-aussi@ailleurs.fr', ['agent']);
    for (const courriel of ['connu-aussi@ailleurs.fr', 'inconnu-aussi@ailleurs.fr']) {
      const { id } = await creer(espace, courriel);
      await expect(
        espace.executeur.executer(administrateur(espace), reinitialiserMotDePasse, { id }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
      await expect(
        espace.executeur.executer(administrateur(espace), deverrouillerUtilisateur, { id }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
      await expect(
        espace.executeur.executer(agent(), imposerMotDePasse, { id, motif: 'm' }),
      ).rejects.toBeInstanceOf(InvitationNonAcceptee);
    }
  });
});

describe('acts on a whole account (H1, H2)', () => {
  it('are refused to whoever does not hold all its spaces, accepted or not', async () => {
    const compteId = await compteDe(espace, empreinte, 'analyste-vise@cnaf.fr', ['analyste']);
    const { id } = await creer(espace, 'analyste-vise@cnaf.fr');
    await accepter(id);
    await expect(
      espace.executeur.executer(administrateur(espace), deverrouillerUtilisateur, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    await expect(
      espace.executeur.executer(administrateur(espace), reinitialiserMotDePasse, { id }),
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
      espace.executeur.executer(administrateur(espace), renvoyerInvitation, { id }),
    ).rejects.toBeInstanceOf(InvitationDejaAcceptee);
  });

  it('are done by the Caf on whom works in several organismes of its own, not by one of these', async () => {
    const { id, compte } = await creer(espace, 'deux-organismes@commune.fr');
    await accepter(id);
    await espace.executeur.executer(administrateur(espace), deverrouillerUtilisateur, { id });
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
      espace.executeur.executer(administrateur(espace), deverrouillerUtilisateur, { id }),
    ).rejects.toBeInstanceOf(CompteDAilleurs);
    await espace.executeur.executer(agent(), imposerMotDePasse, { id, motif: 'm' });
    // Closed elsewhere for good, it is the organisme's alone again.
    await espace.sql("update utilisateur set clos_le = '2026-01-02' where partenaire_id = $1", [partenaire]);
    await espace.executeur.executer(administrateur(espace), deverrouillerUtilisateur, { id });
  });

  it('are refused by the database itself', async () => {
    const compteId = await compteDe(espace, empreinte, 'mur@cnaf.fr', ['analyste']);
    await espace.sql('insert into sessions.tentative (key, points, expire) values ($1, 9, 9999999999999)', [
      `connexion-compte:${compteId}`,
    ]);
    const { id } = await creer(espace, 'mur@cnaf.fr');
    await accepter(id);
    const tenter = (
      acteur: Parameters<typeof espace.executeur.lire>[0],
      requete: string,
      parametres: unknown[],
    ) => espace.executeur.lire(acteur, ({ em }) => em.execute(requete, parametres));
    await expect(tenter(agent(), 'select compte_retirer_mot_de_passe(?)', [compteId])).rejects.toThrow();
    await expect(
      tenter(administrateur(espace), "select jeton_creer('reinitialisation', ?, null, 'x', now())", [
        compteId,
      ]),
    ).rejects.toThrow();
    await expect(
      tenter(administrateur(espace), "select jeton_creer('invitation', ?, null, 'x', now())", [compteId]),
    ).rejects.toThrow();
    await expect(
      tenter(administrateur(espace), "select jeton_creer('courriel-ancien', ?, null, 'x', now())", [
        compteId,
      ]),
    ).rejects.toThrow();
    expect(
      await tenter(administrateur(espace), 'select key from sessions.tentative where key = ?', [
        `connexion-compte:${compteId}`,
      ]),
    ).toEqual([]);
  });

  it('the second factor of an agent of another Caf as well is not taken off', async () => {
    const compteId = await compteDe(espace, empreinte, 'deux-caf@caf.fr', ['agent', 'agent-451']);
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
