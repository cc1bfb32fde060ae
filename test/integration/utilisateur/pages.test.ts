import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
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

describe('bad input', () => {
  it.each([
    ['30 February', { ouvertLe: '2026-02-30' }, 'cette date n'],
    ['an oversized name', { nom: 'x'.repeat(101) }, 'Nom : 100 caractères au plus'],
    [
      'a phone in letters',
      { telephone: 'zéro un', telephoneConfirmation: 'zéro un' },
      'Téléphone : numéro incorrect',
    ],
    ['an unknown group', { groupes: 'ROOT' }, 'n’existe pas'],
  ])('%s: 422, the field named, what was typed kept, nothing written', async (_cas, changements, attendu) => {
    const avant = await nombreDUtilisateurs();
    const reponse = await envoyer(espace, cookie, '/partenaire/utilisateurs/creer', {
      ...PERSONNE,
      ...changements,
    });
    expect(reponse.status).toBe(422);
    const page = await texte(reponse);
    expect(page).toContain(attendu);
    expect(page).toContain('value="Chantal"');
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it('a name already there: 409, the same form with a box to say it is somebody else; what was pasted unseen is told to be out', async () => {
    const creer = (changements: Readonly<Record<string, string>>) =>
      envoyer(espace, cookie, '/partenaire/utilisateurs/creer', {
        ...PERSONNE,
        nom: 'Homonyme',
        prenom: 'Anne',
        courriel: 'a1@commune.fr',
        courrielConfirmation: 'a1@commune.fr',
        ...changements,
      });
    const premier = await creer({ nom: 'Homo\u200bnyme' });
    expect(premier.status).toBe(303);
    expect(await texte(await aller(espace, cookie, premier.headers.get('location') ?? ''))).toContain(
      'Des caractères invisibles ont été retirés',
    );
    const autre = { courriel: 'a2@commune.fr', courrielConfirmation: 'a2@commune.fr' };
    const refus = await creer({ ...autre, prenom: 'ANNE' });
    expect(refus.status).toBe(409);
    const page = await texte(refus);
    expect(page).toContain('Anne Homonyme a déjà un accès');
    expect(page).toMatch(/name="autrePersonne"/);
    expect(page).toContain('value="ANNE"');
    expect(await texte(await aller(espace, cookie, '/partenaire/utilisateurs/creer'))).not.toContain(
      'autrePersonne',
    );
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
        expect((await aller(espace, cookie, chemin)).status, `${chemin}`).toBeLessThan(500);
      for (const champ of ['ouvertLe', 'closLe'])
        expect(
          (
            await envoyer(espace, cookie, '/partenaire/utilisateurs/creer', {
              ...PERSONNE,
              courriel: 'date@',
              [champ]: date,
            })
          ).status,
        ).toBe(422);
      expect(
        (await envoyer(espace, cookie, '/partenaire/responsables/nommer', { du: date, au: date })).status,
      ).toBeLessThan(500);
      expect(
        (await envoyer(espace, cookie, '/partenaire/habilitations/habiliter', { du: date })).status,
      ).toBeLessThan(500);
    }
  });

  it('a field sent twice: 422 and nothing written', async () => {
    const champs = new URLSearchParams(PERSONNE);
    champs.append('nom', 'Autre');
    const avant = await nombreDUtilisateurs();
    expect((await envoyer(espace, cookie, '/partenaire/utilisateurs/creer', champs)).status).toBe(422);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it('a script in a name: 422, the field named, what was typed shown as text, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    const reponse = await envoyer(espace, cookie, '/partenaire/utilisateurs/creer', {
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
        expect(
          (await aller(espace, cookie, `/partenaire/utilisateurs/${encodeURIComponent(id)}${suite}`)).status,
        ).toBe(404);
      expect(
        (await aller(espace, cookie, `/partenaire/habilitations/${encodeURIComponent(id)}/terminer`)).status,
      ).toBe(404);
      expect(
        (await aller(espace, cookie, `/partenaire/responsables/${encodeURIComponent(id)}/terminer`)).status,
      ).toBe(404);
    },
  );

  it('the records of another partner: 404, as if they did not exist', async () => {
    expect(
      (await aller(espace, cookie, `/partenaire/utilisateurs/${espace.etranger.utilisateurId}`)).status,
    ).toBe(404);
    expect(
      (
        await envoyer(espace, cookie, `/partenaire/utilisateurs/${espace.etranger.utilisateurId}/supprimer`, {
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
      expect((await aller(espace, cookie, `/partenaire/utilisateurs?${requete}`)).status).toBe(200);
    for (const requete of ['etat=tous', 'activite=1', 'utilisateur=x', 'role=ROOT', 'lieux=peut-etre'])
      expect((await aller(espace, cookie, `/partenaire/habilitations?${requete}`)).status).toBe(200);
  });

  it('a write from another site: 403, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    expect(
      (
        await envoyer(espace, cookie, '/partenaire/utilisateurs/creer', PERSONNE, {
          origin: 'https://ailleurs.example',
        })
      ).status,
    ).toBe(403);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });
});
