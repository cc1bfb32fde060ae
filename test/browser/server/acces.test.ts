import { mkdir } from 'node:fs/promises';
import { Router } from 'express';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { envoyerReinitialisation } from '#src/domain/acces/compte/inviter.ts';
import { construireRessources } from '#src/portal/ressources.ts';
import { hotp, pasDe } from '#src/domain/acces/compte/totp.ts';
import {
  MOT_DE_PASSE,
  depuisBase32,
  dernierCourriel,
  fabrique,
  serveurDeTest,
  type ServeurDeTest,
} from '#test/integration/server/serveur-de-test.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

let serveur: ServeurDeTest;
let lien: string;
beforeAll(async () => {
  const { ressources, router } = await construireRessources();
  serveur = await serveurDeTest({
    ressources,
    routeurRessources: router,
    comptesDemonstration: () => ({
      motDePasse: MOT_DE_PASSE,
      comptes: [{ courriel: 'agent@caf.fr', role: 'Gestionnaire Caf' }],
    }),
    portail: Router().get('/', (_req, res) => {
      res.send(
        '<!doctype html><html lang="fr"><title>Accueil</title><main><h1>Espace partenaire</h1></main></html>',
      );
    }),
  });
  await serveur.unite(async (unite) => {
    await fabrique.agent(unite, 'agent@caf.fr');
    await fabrique.utilisateur(
      unite,
      'chantal@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Marins'),
    );
    await fabrique.utilisateur(
      unite,
      'double@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Dunes'),
    );
    const { compteId } = await fabrique.utilisateur(
      unite,
      'double@commune.fr',
      await fabrique.partenaire(unite, 'Commune des Vagues'),
    );
    await envoyerReinitialisation(unite, { compteId, courriel: 'double@commune.fr', cafId: null });
  });
  lien = (await dernierCourriel(serveur, 'double@commune.fr'))?.lien ?? '';
});
afterAll(() => serveur.fermer());

/** Where pictures of the pages go, if anywhere. */
const { PICTURES } = process.env;
async function voir(page: Page, nom: string): Promise<void> {
  if (!PICTURES) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${nom}.png`, fullPage: true });
}

test.each([
  ['connexion', '/connexion?motif=session&suite=/partenaire'],
  ['oubli', '/mot-de-passe-oublie'],
  ['courriels', '/courriels'],
  ['reinitialisation', ''],
  ['lien-mort', '/invitation?jeton=abc'],
  ['introuvable', '/nulle-part'],
])('the page « %s » has no accessibility fault', async (nom, chemin) => {
  const { page, tolerer } = await visiter(serveur.url);
  tolerer(/status of 4\d\d/);
  await page.goto(chemin === '' ? lien : chemin);
  await voir(page, nom);
  await verifierAccessibilite(page);
});

test('one signs in with the keyboard alone, a refusal leads to the field, and the page says what to do', async () => {
  const { page, tolerer } = await visiter(serveur.url);
  tolerer(/status of 401/);
  await page.goto('/connexion');
  await page.getByLabel('Adresse mail').focus();
  await page.keyboard.type('chantal@commune.fr');
  await page.keyboard.press('Tab');
  await page.keyboard.type('mauvais mot de passe');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('incorrect').waitFor();
  expect(await page.title()).toMatch(/^Erreur/);
  await voir(page, 'connexion-refusee');
  await verifierAccessibilite(page);
  await page.getByRole('alert').getByRole('link').first().press('Enter');
  await page.keyboard.type(MOT_DE_PASSE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Espace partenaire' }).waitFor();
});

test('an account with several spaces chooses one with the keyboard', async () => {
  const { page } = await visiter(serveur.url);
  await page.goto('/connexion');
  await page.getByLabel('Adresse mail').fill('double@commune.fr');
  await page.getByRole('textbox', { name: /^Mot de passe/ }).fill(MOT_DE_PASSE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Choisissez votre espace' }).waitFor();
  await voir(page, 'profils');
  await verifierAccessibilite(page);
  await page.getByRole('radio', { name: 'Commune des Vagues' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Espace partenaire' }).waitFor();
  await page.goto('/mot-de-passe');
  await voir(page, 'mot-de-passe');
  await verifierAccessibilite(page);
});

test('a second factor is set up, asked for and shown with the sessions, with the keyboard and without an accessibility fault', async () => {
  const { page, tolerer } = await visiter(serveur.url);
  tolerer(/status of 422/);
  const seConnecter = async () => {
    await page.goto('/connexion');
    await page.getByLabel('Adresse mail').fill('agent@caf.fr');
    await page.getByRole('textbox', { name: /^Mot de passe/ }).fill(MOT_DE_PASSE);
    await page.keyboard.press('Enter');
  };
  await seConnecter();
  await page.waitForURL('**/gestion');
  await page.goto('/securite');
  await page.getByRole('heading', { name: 'Sessions ouvertes' }).waitFor();
  await voir(page, 'securite');
  await verifierAccessibilite(page);
  await page.getByRole('button', { name: 'Activer la double authentification' }).press('Enter');
  const cle = (await page.locator('.cle-code').textContent()) ?? '';
  const code = (ecart: number) =>
    hotp(depuisBase32(cle), pasDe(serveur.horloge.maintenant().epochMilliseconds) + ecart);
  await page.getByRole('textbox', { name: /^Code/ }).fill('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('incorrect').waitFor();
  await voir(page, 'enrolement');
  await verifierAccessibilite(page);
  await page.getByRole('textbox', { name: /^Code/ }).fill(code(0));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Vos codes de secours' }).waitFor();
  await voir(page, 'codes-de-secours');
  await verifierAccessibilite(page);
  await page.goto('/securite/code/retirer');
  await verifierAccessibilite(page);
  await page.context().clearCookies();
  await seConnecter();
  await page.getByRole('heading', { name: 'Saisissez votre code' }).waitFor();
  await voir(page, 'code');
  await verifierAccessibilite(page);
  await page.getByRole('textbox', { name: /^Code/ }).focus();
  await page.keyboard.type(code(1));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/gestion');
  await page.goto('/confirmation?suite=/gestion');
  await voir(page, 'confirmation');
  await verifierAccessibilite(page);
});

test('a locked account is told until when and what to do', async () => {
  const { page, tolerer } = await visiter(serveur.url);
  tolerer(/status of 4(01|29)/);
  for (let essai = 0; essai < 4; essai += 1) {
    await page.goto('/connexion');
    await page.getByLabel('Adresse mail').fill('inconnu@commune.fr');
    await page.getByRole('textbox', { name: /^Mot de passe/ }).fill('mauvais mot de passe');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/connexion');
    await page.locator('h1').waitFor();
  }
  await page.getByText('Réessayez dans 15 minutes').waitFor();
  await voir(page, 'bloquee');
  await verifierAccessibilite(page);
});
