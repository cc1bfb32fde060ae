import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { MOT_DE_PASSE, ouvrirEspacePartenaire, type EspacePartenaire } from '#test/browser/portal/espace-partenaire.ts';

let espace: EspacePartenaire;
let cookie = '';
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const courriel = await espace.ouvrirCompte(espace.administrateur);
  const reponse = await envoyer('/connexion', { courriel, motDePasse: MOT_DE_PASSE });
  cookie = (reponse.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
});
afterAll(() => espace.fermer());

const aller = (chemin: string) => fetch(`${espace.url}${chemin}`, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
const envoyer = (chemin: string, champs: Readonly<Record<string, string>> | URLSearchParams, entetes: Readonly<Record<string, string>> = {}) =>
  fetch(`${espace.url}${chemin}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(champs), headers: { accept: 'text/html', cookie, origin: espace.url, ...entetes } });
const texte = async (reponse: Response) => (await reponse.text()).replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;|’/g, "'");
const nombreDUtilisateurs = async () => (await espace.sql<{ n: number }>('select count(*)::int as n from utilisateur'))[0]?.n;

const PERSONNE = { nom: 'Baillet', prenom: 'Chantal', courriel: 'c.b@commune.fr', courrielConfirmation: 'c.b@commune.fr', telephone: '', telephoneConfirmation: '', ouvertLe: '2026-03-02', closLe: '', poste: '' };

describe('bad input', () => {
  it.each([
    ['30 February', { ouvertLe: '2026-02-30' }, 'cette date n'],
    ['an oversized name', { nom: 'x'.repeat(101) }, 'Nom : 100 caractères au plus'],
    ['a phone in letters', { telephone: 'zéro un', telephoneConfirmation: 'zéro un' }, 'Téléphone : numéro incorrect'],
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

  it('a field sent twice: 422 and nothing written', async () => {
    const champs = new URLSearchParams(PERSONNE);
    champs.append('nom', 'Autre');
    const avant = await nombreDUtilisateurs();
    expect((await envoyer('/partenaire/utilisateurs/creer', champs)).status).toBe(422);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it('a script in a name: 422, the field named, what was typed shown as text, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    const reponse = await envoyer('/partenaire/utilisateurs/creer', { ...PERSONNE, nom: '<script>alert(1)</script>', courriel: 's@commune.fr', courrielConfirmation: 's@commune.fr' });
    expect(reponse.status).toBe(422);
    const page = await texte(reponse);
    expect(page).toContain('href="#nom"');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script>alert');
    expect(await nombreDUtilisateurs()).toBe(avant);
  });

  it.each(['nulle-part', randomUUID(), '00000000', "'; drop table utilisateur"])('an id which is none of his users (%s): 404', async (id) => {
    for (const suite of ['', '/modifier', '/supprimer', '/historique', '/invitation']) expect((await aller(`/partenaire/utilisateurs/${encodeURIComponent(id)}${suite}`)).status).toBe(404);
    expect((await aller(`/partenaire/habilitations/${encodeURIComponent(id)}/terminer`)).status).toBe(404);
    expect((await aller(`/partenaire/responsables/${encodeURIComponent(id)}/terminer`)).status).toBe(404);
  });

  it('the records of another partner: 404, as if they did not exist', async () => {
    expect((await aller(`/partenaire/utilisateurs/${espace.etranger.utilisateurId}`)).status).toBe(404);
    expect((await envoyer(`/partenaire/utilisateurs/${espace.etranger.utilisateurId}/supprimer`, { version: '1', closLe: '2026-03-02' })).status).toBe(404);
  });

  it('filters, sorts and pages that make no sense show the list all the same', async () => {
    for (const requete of ['page=-1', 'page=abc', 'page=1e99', 'tri=mot_de_passe&sens=drop', 'groupe=%22%5D', 'nom=%27%25', 'nom=a&nom=b']) expect((await aller(`/partenaire/utilisateurs?${requete}`)).status).toBe(200);
    for (const requete of ['etat=tous', 'activite=1', 'utilisateur=x', 'role=ROOT', 'lieux=peut-etre']) expect((await aller(`/partenaire/habilitations?${requete}`)).status).toBe(200);
  });

  it('a write from another site: 403, nothing written', async () => {
    const avant = await nombreDUtilisateurs();
    expect((await envoyer('/partenaire/utilisateurs/creer', PERSONNE, { origin: 'https://ailleurs.example' })).status).toBe(403);
    expect(await nombreDUtilisateurs()).toBe(avant);
  });
});

describe('a person whose rights change', () => {
  it('loses the pages at the next request', async () => {
    const courriel = await espace.ouvrirCompte(await espace.personne('PARTANT', { administrateur: true }));
    const connexion = await envoyer('/connexion', { courriel, motDePasse: MOT_DE_PASSE }, { cookie: '' });
    const sien = (connexion.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const voir = () => fetch(`${espace.url}/partenaire/utilisateurs`, { redirect: 'manual', headers: { accept: 'text/html', cookie: sien } });
    expect((await voir()).status).toBe(200);
    await espace.sql('update utilisateur set administrateur = false where courriel = $1', [courriel]);
    expect((await voir()).status).toBe(403);
  });
});
