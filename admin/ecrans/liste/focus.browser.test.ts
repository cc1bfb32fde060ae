import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { visiter } from '#test/support/navigateur.ts';

let gestion: Gestion;
beforeAll(async () => {
  gestion = await gestionDeTest();
  await gestion.lignes(
    `insert into organisme (id, siren, raison_sociale, forme) select gen_random_uuid(), (900000000 + n)::text, case when n <= 7 then 'RELAIS ' else 'MAIRIE ' end || n, 'commune' from generate_series(1, 65) n`,
  );
  await gestion.lignes(`insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le)
    select gen_random_uuid(), '451', id, raison_sociale, 'F' || right(siren, 5), now() from organisme where siren like '9000000%'`);
});
afterAll(() => gestion.fermer());

/** What has the focus, in words. */
const focalise = (page: Page) =>
  page.evaluate(() => {
    const actif = document.activeElement;
    return actif instanceof HTMLElement
      ? `${actif.tagName} ${actif.getAttribute('aria-label') ?? actif.getAttribute('name') ?? actif.innerText.trim()}`
      : 'none';
  });
const resultats = (page: Page, nombre: string) =>
  page.getByRole('status').getByText(nombre, { exact: true }).waitFor();

describe('the focus in a list', () => {
  it('stays in the search box, on « Rechercher » and on « Lignes par page »', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/partenaires');
    await resultats(page, '65 résultats');
    const recherche = page.getByRole('searchbox');
    await recherche.fill('relais');
    await recherche.press('Enter');
    await resultats(page, '7 résultats');
    expect(await focalise(page)).toBe('INPUT q');
    await recherche.fill('');
    await page.getByRole('button', { name: 'Rechercher' }).press('Enter');
    await resultats(page, '65 résultats');
    expect(await focalise(page)).toBe('BUTTON Rechercher');
    const taille = page.getByLabel('Lignes par page');
    await taille.focus();
    await taille.selectOption('50');
    await page.getByText('Page 1 sur 2').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await fermer();
  });

  it('goes to the number of results when what had it is gone, and the fields follow the address', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/partenaires?q=relais');
    await resultats(page, '7 résultats');
    await page.getByRole('button', { name: 'Réinitialiser' }).press('Enter');
    await resultats(page, '65 résultats');
    expect(await focalise(page)).toBe('P 65 résultats');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.goBack();
    await resultats(page, '7 résultats');
    expect(await page.getByRole('searchbox').inputValue()).toBe('relais');
    await fermer();
  });

  it('stays on « Suivante » to the last page, and each page opens at the top of the list', async () => {
    const { page, fermer } = await visiter(gestion.base, { viewport: { width: 1280, height: 700 } });
    await page.goto('/gestion/resources/partenaires');
    for (const numero of [2, 3, 4]) {
      await page.getByRole('button', { name: 'Suivante' }).press('Enter');
      await page.getByText(`Page ${numero} sur 4`).waitFor();
      expect(await focalise(page)).toBe('BUTTON Suivante');
      expect(await page.locator('.total').evaluate((un) => un.getBoundingClientRect().top)).toBeLessThan(400);
      expect(await page.locator('.total').evaluate((un) => un.getBoundingClientRect().top)).toBeGreaterThan(
        0,
      );
    }
    await fermer();
  });
});
