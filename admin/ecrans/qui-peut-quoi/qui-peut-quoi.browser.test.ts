/** The page of who may do what, of the application as it runs: nothing of it is written by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { objetDe } from '#admin/ecrans/qui-peut-quoi/mots.ts';
import { DROITS } from '#src/kernel/droits/table.ts';
import { ouvrirApplication, type ApplicationEntiere } from '#test/browser/application.ts';
import { analyste } from '#test/support/acteurs.ts';
import { verifierAccessibilite } from '#test/support/navigateur.ts';

let application: ApplicationEntiere;
let courriel: string;
beforeAll(async () => {
  application = await ouvrirApplication(['quotas']);
  courriel = await application.ouvrirCompte(analyste(1).compteId);
});
afterAll(() => application.fermer());

const PAGE = '/gestion/pages/qui-peut-quoi';
const lignes = (page: Page, table: string) => page.getByRole('region', { name: `${table}, tableau` });

/** Cells of a line, by the text of its first one. */
async function ligne(page: Page, table: string, debut: string): Promise<string[]> {
  const trouvee = lignes(page, table).getByRole('row').filter({ hasText: debut }).first();
  return Promise.all((await trouvee.locator('th, td').all()).map((cellule) => cellule.innerText()));
}

describe('« Qui peut quoi »', () => {
  it('names every line of the rights table, and tells who and where', async () => {
    const { page, fermer } = await application.entrer(courriel);
    await page.goto(PAGE);
    await lignes(page, 'Droits').waitFor();
    const droits = await lignes(page, 'Droits').locator('tbody th').allInnerTexts();
    expect(droits).toHaveLength(Object.values(DROITS).flatMap((actions) => Object.keys(actions)).length);
    expect(new Set(droits).size).toBe(droits.length);
    const objets = Object.keys(DROITS) as (keyof typeof DROITS)[];
    expect(objets.filter((objet) => objetDe(objet) === undefined)).toEqual([]);
    expect(droits.filter((droit) => !/^\p{Lu}[^:]+ : [\p{Ll}’ ]+$/u.test(droit))).toEqual([]);

    // What a partner does, what the back-office does, and an address open to all.
    expect(await ligne(page, 'Droits', 'Déclaration : transmettre')).toEqual([
      'Déclaration : transmettre',
      'L’approbateur',
      '/partenaire/declarations/…/transmettre',
    ]);
    expect(await ligne(page, 'Droits', 'Partenaire : créer')).toEqual([
      'Partenaire : créer',
      'Un gestionnaire Caf',
      'Gestion : Partenaires, Enregistrer un partenaire',
    ]);
    expect(await ligne(page, 'Droits', 'Caf : consulter')).toEqual([
      'Caf : consulter',
      expect.stringContaining('Utilisateur du partenaire : 4 champs seulement'),
      'Gestion : Caf',
    ]);
    expect(await ligne(page, 'Adresses sans droit particulier', '/connexion')).toEqual([
      '/connexion',
      'Lecture',
      'Tout le monde, sans connexion',
    ]);
    await verifierAccessibilite(page);
    await fermer();
  });

  it('shows what one role opens, in an address one can keep', async () => {
    const { page, fermer } = await application.entrer(courriel, { viewport: { width: 390, height: 800 } });
    await page.goto(PAGE);
    await page.getByLabel('Rôle').selectOption('Approbateur');
    await page.waitForURL(/\?role=approbation$/);
    const droits = lignes(page, 'Droits').locator('tbody th');
    await expect
      .poll(() => droits.allInnerTexts())
      .toEqual([
        'Déclaration : consulter',
        'Déclaration : renvoyer aux fournisseurs',
        'Déclaration : transmettre',
      ]);
    expect(await lignes(page, 'Adresses sans droit particulier').count()).toBe(0);
    await page.reload();
    await expect.poll(() => droits.count()).toBe(3);
    await verifierAccessibilite(page);
    await fermer();
  });
});
