import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { verifierAccessibilite, visiter, type Visite } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import { MOT_DE_PASSE, ouvrirEspacePartenaire, type EspacePartenaire } from './espace-partenaire.ts';

let espace: EspacePartenaire;
let collegue: PersonneDuDecor;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  await espace.equipement('CBA-RAM Les Marins marrants', { lieux: ['Mairie'] });
  await espace.equipement('Ram des Dunes');
  await espace.personne('BAILLET');
  collegue = await espace.personne('PETIT', { administrateur: true });
});
afterAll(() => espace.fermer());

async function entrer(options?: Parameters<typeof visiter>[1]): Promise<Visite> {
  const visite = await visiter(espace.url, options);
  await espace.connecter(visite.page, espace.administrateur);
  return visite;
}
async function seConnecter(page: Page, qui = espace.administrateur): Promise<void> {
  await page.getByLabel('Adresse mail').fill(await espace.ouvrirCompte(qui));
  await page.getByLabel('Mot de passe *').fill(MOT_DE_PASSE);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}
const CREER = '/partenaire/utilisateurs/creer';
const champ = (page: Page, nom: string) => page.locator(`main form [name="${nom}"]`);
const gardees = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((cle) => cle.startsWith('mcp:saisie:')).length);
const remplir = async (page: Page, textes: Record<string, string>): Promise<void> => {
  for (const [nom, texte] of Object.entries(textes)) await champ(page, nom).fill(texte);
};

describe('a short form', () => {
  test('left before it was sent is offered again where it is opened, and taken up', async () => {
    const { page, fermer } = await entrer();
    await page.goto(CREER);
    await remplir(page, { nom: 'Martin', prenom: 'Léa', courriel: 'lea.martin@commune.fr' });
    await page.getByLabel('Itinérant (poste de travail variable)').check();
    await expect.poll(() => gardees(page)).toBe(1);
    await page.goto('/partenaire');
    await page.goto(CREER);
    await page.getByText(/Saisie retrouvée du \d\d\/\d\d\/\d{4} à \d\d h \d\d/).waitFor();
    await verifierAccessibilite(page);
    expect(await champ(page, 'nom').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Reprendre' }).click();
    expect([await champ(page, 'nom').inputValue(), await champ(page, 'courriel').inputValue()]).toEqual([
      'Martin',
      'lea.martin@commune.fr',
    ]);
    expect(await page.getByLabel('Itinérant (poste de travail variable)').isChecked()).toBe(true);
    await fermer();
  });

  test('found again is forgotten when it is abandoned', async () => {
    const { page, fermer } = await entrer();
    await page.goto(CREER);
    await remplir(page, { nom: 'Martin' });
    await expect.poll(() => gardees(page)).toBe(1);
    await page.goto(CREER);
    await page.getByRole('button', { name: 'Abandonner' }).click();
    expect(await gardees(page)).toBe(0);
    await page.goto(CREER);
    await champ(page, 'nom').waitFor();
    expect(await page.getByText('Saisie retrouvée').count()).toBe(0);
    await fermer();
  });

  test('sent with a session that had ended is found again after signing in, and goes once it is accepted', async () => {
    const { page, contexte, fermer } = await entrer();
    await page.goto('/partenaire/profil');
    await champ(page, 'telephone').fill('02 38 00 00 09');
    await expect.poll(() => gardees(page)).toBe(1);
    await contexte.clearCookies();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('votre saisie est gardée dans ce navigateur').waitFor();
    await seConnecter(page);
    await page.getByRole('button', { name: 'Reprendre' }).click();
    expect(await champ(page, 'telephone').inputValue()).toBe('02 38 00 00 09');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Votre profil a été modifié.').waitFor();
    await expect.poll(() => gardees(page)).toBe(0);
    await page.goto('/partenaire/profil');
    expect(await page.getByText('Saisie retrouvée').count()).toBe(0);
    await fermer();
  });

  test('refused is kept, without being offered on the page that shows it, and goes once corrected and accepted', async () => {
    const visite = await entrer();
    const { page, fermer } = visite;
    visite.tolerer(/422/);
    await page.goto(CREER);
    await remplir(page, {
      nom: 'Durand',
      prenom: 'Zoé',
      courriel: 'zoe.durand@commune.fr',
      courrielConfirmation: 'autre@commune.fr',
    });
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await champ(page, 'nom').inputValue()).toBe('Durand');
    expect(await page.getByText('Saisie retrouvée').count()).toBe(0);
    expect(await gardees(page)).toBe(1);
    await champ(page, 'courrielConfirmation').fill('zoe.durand@commune.fr');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.waitForURL(/utilisateurs(?!\/creer)/);
    await expect.poll(() => gardees(page)).toBe(0);
    await fermer();
  });

  test('whose list is shown on demand comes back with what was ticked in it', async () => {
    const { page, fermer } = await entrer();
    await page.goto('/partenaire/habilitations/habiliter');
    await page.getByRole('button', { name: 'Afficher les activités' }).click();
    await page.getByLabel('Ram des Dunes').check();
    await expect.poll(() => gardees(page)).toBe(1);
    await page.goto('/partenaire/habilitations/habiliter');
    await page.getByRole('button', { name: 'Reprendre' }).click();
    await page.getByText('Votre saisie est reprise').waitFor();
    await expect.poll(() => page.getByLabel('Ram des Dunes').isChecked()).toBe(true);
    await fermer();
  });

  test('asks before it is left with something typed, and not once it was sent', async () => {
    const { page, fermer } = await entrer();
    const demandes: string[] = [];
    page.on('dialog', (question) => {
      demandes.push(question.type());
      void question.accept();
    });
    await page.goto('/partenaire/profil');
    await champ(page, 'telephone').pressSequentially('1');
    await page.goto('/partenaire');
    expect(demandes).toEqual(['beforeunload']);
    await page.goto('/partenaire/profil');
    await champ(page, 'telephone').fill('02 38 00 00 10');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Votre profil a été modifié.').waitFor();
    expect(demandes).toEqual(['beforeunload']);
    await fermer();
  });

  test('of somebody else who signs in with the same browser shows nothing of it', async () => {
    const { page, contexte, fermer } = await entrer();
    await page.goto(CREER);
    await remplir(page, { nom: 'Secret', courriel: 'secret@commune.fr' });
    await expect.poll(() => gardees(page)).toBe(1);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('secret');
    await contexte.clearCookies();
    await page.goto(`/connexion?suite=${CREER}`);
    await seConnecter(page, collegue);
    await page.waitForURL(`**${CREER}`);
    await champ(page, 'nom').waitFor();
    expect(await page.getByText('Saisie retrouvée').count()).toBe(0);
    await fermer();
  });
});

