import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

let gestion: Gestion;
beforeAll(async () => {
  gestion = await gestionDeTest();
  await gestion.partenaire();
});
afterAll(() => gestion.fermer());

const NOUVEAU = '/gestion/resources/equipements/actions/new';
const partenaire = (page: Page) => page.getByRole('combobox', { name: 'Partenaire' });

describe('a reference', () => {
  it('is found and chosen', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/equipements/actions/new');
    const champ = page.getByRole('combobox', { name: 'Partenaire' });
    await champ.fill('briare');
    await page.getByRole('option', { name: 'COMMUNE DE BRIARE' }).waitFor();
    await champ.press('ArrowDown');
    await champ.press('Enter');
    expect(await champ.inputValue()).toBe('COMMUNE DE BRIARE');
    const commune = page.getByRole('combobox', { name: 'Commune' });
    await commune.fill('Briare');
    await page.getByRole('option', { name: /^Briare \(45\)/ }).waitFor();
    // Written as on a letter and left there, it is chosen; what designates several stays as typed, for the
    // command to say so.
    await commune.fill('45000 ORLEANS');
    await commune.press('Tab');
    await expect.poll(() => commune.inputValue()).toBe('Orléans (45) – 45234');
    await commune.fill('Saint-Denis');
    await commune.press('Tab');
    expect(await commune.inputValue()).toBe('Saint-Denis');
    await fermer();
  });

  it('goes with Tab from a reference to the next field, without a stop on its list', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/conventions');
    await page.getByRole('button', { name: 'Filtres' }).click();
    const partenaire = page.getByRole('combobox', { name: 'Partenaire' });
    await partenaire.focus();
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toMatch(/^(BODY|UL)/);
    await page.keyboard.press('Shift+Tab');
    expect(await partenaire.evaluate((un) => un === document.activeElement)).toBe(true);
    await fermer();
  });

  it('tells a screen reader what is proposed and what was chosen, in French', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto(NOUVEAU);
    const champ = partenaire(page);
    await champ.fill('briare');
    await page
      .getByText('1 proposition : flèches haut et bas pour parcourir, Entrée pour choisir.')
      .waitFor();
    expect(await champ.getAttribute('aria-expanded')).toBe('true');
    await verifierAccessibilite(page);
    await champ.press('ArrowDown');
    const option = page.getByRole('option', { name: 'COMMUNE DE BRIARE', selected: true });
    expect(await champ.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
    await champ.press('Enter');
    await page.getByText('Choix retenu : COMMUNE DE BRIARE').waitFor();
    await champ.fill('personne de ce nom');
    await expect.poll(() => page.getByText('Aucun résultat').count()).toBe(2);
    await verifierAccessibilite(page);
    await fermer();
  });

  it('keeps the value chosen when one gives up with Escape or leaves, and loses it only when emptied', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto(NOUVEAU);
    const champ = partenaire(page);
    const choisi = page.locator('input[type="hidden"][name="partenaire"]');
    await champ.click();
    await page.getByRole('option', { name: 'COMMUNE DE BRIARE' }).click();
    const id = await choisi.inputValue();
    expect(id).not.toBe('');
    await champ.fill('bri');
    await page.getByRole('option').first().waitFor();
    await champ.press('Escape');
    expect(await champ.inputValue()).toBe('COMMUNE DE BRIARE');
    await champ.press('Escape');
    expect(await champ.inputValue()).toBe('COMMUNE DE BRIARE');
    // An option only passed over is not chosen by leaving.
    await champ.fill('bri');
    await page.getByRole('option').first().waitFor();
    await champ.press('ArrowDown');
    await champ.press('Tab');
    expect(await champ.inputValue()).toBe('COMMUNE DE BRIARE');
    expect(await choisi.inputValue()).toBe(id);
    await champ.fill('');
    expect(await choisi.inputValue()).toBe('');
    await fermer();
  });
});
