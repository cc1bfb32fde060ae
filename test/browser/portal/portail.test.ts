import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import { ouvrirEspacePartenaire, type EspacePartenaire } from './espace-partenaire.ts';
import { debord, entrer } from './pages-du-portail.ts';

let espace: EspacePartenaire;
let baillet: PersonneDuDecor;
let mandat: string;
let collegue: PersonneDuDecor;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  await espace.equipement('CBA-RAM Les Marins marrants', { lieux: ['Mairie', 'École'] });
  await espace.equipement('Ram des Dunes');
  baillet = await espace.personne('BAILLET');
  collegue = await espace.personne('PETIT');
  mandat = await espace.mandater(await espace.personne('RESPONSABLE'), await espace.personne('ADJOINT'));
});
afterAll(() => espace.fermer());

const PAGES = [
  '/partenaire',
  '/partenaire/utilisateurs',
  '/partenaire/utilisateurs/creer',
  '/partenaire/habilitations',
  '/partenaire/habilitations?etat=non-attribue',
  '/partenaire/habilitations/habiliter?afficher=oui',
  '/partenaire/responsables',
  '/partenaire/responsables/nommer',
  '/partenaire/profil',
  '/partenaire/convention',
  '/partenaire/documents',
  '/partenaire/droits',
  '/partenaire/droits?jour=02%2F03%2F2026',
  '/securite',
  '/confirmation?suite=%2Fpartenaire',
];

describe('every page', () => {
  test.each([
    ['wide and light', { viewport: { width: 1360, height: 900 } }],
    ['narrow and dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }],
  ])('%s: no accessibility fault, nothing wider than the window', async (_nom, options) => {
    const { page, fermer } = await entrer(espace, options);
    const fiche = `/partenaire/utilisateurs/${baillet.utilisateurId}`;
    for (const chemin of [
      ...PAGES,
      fiche,
      `${fiche}/supprimer`,
      `${fiche}/identite`,
      `${fiche}/historique`,
      `/partenaire/responsables/${mandat}/terminer`,
    ]) {
      await page.goto(chemin);
      // What is closed says why: looked at open.
      const [raison] = await page.locator('.pourquoi > summary:visible').all();
      await raison?.click();
      await verifierAccessibilite(page);
      expect(await debord(page), chemin).toBeLessThanOrEqual(0);
    }
    await fermer();
  });

  test('public pages: no accessibility fault', async () => {
    const { page, fermer } = await visiter(espace.url, { viewport: { width: 360, height: 740 } });
    for (const chemin of [
      '/connexion',
      '/mot-de-passe-oublie',
      '/accessibilite',
      '/donnees-personnelles',
      '/mentions-legales',
    ]) {
      await page.goto(chemin);
      await verifierAccessibilite(page);
      expect(await debord(page), chemin).toBeLessThanOrEqual(0);
    }
    await fermer();
  });

  test('a form full of errors: no accessibility fault, the summary leads to the field', async () => {
    const { page, tolerer, fermer } = await entrer(espace);
    tolerer(/422/);
    await page.goto('/partenaire/utilisateurs/creer');
    await page.getByLabel('Nom : *', { exact: true }).fill('Baillet');
    await page.getByRole('button', { name: 'Valider' }).click();
    await expect.poll(() => page.title()).toContain('Erreur');
    await verifierAccessibilite(page);
    expect(await page.getByLabel('Nom : *', { exact: true }).inputValue()).toBe('Baillet');
    await page
      .getByRole('alert')
      .getByRole('link', { name: /^Prénom/ })
      .click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('prenom');
    await fermer();
  });
});

describe('by keyboard', () => {
  test('one signs in, skips to the content, opens a menu and closes it by Escape', async () => {
    const courriel = await espace.ouvrirCompte(espace.administrateur);
    const { page, fermer } = await visiter(espace.url);
    await page.goto('/connexion');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Aller au contenu');
    await page.getByLabel('Adresse mail').focus();
    await page.keyboard.type(courriel);
    await page.keyboard.press('Tab');
    await page.keyboard.type('quatre chevaux blancs');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/partenaire');
    const menu = page.getByText('Gestion des habilitations').first();
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Mes utilisateurs' }).first().waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('details[data-menu][open]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(
      'Gestion des habilitations',
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/partenaire/utilisateurs');
    await fermer();
  });

  test('every control of the list of users is reached, in the order of the page, with a visible focus', async () => {
    const { page, fermer } = await entrer(espace, { viewport: { width: 1360, height: 900 } });
    await page.goto('/partenaire/utilisateurs');
    const attendus = await page.evaluate(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'main a[href], main button, main input, main select, main summary',
          ),
        ].filter((un) => un.checkVisibility()).length,
    );
    await page.locator('main').focus();
    const vus = new Set<string>();
    for (let pas = 0; pas < attendus; pas += 1) {
      await page.keyboard.press('Tab');
      const etat = await page.evaluate(() => {
        const actif = document.activeElement;
        if (!actif?.closest('main')) return null;
        const tous = [...document.querySelectorAll('*')];
        const { outlineStyle, outlineWidth } = getComputedStyle(actif);
        return {
          rang: tous.indexOf(actif),
          visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        };
      });
      expect(etat?.visible, `step ${pas}`).toBe(true);
      vus.add(String(etat?.rang));
    }
    expect(vus.size).toBe(attendus);
    expect([...vus].map(Number)).toEqual([...vus].map(Number).sort((a, b) => a - b));
    await fermer();
  });
});

