import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { verifierAccessibilite, visiter, type Visite } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import {
  MOT_DE_PASSE,
  ouvrirEspacePartenaire,
  type EspacePartenaire,
} from '#test/browser/portal/espace-partenaire.ts';

let espace: EspacePartenaire;
let personne: PersonneDuDecor;
let autre: PersonneDuDecor;
let activite: string;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const { sql, partenaireId } = espace;
  const { id: equipement } = await espace.equipement('CBA-RAM Les Marins marrants', {
    lieux: ['Espace Loire'],
  });
  personne = await espace.personne('BAILLET');
  autre = await espace.personne('PETIT');
  await sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-1', '2024-01-01', '2028-01-01', 'valide', 1, '[]')`,
    [randomUUID(), partenaireId, equipement],
  );
  for (const { utilisateurId } of [personne, autre]) {
    await sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
      values ($1, '451', $2, $3, 'FOURNISSEUR_ACTIVITE', 'activite', $4, '2026-01-01', 'accordee', $5, now())`,
      [randomUUID(), partenaireId, utilisateurId, equipement, espace.administrateur.compteId],
    );
  }
  await espace.executeur.executer(agent(), creerCampagne, {
    typeEquipement: 'RAM',
    exercice: '2025',
    perennite: 'reelle',
    ouvreLe: '2026-01-16',
    fermeLe: '2026-04-01',
    motif: 'Essai',
  });
  const { page, fermer } = await entrer();
  await page.goto('/partenaire/declarations');
  await page.getByRole('button', { name: /Commencer.*réelle 2025/ }).click();
  await page.waitForURL(/declarations\/[0-9a-f-]{36}$/);
  activite = `${new URL(page.url()).pathname}/activite`;
  await fermer();
});
afterAll(() => espace.fermer());

async function entrer(options?: Parameters<typeof visiter>[1], qui = personne): Promise<Visite> {
  const visite = await visiter(espace.url, options);
  await espace.connecter(visite.page, qui);
  return visite;
}
async function seConnecter(page: Page, qui = personne): Promise<void> {
  await page.getByLabel('Adresse mail').fill(await espace.ouvrirCompte(qui));
  await page.getByLabel('Mot de passe *').fill(MOT_DE_PASSE);
  await page.getByRole('button', { name: 'Se connecter' }).click();
}
const actions = (page: Page) => page.getByLabel('Nombre d’actions d’information');
const echanges = (page: Page) => page.getByLabel('Nombre d’actions d’échanges');
const enregistree = async (): Promise<string> => {
  const [ligne] = await espace.sql<{ texte: string }>(
    "select donnees_activite -> 'valeurs' -> 'missions' ->> 'actionsInformation' as texte from declaration",
  );
  return ligne?.texte ?? '';
};
const gardees = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((cle) => cle.startsWith('mcp:saisie:')));
async function deconnecter(page: Page): Promise<void> {
  await page.evaluate(() =>
    document.querySelector<HTMLFormElement>('form[action="/deconnexion"]')?.requestSubmit(),
  );
  await page.getByText('Vous êtes déconnecté.').waitFor();
}
/** What a person sees without scrolling. */
const estALEcran = (page: Page, selecteur: string) =>
  page.locator(selecteur).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });

describe('the session ended while somebody was typing', () => {
  test.each([
    ['Enregistrer et terminer', '41'],
    ['Enregistrer le brouillon', '42'],
    ['Me reconnecter', '43'],
  ])('and « %s » is pressed: all is there after signing in again, and saved', async (bouton, valeur) => {
    const visite = await entrer();
    const { page, contexte, fermer } = visite;
    visite.tolerer(/401/);
    await page.goto(activite);
    await contexte.clearCookies();
    await actions(page).fill(valeur);
    await page.getByText('Votre session a expiré').waitFor();
    await page.getByRole(bouton.startsWith('Me') ? 'link' : 'button', { name: bouton }).click();
    await page.waitForURL(/connexion/);
    await seConnecter(page);
    await page.getByText('Votre saisie a été restaurée et enregistrée.').waitFor();
    expect(await actions(page).inputValue()).toBe(valeur);
    expect(await enregistree()).toBe(valeur);
    expect(await gardees(page)).toEqual([]);
    await fermer();
  });

  test('and a button is pressed before the page has noticed: nothing is lost either, rows included', async () => {
    const { page, contexte, fermer } = await entrer();
    await page.goto(activite);
    await contexte.clearCookies();
    await page.getByRole('button', { name: 'Ajouter une fermeture' }).click();
    await page
      .getByRole('group', { name: 'Fermeture 1', exact: true })
      .getByLabel('Précisions')
      .fill('inondation');
    await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
    await page.getByText('gardée dans ce navigateur').waitFor();
    await seConnecter(page);
    await page.getByText('Votre saisie a été restaurée et enregistrée.').waitFor();
    const fermeture = page.getByRole('group', { name: 'Fermeture 1', exact: true });
    expect(await fermeture.getByLabel('Précisions').inputValue()).toBe('inondation');
    await fermeture.getByRole('button', { name: 'Retirer' }).click();
    await page.getByText(/Brouillon enregistré à/).waitFor();
    await fermer();
  });

  test('the banner is in sight of the field being typed, announced, and takes no focus', async () => {
    const visite = await entrer({ viewport: { width: 1280, height: 800 } });
    const { page, contexte, fermer } = visite;
    visite.tolerer(/401/);
    await page.goto(activite);
    await contexte.clearCookies();
    // The last field of the page, far below where the form begins.
    const champ = page
      .locator('#formulaire-declaration input[type=text]:visible, #formulaire-declaration textarea:visible')
      .last();
    await champ.scrollIntoViewIfNeeded();
    await champ.fill('1');
    await page.getByRole('alert').getByText('Votre session a expiré').waitFor();
    expect(await estALEcran(page, '[data-signal]')).toBe(true);
    expect(await champ.evaluate((un) => document.activeElement === un)).toBe(true);
    await verifierAccessibilite(page);
    await fermer();
  });

  test('another account of the same browser sees nothing of it, and it is still there for the first', async () => {
    const visite = await entrer();
    const { page, contexte, fermer } = visite;
    visite.tolerer(/401/);
    const avant = await enregistree();
    await page.goto(activite);
    await contexte.clearCookies();
    await actions(page).fill('77');
    await page.getByText('Votre session a expiré').waitFor();
    expect((await page.evaluate(() => JSON.stringify(localStorage))).includes('actionsInformation')).toBe(
      false,
    );
    await page.goto(`/connexion?suite=${activite}`);
    await seConnecter(page, autre);
    await page.waitForURL(`**${activite}`);
    await expect.poll(() => actions(page).inputValue()).toBe(avant);
    expect(await page.locator('[data-signal]').count()).toBe(0);
    expect(await enregistree()).toBe(avant);
    await deconnecter(page);
    await page.goto(`/connexion?suite=${activite}`);
    await seConnecter(page);
    await page.getByText('Votre saisie a été restaurée et enregistrée.').waitFor();
    expect(await actions(page).inputValue()).toBe('77');
    await fermer();
  });
});

describe('the page goes before what was typed is saved', () => {
  test.each([0, 300, 1000, 2050])(
    'reloaded %i ms after typing: the value is there, and nothing is said',
    async (delai) => {
      const { page, fermer } = await entrer();
      await page.goto(activite);
      const valeur = String(500 + delai);
      await actions(page).fill(valeur);
      // The moment of the reload is what is tried.
      await page.evaluate((ms) => new Promise((fini) => setTimeout(fini, ms)), delai);
      await page.reload();
      await expect.poll(() => actions(page).inputValue()).toBe(valeur);
      await expect.poll(enregistree).toBe(valeur);
      await expect.poll(() => gardees(page)).toEqual([]);
      expect(await page.locator('[data-signal]').count()).toBe(0);
      expect(await actions(page).inputValue()).toBe(valeur);
      await fermer();
    },
  );

  test('written in another way than it is shown once saved, reloaded at once: no alarm', async () => {
    const { page, fermer } = await entrer();
    await page.goto(activite);
    await echanges(page).fill('1 234');
    await page.reload();
    await expect.poll(() => echanges(page).inputValue()).toMatch(/^1\s?234$/);
    await expect.poll(() => gardees(page)).toEqual([]);
    expect(await page.locator('[data-signal]').count()).toBe(0);
    await fermer();
  });

  test('offline, then the tab closed: it is put back and saved when the page is opened again', async () => {
    const visite = await entrer();
    const { page, contexte, fermer } = visite;
    visite.tolerer(/ERR_INTERNET_DISCONNECTED/);
    await page.goto(activite);
    await contexte.setOffline(true);
    await actions(page).fill('61');
    await page.getByRole('alert').getByText('Connexion perdue').waitFor();
    await page.close();
    await contexte.setOffline(false);
    const suivante = await contexte.newPage();
    await suivante.goto(activite);
    // Put back by the page, or saved by the one that closed if the network returned in time.
    await expect.poll(() => actions(suivante).inputValue()).toBe('61');
    await expect.poll(enregistree).toBe('61');
    await expect.poll(() => gardees(suivante)).toEqual([]);
    await fermer();
  });

  test('the browser crashed with something unsaved: another run of it, signed in again, puts it back and saves it', async () => {
    const premier = await entrer();
    premier.tolerer(/ERR_INTERNET_DISCONNECTED/);
    await premier.page.goto(activite);
    await premier.contexte.setOffline(true);
    await actions(premier.page).fill('65');
    await expect.poll(() => gardees(premier.page)).toHaveLength(1);
    // What a crash leaves on the disk: neither the page nor the cookies of its session.
    const { origins } = await premier.contexte.storageState();
    await premier.fermer();
    const { page, fermer } = await visiter(espace.url, { storageState: { cookies: [], origins } });
    await page.goto(`/connexion?suite=${activite}`);
    await seConnecter(page);
    await page.getByText('Votre saisie a été restaurée et enregistrée.').waitFor();
    expect(await actions(page).inputValue()).toBe('65');
    expect(await enregistree()).toBe('65');
    await fermer();
  });

  test('somebody else changed it meanwhile: neither value is chosen for the person', async () => {
    const visite = await entrer();
    const { page, contexte, fermer } = visite;
    visite.tolerer(/ERR_INTERNET_DISCONNECTED|409/);
    await page.goto(activite);
    await contexte.setOffline(true);
    await actions(page).fill('62');
    await page.getByRole('alert').getByText('Connexion perdue').waitFor();
    await page.close();
    const collegue = await entrer({}, autre);
    await collegue.page.goto(activite);
    await actions(collegue.page).fill('63');
    await collegue.page.getByText(/Brouillon enregistré à/).waitFor();
    await collegue.fermer();
    await contexte.setOffline(false);
    const suivante = await contexte.newPage();
    await suivante.goto(activite);
    await suivante.locator('[data-etat-saisie]').getByText('sauf une valeur à choisir').waitFor();
    const choix = suivante.locator('[data-dispute]');
    expect([await choix.count(), await choix.getByRole('radio', { checked: true }).count()]).toEqual([1, 0]);
    expect(await enregistree()).toBe('63');
    expect(await gardees(suivante)).toHaveLength(1);
    await choix.getByRole('radio', { name: /Ce que vous avez saisi/ }).click();
    await expect.poll(enregistree).toBe('62');
    await expect.poll(() => gardees(suivante)).toEqual([]);
    await fermer();
  });
});

test('whoever signs out leaves nothing in the browser', async () => {
  const visite = await entrer();
  const { page, contexte, fermer } = visite;
  visite.tolerer(/ERR_INTERNET_DISCONNECTED/);
  await page.goto(activite);
  await contexte.setOffline(true);
  await actions(page).fill('64');
  await page.getByRole('alert').getByText('Connexion perdue').waitFor();
  expect(await gardees(page)).toHaveLength(1);
  // The page is left before it saves: another one of the same person signs out.
  await page.close();
  await contexte.setOffline(false);
  const suivante = await contexte.newPage();
  await suivante.goto('/partenaire/profil');
  expect(await gardees(suivante)).toHaveLength(1);
  await deconnecter(suivante);
  await expect.poll(() => gardees(suivante)).toEqual([]);
  await fermer();
});
