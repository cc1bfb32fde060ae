import type { Page } from 'playwright-core';
import { visiter, type Visite } from '#test/support/navigateur.ts';
import type { EspacePartenaire } from './espace-partenaire.ts';

/** Signs the administrator in. */
export async function entrer(
  espace: EspacePartenaire,
  options?: Parameters<typeof visiter>[1],
): Promise<Visite> {
  const visite = await visiter(espace.url, options);
  await espace.connecter(visite.page, espace.administrateur);
  return visite;
}

/** How many pixels a page is wider than its window. */
export const debord = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
