import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { creerEquipement } from '#src/domain/equipement/commandes.ts';
import { gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

let gestion: Gestion;
let formulaire: string;
beforeAll(async () => {
  gestion = await gestionDeTest();
  const { id: partenaire } = await gestion.partenaire();
  const { id } = await gestion.faire(creerEquipement, {
    partenaire,
    type: 'RAM',
    nom: 'Les Marins marrants',
    ouvertLe: '2019-01-01',
    lieuNature: 'unique',
    lieuNom: 'Maison',
    lieuCommuneCode: '45053',
  });
  formulaire = `/gestion/resources/equipements/records/${id}/edit`;
});
afterAll(() => gestion.fermer());

/** What the page asks before it is left, and the answers it gets; the last one is given again. */
function repondre(page: Page, ...reponses: boolean[]): string[] {
  const questions: string[] = [];
  page.on('dialog', (dialogue) => {
    const accepter = reponses[Math.min(questions.length, reponses.length - 1)] ?? false;
    questions.push(`${dialogue.type()} ${dialogue.message()}`.trim());
    void (accepter ? dialogue.accept() : dialogue.dismiss());
  });
  return questions;
}
const nature = (page: Page) => page.getByLabel('Nature d’activité');
const QUESTION = 'confirm Votre saisie n’est pas enregistrée. Voulez-vous vraiment quitter cette page ?';
const ailleurs = (page: Page) =>
  page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Partenaires' });

describe('what was typed in a form of the back-office', () => {
  it('is not left by a link, nor by the browser’s back button, without asking; « no » stays with everything, « yes » goes', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/equipements');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('link', { name: 'Modifier', exact: true }).click();
    await nature(page).fill('Itinérante');
    const questions = repondre(page, false, false, true);
    await ailleurs(page).click();
    await page.evaluate(() => window.history.back());
    await expect.poll(() => questions, { timeout: 10_000 }).toEqual([QUESTION, QUESTION]);
    await expect.poll(() => new URL(page.url()).pathname).toBe(formulaire);
    expect(await nature(page).inputValue()).toBe('Itinérante');
    await page.evaluate(() => window.history.back());
    await page.getByRole('heading', { level: 1, name: 'Les Marins marrants' }).waitFor();
    expect(questions).toHaveLength(3);
    // The history is where it was: one more step back is the list.
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Équipements' }).waitFor();
    await fermer();
  });

  it('asks nothing where nothing was typed, or what was typed was put back', async () => {
    const { page, fermer } = await visiter(gestion.base);
    const questions = repondre(page, false);
    await page.goto(formulaire);
    const avant = await nature(page).inputValue();
    await nature(page).fill('Autre');
    await nature(page).fill(avant);
    await ailleurs(page).click();
    await page.getByRole('heading', { level: 1, name: 'Partenaires' }).waitFor();
    expect(questions).toEqual([]);
    await fermer();
  });

  it('is asked about at a reload, kept in the tab, offered again, and no longer once it is saved', async () => {
    const { page, fermer } = await visiter(gestion.base);
    const questions = repondre(page, true);
    await page.goto(formulaire);
    await nature(page).fill('À reprendre');
    await page.reload();
    expect(questions).toEqual(['beforeunload']);
    await page.getByText('n’a pas été enregistrée').waitFor();
    expect(await nature(page).inputValue()).not.toBe('À reprendre');
    await verifierAccessibilite(page);
    await page.getByRole('button', { name: 'Reprendre la saisie' }).press('Enter');
    expect(await nature(page).inputValue()).toBe('À reprendre');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('L’équipement a été modifié.').waitFor();
    await page.goto(formulaire);
    expect(await nature(page).inputValue()).toBe('À reprendre');
    expect(await page.getByRole('button', { name: 'Reprendre la saisie' }).count()).toBe(0);
    expect(
      await page.evaluate(() =>
        Object.keys(sessionStorage).filter((cle) => cle.startsWith('gestion:saisie:')),
      ),
    ).toEqual([]);
    await fermer();
  });

  it('is offered again in the same tab after another page, and to nobody else who signs in there', async () => {
    const { page, fermer } = await visiter(gestion.base);
    repondre(page, true);
    await page.goto(formulaire);
    await nature(page).fill('La mienne');
    await ailleurs(page).click();
    await page.getByRole('heading', { level: 1, name: 'Partenaires' }).waitFor();
    await page.goto(formulaire);
    await page.getByRole('button', { name: 'Reprendre la saisie' }).waitFor();
    const { acteur } = gestion;
    if (acteur?.type !== 'agent') throw new Error('an agent is expected');
    gestion.acteur = { ...acteur, compteId: '00000000-0000-4000-8000-000000000001' };
    try {
      await page.goto(formulaire);
      await nature(page).waitFor();
      expect(await page.getByRole('button', { name: 'Reprendre la saisie' }).count()).toBe(0);
    } finally {
      gestion.acteur = acteur;
    }
    await page.goto(formulaire);
    await nature(page).waitFor();
    expect(await page.getByRole('button', { name: 'Reprendre la saisie' }).count()).toBe(0);
    await fermer();
  });
});
