import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Personne } from './parcours.ts';

type Valeur = string | boolean | readonly string[];
type Zone = Page | Locator;

/** A field by its label, whether or not it bears the asterisk of what is required. */
export function champ(zone: Zone, libelle: string): Locator {
  return zone.getByLabel(libelle, { exact: true }).or(zone.getByLabel(`${libelle} *`, { exact: true }));
}

/**
 * Fills a form in by its labels: a text, the label of an option, true or false for a box, the labels to tick
 * in a group of boxes.
 */
export async function saisir(zone: Zone, valeurs: Readonly<Record<string, Valeur>>): Promise<void> {
  for (const [libelle, valeur] of Object.entries(valeurs)) {
    if (typeof valeur === 'boolean') await champ(zone, libelle).setChecked(valeur);
    else if (typeof valeur === 'string') await ecrire(champ(zone, libelle), valeur);
    else
      for (const coche of valeur)
        await zone.getByRole('group', { name: libelle }).getByLabel(coche, { exact: true }).check();
  }
}

async function ecrire(controle: Locator, valeur: string): Promise<void> {
  const genre = await controle.evaluate((element) =>
    element instanceof HTMLSelectElement
      ? 'liste'
      : element.getAttribute('role') === 'combobox'
        ? 'recherche'
        : 'texte',
  );
  if (genre === 'liste') return void (await controle.selectOption({ label: valeur }));
  await controle.fill(valeur);
  if (genre === 'recherche') await controle.page().getByRole('option', { name: valeur }).first().click();
}

export const bouton = (zone: Zone, nom: string): Locator =>
  zone.getByRole('button', { name: nom, exact: true });
export const lien = (zone: Zone, nom: string | RegExp): Locator =>
  zone.getByRole('link', { name: nom, exact: true });
export const ligne = (zone: Zone, texte: string | RegExp): Locator =>
  zone.getByRole('row').filter({ hasText: texte });
export const rubrique = (zone: Zone, nom: string): Locator =>
  zone.getByRole('region', { name: nom, exact: true });
export const voir = (zone: Zone, texte: string | RegExp): Promise<void> =>
  zone.getByText(texte).first().waitFor();

/** The text of an element on one line, no-break spaces as plain ones. */
export async function lire(element: Locator): Promise<string> {
  return (await element.innerText()).replace(/\s+/g, ' ').trim();
}

interface Refus {
  /** Label of the field to be marked. */
  readonly champ?: string;
  readonly message: string | RegExp;
  /** The draft is kept all the same. */
  readonly ecrit?: boolean;
}

/**
 * Sends a form that must be refused: the error is said, the field concerned is marked, and nothing at all has
 * been written.
 */
export async function essuyerUnRefus(
  { page, tolerer, parcours }: Personne,
  envoi: string,
  refus: Refus,
): Promise<void> {
  tolerer(/status of (409|422)/);
  const avant = await parcours.ecritures();
  await bouton(page, envoi).click();
  await page.getByRole('alert').getByText(refus.message).first().waitFor();
  if (refus.champ !== undefined)
    await expect
      .poll(() =>
        champ(page, refus.champ ?? '')
          .first()
          .getAttribute('aria-invalid'),
      )
      .toBe('true');
  if (!refus.ecrit) expect(await parcours.ecritures(), 'writes of a refused form').toBe(avant);
}

/**
 * An act that is shown closed: its button says so, and « Pourquoi ? » beside it says what is expected of it;
 * the keyboard opens and closes it.
 */
export async function trouverFerme(
  { page }: Personne,
  action: string,
  ...attendus: readonly (string | RegExp)[]
): Promise<void> {
  await bouton(page, action).waitFor();
  expect(await bouton(page, action).getAttribute('aria-disabled')).toBe('true');
  await page.locator('.pourquoi > summary').filter({ hasText: action }).first().press('Enter');
  for (const attendu of attendus) await voir(page.locator('.pourquoi[open]'), attendu);
  await page.keyboard.press('Escape');
}

/**
 * In the back-office: the page of the action named in a record, its form filled in and sent, and what is then
 * announced.
 */
export async function agir(
  page: Page,
  action: string,
  valeurs: Readonly<Record<string, Valeur>>,
  envoi: string,
  succes: string | RegExp,
): Promise<void> {
  await lien(page, action).click();
  await bouton(page, envoi).waitFor();
  await saisir(page, valeurs);
  await bouton(page, envoi).click();
  await annonce(page, succes);
}

/** What the back-office announces once an action has been done. */
export const annonce = (page: Page, texte: string | RegExp): Promise<void> =>
  page.getByRole('status').getByText(texte).waitFor();

/** A day of the Caf's calendar counted from today, as a date field holds it. */
export function jour(ecart = 0): string {
  return new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(
    Date.now() + ecart * 86_400_000,
  );
}

/** Presses Tab until the control of that label or text has the focus. */
export async function tabulerJusqua(page: Page, nom: string | RegExp): Promise<void> {
  const vus: string[] = [];
  for (let pas = 0; pas < 150; pas += 1) {
    await page.keyboard.press('Tab');
    const ici = await page.evaluate(() => {
      const actif = document.activeElement as HTMLInputElement | null;
      return (actif?.labels?.[0]?.innerText ?? actif?.innerText ?? '').replace(/[\s*]+/g, ' ').trim();
    });
    if (typeof nom === 'string' ? ici.startsWith(nom) : nom.test(ici)) return;
    vus.push(ici);
  }
  throw new Error(`Tab never reaches ${String(nom)}, only: ${vus.join(' | ')}`);
}
