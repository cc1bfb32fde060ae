import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerEquipement, modifierEquipement } from '#src/domain/equipement/commandes.ts';
import { gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { agent } from '#test/support/acteurs.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

let gestion: Gestion;
let equipement: string;

beforeAll(async () => {
  gestion = await gestionDeTest();
  const { id: partenaire } = await gestion.partenaire();
  ({ id: equipement } = await gestion.faire(creerEquipement, {
    partenaire,
    type: 'RAM',
    nom: 'Ram n° 0',
    ouvertLe: '2019-01-01',
    lieuNature: 'unique',
    lieuNom: 'Maison',
    lieuCommuneCode: '45053',
  }));
  for (let fois = 1; fois <= 22; fois += 1)
    await gestion.faire(modifierEquipement, {
      equipement,
      nom: `Ram n° ${fois}`,
      nature: '',
      ouvertLe: '2019-01-01',
      fermeLe: '',
    });
});
afterAll(() => gestion.fermer());

describe.each([
  ['wide', { width: 1400, height: 900 }, 'light'],
  ['narrow', { width: 360, height: 740 }, 'dark'],
] as const)('the history of a record, on a %s screen', (_nom, viewport, colorScheme) => {
  it('is opened with the keyboard, read in words and followed to its beginning, without an accessibility fault', async () => {
    const { page, fermer } = await visiter(gestion.base, { viewport, colorScheme });
    await page.goto(`/gestion/resources/equipements/records/${equipement}/show`);
    await page.getByRole('heading', { level: 1, name: 'Ram n° 22' }).waitFor();
    await verifierAccessibilite(page);
    await page.locator('summary', { hasText: 'Historique' }).press('Enter');
    const actes = page.getByRole('list', { name: /^Ce qui a été fait/ }).getByRole('listitem');
    await actes.first().getByText('Équipement modifié').waitFor();
    expect(await actes.first().innerText()).toMatch(/Ram n° 21\s+→\s+(devient\s+)?Ram n° 22/);
    expect(await actes.count()).toBe(20);
    await page.getByRole('button', { name: 'Afficher les plus anciens' }).press('Enter');
    await actes.nth(22).getByText('Équipement ajouté').waitFor();
    // Reading goes on where the older ones begin.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Ram n° 2');
    expect(await page.getByRole('button', { name: 'Afficher les plus anciens' }).count()).toBe(0);
    await actes.nth(22).getByText('valeurs de départ').press('Enter');
    await actes.nth(22).getByText('01/01/2019').waitFor();
    await verifierAccessibilite(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await fermer();
  });
});

describe('the journal', () => {
  it('leads from a line to what it is about; its proof opens on demand', async () => {
    gestion.acteur = agent('451', 1, 'responsable');
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/journal?filters.commande=equipement.creer&filters.entite=Equipement');
    await page.getByRole('rowheader').getByRole('link').first().press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Équipement ajouté, ligne \d+$/ }).waitFor();
    await verifierAccessibilite(page);
    expect(
      await page
        .getByText(/^[0-9a-f]{64}$/)
        .first()
        .isVisible(),
    ).toBe(false);
    await page.locator('summary', { hasText: 'Preuve' }).press('Enter');
    await page
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor();
    await verifierAccessibilite(page);
    await page.getByRole('link', { name: 'Équipement : Ram n° 22' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ram n° 22' }).waitFor();
    await fermer();
  });
});