describe('the narrow screen', () => {
  test('opens its menu, with and without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, fermer } = await entrer(espace, {
        viewport: { width: 360, height: 740 },
        javaScriptEnabled,
      });
      expect(await page.getByRole('navigation', { name: 'Navigation principale' }).isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByText('Administration des profils').click();
      await page.getByRole('link', { name: 'Habilitations d’action sociale' }).first().click();
      await page.waitForURL('**/partenaire/habilitations');
      await fermer();
    }
  });
});

describe('a plain user', () => {
  test('sees neither the menus nor the pages of those who manage, and is told who may', async () => {
    const { page, tolerer, fermer } = await visiter(espace.url);
    tolerer(/403/);
    await espace.connecter(page, baillet);
    expect(await page.getByText('Gestion des habilitations').count()).toBe(0);
    for (const chemin of [
      '/partenaire/utilisateurs',
      `/partenaire/utilisateurs/${espace.administrateur.utilisateurId}`,
      '/partenaire/utilisateurs/creer',
      '/partenaire/responsables',
      '/partenaire/responsables/nommer',
      '/partenaire/habilitations/habiliter',
    ]) {
      expect((await page.goto(chemin))?.status(), chemin).toBe(403);
    }
    await page.getByRole('heading', { name: 'Accès refusé' }).waitFor();
    await page.getByText(/réservée à l.administrateur partenaire/).waitFor();
    await verifierAccessibilite(page);
    await fermer();
  });

  test('reads with the keyboard alone why an act is closed, the rule and who can lift it, with and without JavaScript', async () => {
    const { page, fermer } = await visiter(espace.url);
    await espace.connecter(page, collegue);
    await page.goto('/partenaire/habilitations');
    const acte = page.getByRole('button', { name: 'Affecter un rôle à un utilisateur habilité' });
    await page.getByText('Pourquoi ?').last().focus();
    await page.keyboard.press('Tab');
    expect(await acte.evaluate((bouton) => bouton === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).pathname).toBe('/partenaire/habilitations');
    expect(await acte.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    const panneau = page.locator('.pourquoi[open] .pourquoi__panneau');
    await panneau.getByText(/réservée à l.administrateur partenaire/).waitFor();
    await panneau.getByText('Habilitation · affecter').waitFor();
    await panneau.getByText(/\(administrateur partenaire\)/).waitFor();
    await verifierAccessibilite(page);
    await page.keyboard.press('Escape');
    await panneau.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    await fermer();

    const sansScript = await visiter(espace.url, { javaScriptEnabled: false });
    await espace.connecter(sansScript.page, collegue);
    await sansScript.page.goto('/partenaire/habilitations');
    await sansScript.page.getByText('Pourquoi ?').last().press('Enter');
    await sansScript.page.getByText('Habilitation · affecter').waitFor();
    await sansScript.fermer();
  });
});
