import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
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

let espace: EspacePartenaire;
let cookie = '';
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const courriel = await espace.ouvrirCompte(espace.administrateur);
  const reponse = await envoyer('/connexion', { courriel, motDePasse: MOT_DE_PASSE });
  cookie = cookieDeSession(reponse);
});
afterAll(() => espace.fermer());

const aller = (chemin: string) =>
  fetch(`${espace.url}${chemin}`, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
const envoyer = (
  chemin: string,
  champs: Readonly<Record<string, string>> | URLSearchParams,
  entetes: Readonly<Record<string, string>> = {},
) =>
  fetch(`${espace.url}${chemin}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(champs),
    headers: { accept: 'text/html', cookie, origin: espace.url, ...entetes },
  });
const cookieDeSession = (reponse: Response) =>
  reponse.headers
    .getSetCookie()
    .find((un) => un.startsWith('mcp='))
    ?.split(';', 1)[0] ?? '';
const texte = async (reponse: Response) =>
  (await reponse.text()).replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;|’/g, "'");
const nombreDUtilisateurs = async () =>
  (await espace.sql<{ n: number }>('select count(*)::int as n from utilisateur'))[0]?.n;

const PERSONNE = {
  nom: 'Baillet',
  prenom: 'Chantal',
  courriel: 'c.b@commune.fr',
  courrielConfirmation: 'c.b@commune.fr',
  telephone: '',
  telephoneConfirmation: '',
  ouvertLe: '2026-03-02',
  closLe: '',
  poste: '',
};

it('the page of one’s own identity says at once why it is closed, and offers no form of it', async () => {
  const page = await texte(
    await aller(`/partenaire/utilisateurs/${espace.administrateur.utilisateurId}/identite`),
  );
  const [, alerte = ''] = page.match(/class="alerte[^>]*>(.*?)<details/s) ?? [];
  expect(alerte).toContain("Il s'agit de vous");
  expect(page).not.toContain('/identite/nom"');
});

describe('bad input', () => {
  it.each([
    ['30 February', { ouvertLe: '2026-02-30' }, 'cette date n'],
    ['an oversized name', { nom: 'x'.repeat(101) }, 'Nom : 100 caractères au plus'],
    [
      'a phone in letters',
      { telephone: 'zéro un', telephoneConfirmation: 'zéro un' },
      'Téléphone : numéro incorrect',
    ],
    ['an unknown group', { groupes: 'ROOT' }, "n'existe pas"],
  ])('%s: 422, the field named, what was typed kept, nothing written', async (_cas, changements, attendu) => {
    const avant = await nombreDUtilisateurs();
    const reponse = await envoyer('/partenaire/utilisateurs/creer', { ...PERSONNE, ...changements });
    expect(reponse.status).toBe(422);
    const page = await texte(reponse);
    expect(page).toContain(attendu);
    expect(page).toContain('value="Chantal"');
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it('a name already there: 409, the same form with a box to say it is somebody else; what was pasted unseen is told to be out', async () => {
    const creer = (changements: Readonly<Record<string, string>>) =>
      envoyer('/partenaire/utilisateurs/creer', {
        ...PERSONNE,
        nom: 'Homonyme',
        prenom: 'Anne',
        courriel: 'a1@commune.fr',
        courrielConfirmation: 'a1@commune.fr',
        ...changements,
      });
    const premier = await creer({ nom: 'Homo\u200bnyme' });
    expect(premier.status).toBe(303);
    expect(await texte(await aller(premier.headers.get('location') ?? ''))).toContain(
      'Des caractères invisibles ont été retirés',
    );
    const autre = { courriel: 'a2@commune.fr', courrielConfirmation: 'a2@commune.fr' };
    const refus = await creer({ ...autre, prenom: 'ANNE' });
    expect(refus.status).toBe(409);
    const page = await texte(refus);
    expect(page).toContain('Anne Homonyme a déjà un accès');
    expect(page).toMatch(/name="autrePersonne"/);
    expect(page).toContain('value="ANNE"');
    expect(await texte(await aller('/partenaire/utilisateurs/creer'))).not.toContain('autrePersonne');
    expect((await creer({ ...autre, autrePersonne: 'oui' })).status).toBe(303);
  });

  it('whatever the date in an address or a form: a page or a sentence, never a fault of ours', async () => {
    for (const date of [
      '31/12/9999',
      '9999-12-31',
      '0026-11-30',
      '2999-12-31',
      '3000-01-01',
      '-1',
      '2026-02-30',
      'infinity',
      '01/02/26',
      '\u200e',
      '1'.repeat(500),
    ]) {
      const encodee = encodeURIComponent(date);
      for (const chemin of [
        `/partenaire/droits?jour=${encodee}`,
        `/partenaire/droits.csv?jour=${encodee}`,
        `/partenaire/declarations?exercice=${encodee}`,
        `/partenaire/utilisateurs?page=${encodee}`,
      ])
        expect((await aller(chemin)).status, `${chemin}`).toBeLessThan(500);
      for (const champ of ['ouvertLe', 'closLe'])
        expect(
          (await envoyer('/partenaire/utilisateurs/creer', { ...PERSONNE, courriel: 'date@', [champ]: date }))
            .status,
        ).toBe(422);
      expect((await envoyer('/partenaire/responsables/nommer', { du: date, au: date })).status).toBeLessThan(
        500,
      );
      expect((await envoyer('/partenaire/habilitations/habiliter', { du: date })).status).toBeLessThan(500);
    }
  });

  it('a field sent twice: 422 and nothing written', async () => {
    const champs = new URLSearchParams(PERSONNE);
    champs.append('nom', 'Autre');
    const avant = await nombreDUtilisateurs();
    expect((await envoyer('/partenaire/utilisateurs/creer', champs)).status).toBe(422);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it('a script in a name: 422, the field named, what was typed shown as text, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    const reponse = await envoyer('/partenaire/utilisateurs/creer', {
      ...PERSONNE,
      nom: '<script>alert(1)</script>',
      courriel: 's@commune.fr',
      courrielConfirmation: 's@commune.fr',
    });
    expect(reponse.status).toBe(422);
    const page = await texte(reponse);
    expect(page).toContain('href="#nom"');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it.each(['nulle-part', randomUUID(), '00000000', "'; drop table utilisateur"])(
    'an id which is none of his users (%s): 404',
    async (id) => {
      for (const suite of ['', '/modifier', '/supprimer', '/historique', '/invitation'])
        expect((await aller(`/partenaire/utilisateurs/${encodeURIComponent(id)}${suite}`)).status).toBe(404);
      expect((await aller(`/partenaire/habilitations/${encodeURIComponent(id)}/terminer`)).status).toBe(404);
      expect((await aller(`/partenaire/responsables/${encodeURIComponent(id)}/terminer`)).status).toBe(404);
    },
  );

  it('the records of another partner: 404, as if they did not exist', async () => {
    expect((await aller(`/partenaire/utilisateurs/${espace.etranger.utilisateurId}`)).status).toBe(404);
    expect(
      (
        await envoyer(`/partenaire/utilisateurs/${espace.etranger.utilisateurId}/supprimer`, {
          version: '1',
          closLe: '2026-03-02',
        })
      ).status,
    ).toBe(404);
  });

  it('filters, sorts and pages that make no sense show the list all the same', async () => {
    for (const requete of [
      'page=-1',
      'page=abc',
      'page=1e99',
      'tri=mot_de_passe&sens=drop',
      'groupe=%22%5D',
      'nom=%27%25',
      'nom=a&nom=b',
    ])
      expect((await aller(`/partenaire/utilisateurs?${requete}`)).status).toBe(200);
    for (const requete of ['etat=tous', 'activite=1', 'utilisateur=x', 'role=ROOT', 'lieux=peut-etre'])
      expect((await aller(`/partenaire/habilitations?${requete}`)).status).toBe(200);
  });

  it('a write from another site: 403, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    expect(
      (await envoyer('/partenaire/utilisateurs/creer', PERSONNE, { origin: 'https://ailleurs.example' }))
        .status,
    ).toBe(403);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });
});

describe('a person whose rights change', () => {
  it('loses the pages at the next request', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('PARTANT', { administrateur: true }));
    const connexion = await envoyer('/connexion', { courriel, motDePasse: MOT_DE_PASSE }, { cookie: '' });
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
    expect(await texte(await aller('/partenaire/droits'))).toContain('par exemple 14/02/2019');
    for (const [jour, phrase] of [
      ['', 'Indiquez la date'],
      ['31/02/2019', "Cette date n'existe pas"],
      ['01/01/2999', 'Cette date est à venir'],
    ] as const) {
      const reponse = await aller(`/partenaire/droits?jour=${encodeURIComponent(jour)}`);
      expect(reponse.status).toBe(422);
      expect(await texte(reponse)).toContain(phrase);
    }
    expect(await texte(await aller('/partenaire/droits?jour=14%2F02%2F2019'))).toContain(
      "Personne n'avait de droit le 14/02/2019.",
    );
    expect(await texte(await aller('/partenaire/droits?jour=02%2F03%2F2026'))).toContain(
      'Administrateur partenaire',
    );
    const fichier = await aller('/partenaire/droits/export?jour=02%2F03%2F2026');
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
      await envoyer('/connexion', { courriel, motDePasse: MOT_DE_PASSE }, { cookie: '' });
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
    expect(await texte(await aller('/partenaire/habilitations?etat=inactif'))).toContain(
      'Suspendue par votre Caf à titre conservatoire',
    );
    await espace.executeur.executer(agent(), leverSuspension, { id: creee?.id });
    expect((await voir('/partenaire/declarations')).status).toBe(200);
  });
});
