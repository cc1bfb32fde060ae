import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import {
  planterDeuxSurUnVolet,
  type DeuxSurUnVolet,
} from '#test/integration/declaration/deux-sur-un-volet.ts';
import { verifierAccessibilite, visiter, type Visite } from '#test/support/navigateur.ts';

let espace: DeuxSurUnVolet;
let [mona, lou]: Visite[] = [];
let volet: string;
beforeAll(async () => {
  espace = await planterDeuxSurUnVolet();
  const entrer = async (personne: DeuxSurUnVolet['mona']): Promise<Visite> => {
    const visite = await visiter(espace.url);
    await espace.connecter(visite.page, personne);
    return visite;
  };
  [mona, lou] = [await entrer(espace.mona), await entrer(espace.lou)];
});
afterAll(async () => {
  await mona?.fermer();
  await lou?.fermer();
  await espace.fermer();
});
beforeEach(async () => {
  volet = await espace.commencer();
  for (const visite of [mona, lou]) await visite?.page.goto(volet);
});

const pages = (): [Page, Page] => {
  if (!mona || !lou) throw new Error('nobody signed in');
  return [mona.page, lou.page];
};
const actions = (page: Page) => page.getByLabel('Nombre d’actions d’information – Réel');
const echanges = (page: Page) => page.getByLabel('Nombre d’actions d’échanges – Réel');
const enregistre = (page: Page) =>
  page
    .locator('[data-etat-saisie]')
    .getByText(/Brouillon enregistré à/)
    .waitFor();
const disputes = (page: Page) => page.locator('[data-dispute]');
/** The page saves by itself two seconds after the last key. */
const attendre = <T>(lecture: () => T) => expect.poll(lecture, { timeout: 15_000 });
const focalise = (page: Page) =>
  page.evaluate(() => document.activeElement?.id ?? document.activeElement?.nodeName);

describe('two browsers on one volet', () => {
  test('different fields: both are saved without a question, each page shows the other’s, and who types', async () => {
    const [chezMona, chezLou] = pages();
    await actions(chezMona).fill('40');
    await enregistre(chezMona);
    await echanges(chezLou).fill('12');
    await enregistre(chezLou);
    expect(await actions(chezLou).inputValue()).toBe('40');
    await chezLou.getByText('Chantal LENOIR saisit ce volet depuis 13 h 00.').waitFor();
    // Autosave goes on, from what was merged.
    await echanges(chezLou).fill('13');
    await actions(chezMona).fill('41');
    await attendre(async () => (await espace.enregistre(volet))['missions']).toMatchObject({
      actionsInformation: { reel: 41 },
      actionsEchanges: { reel: 13 },
    });
    await attendre(() => echanges(chezMona).inputValue()).toBe('13');
    for (const page of pages()) expect(await disputes(page).count()).toBe(0);
  });

  test('one same field: nothing is ticked nor replaced, the column is named, and the keyboard chooses', async () => {
    const [chezMona, chezLou] = pages();
    await actions(chezMona).fill('40');
    await enregistre(chezMona);
    await actions(chezLou).fill('50');
    await echanges(chezLou).fill('12');
    const choix = chezLou.getByRole('group', { name: 'Nombre d’actions d’information – Réel' });
    await choix.waitFor();
    await chezLou.locator('[data-etat-saisie]').getByText('sauf une valeur à choisir').waitFor();
    expect(await choix.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await actions(chezLou).inputValue()).toBe('50');
    expect((await espace.enregistre(volet))['missions']).toMatchObject({
      actionsInformation: { reel: 40 },
      actionsEchanges: { reel: 12 },
    });
    await verifierAccessibilite(chezLou);
    // Saved again with nothing ticked: still asked, still nothing replaced.
    await echanges(chezLou).fill('14');
    await attendre(async () => (await espace.enregistre(volet))['missions']).toMatchObject({
      actionsInformation: { reel: 40 },
      actionsEchanges: { reel: 14 },
    });
    expect(await disputes(chezLou).count()).toBe(1);
    await chezLou.getByRole('link', { name: 'Choisir la valeur à garder' }).focus();
    await chezLou.keyboard.press('Enter');
    await choix.getByRole('radio', { name: /Ce qui est enregistré/ }).press('Space');
    await disputes(chezLou).waitFor({ state: 'detached' });
    expect(await actions(chezLou).inputValue()).toBe('40');
    expect(await focalise(chezLou)).toBe('missions.actionsInformation.reel');
  });

  test('one’s own value is kept where one chooses it', async () => {
    const [chezMona, chezLou] = pages();
    await actions(chezMona).fill('40');
    await enregistre(chezMona);
    await actions(chezLou).fill('50');
    await chezLou.getByRole('radio', { name: /Ce que vous avez saisi/ }).check();
    await disputes(chezLou).waitFor({ state: 'detached' });
    await attendre(async () => (await espace.enregistre(volet))['missions']).toMatchObject({
      actionsInformation: { reel: 50 },
    });
  });

  test('a row each in one list: both stay, and who types in one goes on typing in it', async () => {
    const [chezMona, chezLou] = pages();
    for (const [page, texte] of [
      [chezMona, 'toiture'],
      [chezLou, 'peinture'],
    ] as const) {
      await page.getByRole('button', { name: 'Ajouter une fermeture' }).click();
      await page
        .getByRole('group', { name: 'Fermeture 1', exact: true })
        .getByLabel('Précisions')
        .pressSequentially(texte);
      await enregistre(page);
    }
    const [premiere, seconde] = ['Fermeture 1', 'Fermeture 2'].map((name) =>
      chezLou.getByRole('group', { name, exact: true }).getByLabel('Précisions'),
    );
    await attendre(() => premiere?.inputValue()).toBe('toiture');
    expect(await seconde?.inputValue()).toBe('peinture');
    await chezLou.keyboard.type(' du hall');
    expect(await seconde?.inputValue()).toBe('peinture du hall');
    await attendre(async () => (await espace.enregistre(volet))['fermetures']?.['liste']).toMatchObject([
      { precisions: 'toiture' },
      { precisions: 'peinture du hall' },
    ]);
  });
});