test('without script, a form sent after the session ended is read again and confirmed once signed in', async () => {
  const { page, contexte, fermer } = await entrer({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  await page.goto('/partenaire/profil');
  await champ(page, 'telephone').fill('02 38 00 00 11');
  await espace.sql("update sessions.session set expire = now() - interval '1 minute'");
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('il est gardé une heure').waitFor();
  await seConnecter(page);
  await page.getByRole('heading', { name: 'Envoi à confirmer' }).waitFor();
  await page.getByText('02 38 00 00 11').waitFor();
  const regard = await visiter(espace.url, {
    storageState: await contexte.storageState(),
    viewport: { width: 360, height: 740 },
  });
  await regard.page.goto('/partenaire/saisie-gardee');
  await verifierAccessibilite(regard.page);
  await regard.fermer();
  await page.getByRole('button', { name: 'Enregistrer maintenant' }).click();
  await page.getByText('Votre profil a été modifié.').waitFor();
  expect(await champ(page, 'telephone').inputValue()).toMatch(/^02\s38\s00\s00\s11$/);
  expect(await espace.sql('select 1 from sessions.envoi')).toEqual([]);
  await fermer();
});

test('nothing is kept of a page where one identifies oneself, nor any password', async () => {
  const { page, fermer } = await visiter(espace.url);
  await page.goto('/connexion');
  await page.getByLabel('Adresse mail').fill('quelquun@commune.fr');
  await page.getByLabel('Mot de passe *').fill('un mot de passe');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await espace.connecter(page, espace.administrateur);
  for (const chemin of ['/mot-de-passe', '/confirmation?suite=%2Fpartenaire']) {
    await page.goto(chemin);
    await page.locator('input[type=password]').first().fill('un mot de passe');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  }
  await fermer();
});
