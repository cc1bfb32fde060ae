import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { leverSuspension, suspendreHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { retirerDelegation } from '#src/domain/delegation/gerer-mandat/precaution.ts';
import { imposerMotDePasse } from '#src/domain/delegation/gerer-utilisateur/precaution.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';
import { aller, cookieDeSession, envoyer, texte } from './formulaires.ts';

let espace: EspacePartenaire;
let cookie = '';
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const courriel = await espace.ouvrirCompte(espace.administrateur);
  const reponse = await envoyer(espace, cookie, '/connexion', { courriel, motDePasse: MOT_DE_PASSE });
  cookie = cookieDeSession(reponse);
});
afterAll(() => espace.fermer());

it('the page of one’s own identity says at once why it is closed, and offers no form of it', async () => {
  const page = await texte(
    await aller(espace, cookie, `/partenaire/utilisateurs/${espace.administrateur.utilisateurId}/identite`),
  );
  const [, alerte = ''] = page.match(/class="alerte[^>]*>(.*?)<details/s) ?? [];
  expect(alerte).toContain('Il s’agit de vous');
  expect(page).not.toContain('/identite/nom"');
});

describe('a person whose rights change', () => {
  it('loses the pages at the next request', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('PARTANT', { administrateur: true }));
    const connexion = await envoyer(
      espace,
      cookie,
      '/connexion',
      { courriel, motDePasse: MOT_DE_PASSE },
      { cookie: '' },
    );
    const sien = cookieDeSession(connexion);
    const voir = () =>
      fetch(`${espace.url}/partenaire/utilisateurs`, {
        redirect: 'manual',
        headers: { accept: 'text/html', cookie: sien },
      });
    expect((await voir()).status).toBe(200);
    await espace.sql('update utilisateur set administrateur = false where courriel = $1', [courriel]);
    expect((await voir()).status).toBe(403);
  });
});

describe('« Droits à une date »', () => {
  it('asks for a day, says what is wrong with one, shows and gives as a file the rights of another', async () => {
    expect(await texte(await aller(espace, cookie, '/partenaire/droits'))).toContain(
      'par exemple 14/02/2019',
    );
    for (const [jour, phrase] of [
      ['', 'Indiquez la date'],
      ['31/02/2019', 'Cette date n’existe pas'],
      ['01/01/2999', 'Cette date est à venir'],
    ] as const) {
      const reponse = await aller(espace, cookie, `/partenaire/droits?jour=${encodeURIComponent(jour)}`);
      expect(reponse.status).toBe(422);
      expect(await texte(reponse)).toContain(phrase);
    }
    expect(await texte(await aller(espace, cookie, '/partenaire/droits?jour=14%2F02%2F2019'))).toContain(
      'Personne n’avait de droit le 14/02/2019.',
    );
    expect(await texte(await aller(espace, cookie, '/partenaire/droits?jour=02%2F03%2F2026'))).toContain(
      'Administrateur partenaire',
    );
    const fichier = await aller(espace, cookie, '/partenaire/droits/export?jour=02%2F03%2F2026');
    expect(fichier.headers.get('content-disposition')).toBe('attachment; filename="droits-2026-03-02.csv"');
    expect(await fichier.text()).toContain('02/03/2026;');
  });
});

