import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { retourner } from '#src/domain/declaration/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { verifierAccessibilite, visiter, type Visite } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import { ouvrirEspacePartenaire, type EspacePartenaire } from '../portal/espace-partenaire.ts';

let espace: EspacePartenaire;
let personne: PersonneDuDecor;
let animatrice: string;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  const { sql, partenaireId } = espace;
  const { id: equipement } = await espace.equipement('CBA-RAM Les Marins marrants', {
    lieux: ['Espace Loire'],
  });
  personne = await espace.personne('BAILLET');
  animatrice = randomUUID();
  await sql(
    "insert into animateur (id, caf_id, partenaire_id, equipement_id, nom, prenom, etp_contrat, profil_valide, du) values ($1, '451', $2, $3, 'LENOIR', 'Mona', 1, true, '2019-01-01')",
    [animatrice, partenaireId, equipement],
  );
  await sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-1', '2024-01-01', '2028-01-01', 'valide', 1, '[]')`,
    [randomUUID(), partenaireId, equipement],
  );
  for (const role of ['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR']) {
    await sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
      values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
      [randomUUID(), partenaireId, personne.utilisateurId, role, equipement, espace.administrateur.compteId],
    );
  }
  for (const [exercice, perennite] of [
    ['2025', 'reelle'],
    ['2026', 'actualisee'],
    ['2026', 'previsionnelle'],
  ] as const) {
    await espace.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice,
      perennite,
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
      motif: 'Essai',
    });
  }
});
afterAll(() => espace.fermer());

