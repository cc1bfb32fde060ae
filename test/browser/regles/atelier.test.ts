import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agent, analyste } from '#test/support/acteurs.ts';
import { monter, type Fixture } from '#test/integration/registre/fixture.ts';
import { servirGestion, type Serveur } from '#test/integration/admin/fixture.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

/* Every visit fails on a console error, a violation of the content security policy or a request to a third party. */
let fixture: Fixture;
let serveur: Serveur;
beforeAll(async () => {
  fixture = await monter('2026-11-23', ['quotas', 'ram', 'etp']);
  serveur = await servirGestion(fixture, analyste());
});
afterAll(async () => {
  serveur.fermer();
  await fixture.fermer();
});

const bouton = (page: Page, nom: string) => page.getByRole('button', { name: nom, exact: true });
const onglet = (page: Page, nom: string) => page.getByRole('tab', { name: nom, exact: true }).click();
const deborde = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const pret = (page: Page) =>
  page.getByRole('region', { name: 'Contrôles' }).getByText('Prêt à soumettre').waitFor();

async function creerBrouillon(page: Page): Promise<void> {
  await page.goto('/gestion/pages/regles');
  await page
    .getByRole('region', { name: 'Règles', exact: true })
    .getByRole('link', { name: 'Habilitations : nombre de titulaires par rôle' })
    .click();
  await page.getByRole('heading', { name: 'Table de décision' }).waitFor();
  await bouton(page, 'Créer un brouillon').click();
  await pret(page);
}

describe('an analyst with no programmer at hand', () => {
  it('is told where the text is wrong, is proposed what may be written, and loses nothing', async () => {
    const { page, contexte, tolerer, fermer } = await visiter(serveur.base);
    await creerBrouillon(page);
    await onglet(page, 'Texte');
    const texte = page.locator('.cm-content');
    await texte.waitFor();
    await verifierAccessibilite(page);
    await texte.press('Control+f');
    await page.getByPlaceholder('Chercher').pressSequentially('"gravite": "bloquant"');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Delete');
    await page.keyboard.type('"gravite": "blo');
    await page.getByRole('option', { name: /bloquant/ }).waitFor();
    await page.keyboard.press('Escape');
    const controles = page.getByRole('region', { name: 'Contrôles' });
    await controles
      .getByRole('button', { name: /^Ligne \d+, colonne \d+$/ })
      .first()
      .waitFor();
    expect(await bouton(page, 'Soumettre…').getAttribute('aria-disabled')).toBe('true');

    tolerer(/401/);
    serveur.acteur = null;
    await bouton(page, 'Enregistrer').click();
    await page.getByRole('alert').getByText('Votre session a expiré').waitFor();
    serveur.acteur = analyste();
    const autre = await contexte.newPage();
    await autre.goto(page.url());
    await autre.getByText('Ce navigateur a gardé une saisie non enregistrée').waitFor();
    await autre.getByRole('button', { name: 'Reprendre ma saisie' }).click();
    await autre.getByText('Modifications non enregistrées').waitFor();
    await autre.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await autre.getByText('Le brouillon est enregistré.').waitFor();
    await autre.close();

    tolerer(/409/);
    await bouton(page, 'Enregistrer').click();
    await page.getByRole('region', { name: 'Modifié entre-temps' }).waitFor();
    await bouton(page, 'Enregistrer le mien malgré tout').click();
    await page.getByText('Le brouillon est enregistré.').waitFor();
    await fermer();
  });
});

const LECTURE = ['regle?jeu=etp', 'Etp retenu pour un animateur'] as const;
const ECRANS = [
  ['regles', 'Fichiers de règles'],
  LECTURE,
  ['regle?genre=parametres&jeu=ram', 'Valeurs communes aux règles des Ram'],
  ['impact?jeu=etp', /Impact/],
  ['questions', 'Questions ouvertes'],
  ['fictives', 'Valeurs fictives'],
  ['guide', 'Guide de l’analyste'],
] as const;

describe.each([
  ['narrow', { width: 360, height: 740 }, 'light', ECRANS],
  ['dark', { width: 1400, height: 900 }, 'dark', [LECTURE]],
] as const)('on a %s screen', (_nom, viewport, colorScheme, ecrans) => {
  it('no screen has an accessibility fault or overflows', async () => {
    const { page, fermer } = await visiter(serveur.base, { viewport, colorScheme });
    for (const [adresse, attendu] of ecrans) {
      await page.goto(`/gestion/pages/${adresse}`);
      await page.getByRole('heading', { level: 1, name: attendu }).waitFor();
      await verifierAccessibilite(page);
      expect(await deborde(page), adresse).toBeLessThanOrEqual(0);
    }
    await page.goto('/gestion/pages/essai?jeu=etp');
    await page.getByLabel('Partir d’un scénario').selectOption({ index: 2 });
    await page.getByRole('heading', { name: 'Ce qui changerait la décision' }).waitFor();
    await verifierAccessibilite(page);
    expect(await deborde(page), 'essai').toBeLessThanOrEqual(0);
    await fermer();
  });
});

it('an agent of a Caf reads, and is told why he cannot write', async () => {
  serveur.acteur = agent();
  try {
    const { page, fermer } = await visiter(serveur.base);
    await page.goto('/gestion/pages/regle?jeu=quotas');
    expect(await bouton(page, 'Créer un brouillon').getAttribute('aria-disabled')).toBe('true');
    await page.getByText('Pourquoi', { exact: false }).first().press('Enter');
    await page.getByText('réservée à un analyste réglementaire').first().waitFor();
    await fermer();
  } finally {
    serveur.acteur = analyste();
  }
});