describe('a precaution of the Caf', () => {
  /** A person of the partner, signed in, and how a page of hers answers. */
  async function connectee(nom: string) {
    const personne = await espace.personne(nom);
    const courriel = await espace.ouvrirCompte(personne);
    const connecter = async () =>
      await envoyer(espace, cookie, '/connexion', { courriel, motDePasse: MOT_DE_PASSE }, { cookie: '' });
    const sien = cookieDeSession(await connecter());
    const voir = (chemin: string) =>
      fetch(`${espace.url}${chemin}`, { redirect: 'manual', headers: { accept: 'text/html', cookie: sien } });
    return { personne, courriel, connecter, voir };
  }
  const lettresA = async (courriel: string) =>
    (
      await espace.sql<{ corps: string }>('select corps from courriel where destinataire = $1 order by id', [
        courriel,
      ])
    )
      .map(({ corps }) => corps)
      .join('\n');

  it('a new password imposed: session and password end at once, the person and the administrateur are told why, and only the Caf may', async () => {
    const { personne, courriel, connecter, voir } = await connectee('FUITE');
    expect((await voir('/partenaire')).status).toBe(200);
    await expect(
      espace.executeur.executer(espace.administrateur.acteur(), imposerMotDePasse, {
        id: personne.utilisateurId,
        motif: 'x',
      }),
    ).rejects.toMatchObject({ statut: 403 });
    await expect(
      espace.executeur.executer(agent('771'), imposerMotDePasse, { id: personne.utilisateurId, motif: 'x' }),
    ).rejects.toMatchObject({ statut: 404 });
    await expect(
      espace.executeur.executer(agent(), imposerMotDePasse, { id: personne.utilisateurId, motif: '' }),
    ).rejects.toMatchObject({ statut: 422 });
    await espace.executeur.executer(agent(), imposerMotDePasse, {
      id: personne.utilisateurId,
      motif: 'Hameçonnage signalé',
    });
    expect((await voir('/partenaire')).status).toBe(303);
    expect((await connecter()).status).not.toBe(303);
    expect(await lettresA(courriel)).toMatch(/Hameçonnage signalé[^]*\/reinitialisation\?jeton=/);
    const [{ courriel: aLAdministrateur = '' } = {}] = await espace.sql<{ courriel: string }>(
      'select courriel from utilisateur where id = $1',
      [espace.administrateur.utilisateurId],
    );
    expect(await lettresA(aLAdministrateur)).toContain('Hameçonnage signalé');
    expect(
      await espace.sql(
        "select motif from journal where commande = 'utilisateur.imposerMotDePasse' and entite = 'Utilisateur'",
      ),
    ).toEqual([{ motif: 'Hameçonnage signalé' }]);
  });

  it('a delegation withdrawn: the pages of a responsable close at his next request, and at that of whom he named', async () => {
    const ram = (await espace.equipement('Ram des précautions')).id;
    const [chef, adjoint] = [await connectee('CHEFFE'), await connectee('ADJOINTE')];
    const nommer = (titulaire: string) => ({
      titulaire,
      roles: ['CONSULTANT'],
      equipements: [ram],
      peutDeleguer: 'oui',
    });
    const mandat = await espace.executeur.executer(
      espace.administrateur.acteur(),
      nommerResponsable,
      nommer(chef.personne.utilisateurId),
    );
    const { id, roles, equipements, peutCreerUtilisateurs, peutDeleguer } = mandat;
    await espace.executeur.executer(
      chef.personne.acteur([{ id, roles, equipements, peutCreerUtilisateurs, peutDeleguer, au: null }]),
      nommerResponsable,
      nommer(adjoint.personne.utilisateurId),
    );
    for (const { voir } of [chef, adjoint]) expect((await voir('/partenaire/droits')).status).toBe(200);
    await espace.executeur.executer(agent(), retirerDelegation, { id, motif: 'Enquête' });
    for (const { voir, courriel } of [chef, adjoint]) {
      expect((await voir('/partenaire/droits')).status).toBe(403);
      expect(await lettresA(courriel)).toContain('Motif : Enquête');
    }
    await expect(
      espace.executeur.executer(agent(), retirerDelegation, { id, motif: 'Encore' }),
    ).rejects.toMatchObject({ statut: 409 });
  });

  it('a habilitation suspended: its pages close at once, the list says who can lift it, and they open again once lifted', async () => {
    const ram = (await espace.equipement('Ram suspendu')).id;
    const { personne, courriel, voir } = await connectee('SUSPENDUE');
    const [creee] = await espace.executeur.executer(espace.administrateur.acteur(), affecterRole, {
      utilisateur: personne.utilisateurId,
      role: 'CONSULTANT',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    expect((await voir('/partenaire/declarations')).status).toBe(200);
    await espace.executeur.executer(agent(), suspendreHabilitation, { id: creee?.id, motif: 'Doute' });
    expect((await voir('/partenaire/declarations')).status).toBe(403);
    expect(await lettresA(courriel)).toContain('Seule votre Caf peut lever cette suspension. Motif : Doute');
    expect(await texte(await aller(espace, cookie, '/partenaire/habilitations?etat=inactif'))).toContain(
      'Suspendue par votre Caf à titre conservatoire',
    );
    await espace.executeur.executer(agent(), leverSuspension, { id: creee?.id });
    expect((await voir('/partenaire/declarations')).status).toBe(200);
  });
});