async function entrer(options?: Parameters<typeof visiter>[1]): Promise<Visite> {
  const visite = await visiter(espace.url, options);
  await espace.connecter(visite.page, personne);
  return visite;
}
async function ouvrir(page: Page, declaration: RegExp): Promise<string> {
  await page.goto('/partenaire/declarations');
  await page.getByRole('button', { name: declaration }).click();
  await page.waitForURL(/declarations\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}
const debord = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const enregistre = (page: Page) => page.getByText(/Brouillon enregistré à/).waitFor();

describe('the entry of a declaration', () => {
  let declaration: string;

  test('answers while typing, saves by itself, and the draft is there on return', async () => {
    const { page, fermer } = await entrer();
    declaration = await ouvrir(page, /Commencer.*réelle 2025/);
    await page.goto(`${declaration}/finances`);
    await page.getByRole('textbox', { name: '64 – Charges de personnel' }).fill('40 000,50');
    await page
      .locator('output[data-total="charges.total"]')
      .getByText(/40\s000,50\s€/)
      .waitFor();
    await page.getByRole('textbox', { name: '60 – Achats' }).fill('beaucoup');
    await page.getByText('n’est pas un nombre').waitFor();
    expect(await page.getByRole('textbox', { name: '60 – Achats' }).getAttribute('aria-invalid')).toBe(
      'true',
    );
    await page
      .locator('#estimation')
      .getByRole('link', { name: '1 montant illisible n’est pas compté : 60 – Achats.' })
      .waitFor();
    await page
      .locator('output[data-total="charges.total"]')
      .getByText(/40\s000,50\s€ \(incomplet\)/)
      .waitFor();
    await page.getByRole('textbox', { name: '60 – Achats' }).fill('2 000');
    await page.getByRole('textbox', { name: '74 – Subventions' }).fill('42 000,5');
    await enregistre(page);
    await page.goto(`${declaration}/finances`);
    expect(await page.getByRole('textbox', { name: '64 – Charges de personnel' }).inputValue()).toBe(
      '40000,50',
    );
    const estimation = page.locator('#estimation');
    // 42 000.50 × 43 %
    await estimation
      .locator('.estimation__montant')
      .getByText(/18\s060,2[12]\s€/)
      .waitFor();
    // The sum in five lines, the rate included.
    for (const ligne of [/42\s000,50\s€ de dépenses ÷ 1 Etp/, /× 43\s%/, /× 12\smois sur 12/])
      await estimation.getByText(ligne).waitFor();
    for (const mention of [/hors bonus, non contractuelle/, /Plafond fictif/])
      await estimation.getByText(mention).waitFor();
    await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
    await page.getByText('La saisie est terminée.').waitFor();
    await fermer();
  });

  test('adds and removes rows, shows what depends on a choice, and says what a closure leads to', async () => {
    const { page, fermer } = await entrer();
    await page.goto(`${declaration}/activite`);
    const premiere = page.getByRole('group', { name: 'Fermeture 1', exact: true });
    await page.getByRole('button', { name: 'Ajouter une fermeture' }).click();
    await page.getByRole('button', { name: 'Ajouter une fermeture' }).click();
    await page.getByRole('group', { name: 'Fermeture 2' }).getByLabel('Précisions').fill('la seconde');
    await premiere.getByRole('button', { name: 'Retirer' }).click();
    expect(await premiere.getByLabel('Précisions').inputValue()).toBe('la seconde');
    await premiere.getByLabel('Nature de la fermeture').selectOption('exceptionnelle');
    await premiere.getByLabel('Motif').selectOption('travaux');
    await premiere.getByLabel('Premier jour de fermeture').fill('2025-03-01');
    await premiere.getByLabel('Jour de réouverture').fill('2025-07-01');
    await premiere.getByText(/conseil d’administration/).waitFor();
    await page.locator('#estimation').getByText('Sous réserve', { exact: true }).waitFor();
    const animateur = page.getByRole('group', { name: 'Animateur 1' });
    expect(await animateur.getByLabel('Etp du remplaçant').isVisible()).toBe(false);
    await animateur.getByLabel('Remplacement pendant').selectOption('permanence-administrative');
    await animateur.getByLabel('Etp du remplaçant').waitFor();
    await animateur.getByLabel('Remplacement pendant').selectOption('aucun');
    await enregistre(page);
    await fermer();
  });

  test('says at once which commune was understood, which one is twice, and which two disagree', async () => {
    const { page, fermer } = await entrer();
    await page.goto(`${declaration}/activite`);
    const communes = page.locator('[data-lignes="territoires.communes"]');
    await communes.getByRole('button', { name: 'Ajouter une commune' }).click();
    const champ = communes
      .getByRole('group', { name: /^Commune \d+$/ })
      .last()
      .getByLabel('Commune');
    await champ.fill('45500 GIEN CEDEX');
    // In the field's own description: read with it, not beside it.
    await expect
      .poll(() =>
        champ.evaluate((un) => document.getElementById(un.getAttribute('aria-describedby') ?? '')?.innerText),
      )
      .toMatch(/^Compris\s: Gien \(Loiret, code Insee 45155\)$/);
    await champ.fill('Gien (45000)');
    await communes
      .getByText(/le nom est celui de Gien \(Loiret, 45\), mais «\s45000\s» désigne Orléans/)
      .waitFor();
    const premiere = await communes.getByLabel('Commune').first().inputValue();
    await champ.fill(premiere);
    await communes.getByText(/déjà présent ligne 1, Briare \(Loiret/).waitFor();
    await verifierAccessibilite(page);
    await communes.getByRole('button', { name: 'Retirer' }).last().click();
    await enregistre(page);
    await fermer();
  });

  test('keeps what was typed when the session expires, and restores it after signing in again', async () => {
    const visite = await entrer();
    const { page, contexte, fermer } = visite;
    visite.tolerer(/401/);
    await page.goto(`${declaration}/activite`);
    await contexte.clearCookies();
    await page.getByLabel('Nombre d’actions d’information').fill('37');
    await page.getByText('Votre session a expiré').waitFor();
    await page.getByRole('link', { name: 'Me reconnecter' }).click();
    await page.getByLabel('Adresse mail').fill(await espace.ouvrirCompte(personne));
    await page.getByLabel('Mot de passe *').fill('quatre chevaux blancs');
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByText('Votre saisie a été restaurée').waitFor();
    expect(await page.getByLabel('Nombre d’actions d’information').inputValue()).toBe('37');
    await fermer();
  });

  test('works without JavaScript: rows, drafts, errors, end of the entry', async () => {
    const { page, tolerer, fermer } = await entrer({ javaScriptEnabled: false });
    tolerer(/422/);
    await page.goto(`${declaration}/activite`);
    await page.getByRole('button', { name: 'Ajouter une commune' }).click();
    await page.getByRole('group', { name: 'Commune 2' }).getByLabel('Commune').fill('Gien');
    await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
    await page
      .getByRole('alert')
      .getByRole('link', { name: /à remplir/ })
      .first()
      .waitFor();
    // Each field to fill is marked too, and says so beside it.
    expect(await page.getByLabel('Nombre d’actions d’échanges').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('[data-retours="missions.actionsEchanges"]').innerText()).toContain(
      'à remplir',
    );
    expect(await page.getByRole('group', { name: 'Commune 2' }).getByLabel('Commune').inputValue()).toBe(
      'Gien (45155)',
    );
    await page.getByText('Compris : Gien (Loiret, code Insee 45155)').waitFor();
    for (const question of ['Information des familles et', 'Cadre d’échanges'])
      await page.getByRole('group', { name: question }).getByLabel('Oui').check();
    for (const question of [
      'Information des familles au moyen',
      'Promotion de l’activité',
      'Promotion de la formation',
      'Le Ram est itinérant',
    ])
      await page.getByRole('group', { name: question }).getByLabel('Non').check();
    await page.getByLabel('Nombre d’actions d’échanges').fill('12');
    await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
    await page.getByText('La saisie est terminée.').waitFor();
    await fermer();
  });

  test('is reviewed, transmitted and sealed with a receipt', async () => {
    const { page, fermer } = await entrer();
    await page.goto(declaration);
    await verifierAccessibilite(page);
    await page.getByRole('link', { name: 'Transmettre à la Caf' }).click();
    await page.getByText('Plafond fictif').first().waitFor();
    await verifierAccessibilite(page);
    await page.getByRole('button', { name: 'Transmettre et signer' }).click();
    await page.getByRole('heading', { name: 'Récépissé de transmission' }).waitFor();
    await page
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor();
    await verifierAccessibilite(page);
    await page.goto(declaration);
    await page.getByText('Transmise à la Caf').first().waitFor();
    expect(await page.getByRole('link', { name: /^Saisir/ }).count()).toBe(0);
    await fermer();
  });

  test('returned and edited again, still leads to the receipt of what was transmitted', async () => {
    const { page, fermer } = await entrer();
    const id = declaration.split('/').at(-1) ?? '';
    const [{ version } = { version: 0 }] = await espace.sql<{ version: number }>(
      'select version from declaration where id = $1',
      [id],
    );
    await espace.executeur.executer(agent(), retourner, {
      declaration: id,
      version,
      motif: 'Combien d’actions ?',
    });
    await page.goto(`${declaration}/activite`);
    await page.getByLabel('Nombre d’actions d’information').fill('61');
    await enregistre(page);
    await page.goto(declaration);
    await page.getByRole('link', { name: 'Récépissé de la transmission n° 1' }).click();
    const activite = page.locator('#lecture-activite');
    await activite.getByText('37', { exact: true }).waitFor();
    expect(await activite.getByText('61', { exact: true }).count()).toBe(0);
    await page.getByText('Ce récépissé montre ce qui a été transmis, pas la saisie en cours.').waitFor();
    await page.getByText(/vérifiée à l’instant/).waitFor();
    await verifierAccessibilite(page);
    expect(await debord(page)).toBeLessThanOrEqual(0);
    await page.goto(`${declaration}/recepisse`);
    await activite.getByText('37', { exact: true }).waitFor();
    await fermer();
  });
});

describe('every page of declarations', () => {
  test.each([
    ['wide and light', /Commencer.*actualisée 2026/, { viewport: { width: 1360, height: 900 } }],
    [
      'narrow and dark',
      /Commencer.*prévisionnelle 2026/,
      { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const },
    ],
  ])('%s: no accessibility fault, nothing wider than the window', async (_nom, bouton, options) => {
    const { page, fermer } = await entrer(options);
    const declaration = await ouvrir(page, bouton);
    for (const chemin of [
      '/partenaire/declarations',
      declaration,
      `${declaration}/activite`,
      `${declaration}/finances`,
    ]) {
      await page.goto(chemin);
      await verifierAccessibilite(page);
      expect(await debord(page), chemin).toBeLessThanOrEqual(0);
    }
    await fermer();
  });
});
