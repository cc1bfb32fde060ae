import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
import { annonce, bouton, champ, essuyerUnRefus, lien, ligne, lire, saisir, voir } from './gestes.ts';
import type { Page } from 'playwright-core';
import { MOT_DE_PASSE, RAM, type Parcours, type Personne } from './parcours.ts';

const ACTIVITE = 'Fournisseur de données d’activité';
const FINANCES = 'Fournisseur de données financières';

/** The source's three steps, up to « Valider ». */
async function preparer(page: Page, utilisateur: string, role: string): Promise<void> {
  await page.goto('/partenaire/habilitations/habiliter');
  await saisir(page, { 'Pour l’utilisateur ...': utilisateur, 'Au rôle de ...': role });
  await bouton(page, 'Afficher les activités').click();
  await champ(page, RAM).waitFor();
}

async function affecter({ page }: Personne, utilisateur: string, role: string): Promise<void> {
  await preparer(page, utilisateur, role);
  await champ(page, RAM).check();
  await bouton(page, 'Valider').click();
  await voir(page, 'Les habilitations ont été créées avec succès.');
}

const roleDe = (page: Page, role: string) =>
  page
    .getByRole('table', { name: RAM })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: role }) });

export function habilitations(parcours: Parcours): void {
  test('« Non attribué » shows what is missing, a row per role', async () => {
    const { page } = parcours.chez('baillet');
    await page.goto('/partenaire');
    await page.getByText('Administration des profils').first().click();
    await lien(page, 'Habilitations d’action sociale').first().click();
    for (const role of ['Approbateur', ACTIVITE, FINANCES]) await roleDe(page, role).waitFor();
    await saisir(page, { 'Non attribué': true });
    await bouton(page, 'Rechercher').click();
    await expect.poll(() => page.getByRole('table', { name: RAM }).getByText('Non attribué').count()).toBe(3);
  });

  test('a role is given in three steps; without an activity it is refused, and the count of selected follows', async () => {
    const baillet = parcours.chez('baillet');
    const { page } = baillet;
    await preparer(page, 'ROUSSEL Nadia', ACTIVITE);
    await champ(page, RAM).uncheck();
    await essuyerUnRefus(baillet, 'Valider', {
      message: /La sélection d.au moins une activité est obligatoire/,
    });
    await verifierAccessibilite(page);
    await champ(page, 'Sélectionner toutes les activités').check();
    expect(await page.getByRole('status').textContent()).toBe('1 activité sélectionnée');
    await bouton(page, 'Valider').click();
    await voir(page, 'Les habilitations ont été créées avec succès.');
    expect(await lire(roleDe(page, ACTIVITE))).toContain('ROUSSEL Nadia');
  });

  test('without JavaScript a role is given all the same, with an old password asked for on the way', async () => {
    const sobre = await parcours.connecter('baillet-sans-script', 'chantal.baillet@briare.example', {
      javaScriptEnabled: false,
    });
    sobre.tolerer(/status of 403/);
    await preparer(sobre.page, 'PERRIN Luc', FINANCES);
    await champ(sobre.page, RAM).check();
    await parcours.vieillirLeMotDePasse('chantal.baillet@briare.example');
    await bouton(sobre.page, 'Valider').click();
    await saisir(sobre.page, { 'Mot de passe': MOT_DE_PASSE });
    await bouton(sobre.page, 'Confirmer et continuer').click();
    await voir(sobre.page, 'Les habilitations ont été créées avec succès.');
    expect(await lire(roleDe(sobre.page, FINANCES))).toContain('PERRIN Luc');
  });

  test('two simultaneous grants never exceed the quota', async () => {
    const [une, autre] = [parcours.chez('baillet'), parcours.chez('baillet-sans-script')];
    for (const { tolerer } of [une, autre]) tolerer(/status of 422/);
    await preparer(une.page, 'MARCHAND Odile', FINANCES);
    await preparer(autre.page, 'TISSOT Rémi', FINANCES);
    for (const { page } of [une, autre]) await champ(page, RAM).check();
    await Promise.all([une, autre].map(({ page }) => bouton(page, 'Valider').click()));
    const issues = await Promise.all(
      [une, autre].map(async ({ page }) => {
        const refus = page
          .getByText(/a déjà le nombre maximal de fournisseurs de données financières/)
          .first();
        await page.getByText('Les habilitations ont été créées avec succès.').or(refus).first().waitFor();
        return (await refus.count()) > 0 ? 'refused' : 'granted';
      }),
    );
    expect(issues.sort()).toEqual(['granted', 'refused']);
    await une.page.goto('/partenaire/habilitations');
    expect(await roleDe(une.page, FINANCES).count()).toBe(2);
    await autre.fermer();
  });

  test('a ✕ ends a habilitation, which stays in the history', async () => {
    const { page } = parcours.chez('baillet');
    const second = roleDe(page, FINANCES).filter({ hasNotText: 'PERRIN' });
    await second.getByRole('link', { name: /^Mettre fin à l.habilitation/ }).click();
    await bouton(page, 'Mettre fin à l’habilitation').click();
    await voir(page, /La fin de l.habilitation a été enregistrée/);
    await saisir(page, { Historique: true });
    await bouton(page, 'Rechercher').click();
    await expect.poll(() => roleDe(page, FINANCES).count()).toBe(1);
  });

  test('a responsable habilitations works within his mandate, and not beyond', async () => {
    const { page } = parcours.chez('baillet');
    await page.goto('/partenaire/responsables/nommer');
    await saisir(page, {
      'Responsable habilitations :': 'ROUSSEL Nadia',
      'Rôles confiés :': [ACTIVITE],
      'Activités confiées :': [RAM],
    });
    await bouton(page, 'Valider').click();
    await voir(page, 'Le responsable habilitations a été nommé.');
    const directrice = parcours.chez('directrice');
    await directrice.page.goto('/partenaire/habilitations/habiliter');
    expect(
      await champ(directrice.page, 'Au rôle de ...').getByRole('option').allTextContents(),
    ).not.toContain('Approbateur');
    await affecter(directrice, 'TISSOT Rémi', ACTIVITE);
  });

  test('an approbateur is inert until an agent of the Caf validates him: greyed, marked *, with its legend', async () => {
    const { page } = parcours.chez('baillet');
    await preparer(page, 'MARCHAND Odile', 'Approbateur');
    await champ(page, RAM).check();
    await bouton(page, 'Valider').click();
    await voir(
      page,
      `L’habilitation de cet utilisateur au rôle d’approbateur pour l’équipement/service ${RAM}, est en cours de validation par la Caf.`,
    );
    expect(await lire(roleDe(page, 'Approbateur'))).toMatch(/MARCHAND Odile.*\d\*/);
    await voir(page, '(*) En attente de validation par votre CAF.');
    await verifierAccessibilite(page);

    const agent = parcours.chez('collegue').page;
    await agent.goto('/gestion');
    await ligne(agent, 'Odile MARCHAND').getByRole('link').first().click();
    await voir(agent, 'Tant qu’elle n’est pas validée, elle n’ouvre aucun droit.');
    parcours.chez('collegue').tolerer(/status of 4(03|22)/);
    await parcours.vieillirLeMotDePasse('hugo.dupuis@caf451.example');
    await lien(agent, 'Valider').click();
    await bouton(agent, 'Valider l’habilitation').click();
    const dialogue = agent.getByRole('dialog', { name: 'Confirmez votre mot de passe' });
    await dialogue.waitFor();
    await verifierAccessibilite(agent);
    await agent.keyboard.type('pas celui-là');
    await agent.keyboard.press('Enter');
    await dialogue.getByRole('alert').getByText('ce n’est pas le bon').waitFor();
    await agent.keyboard.press('ControlOrMeta+a');
    await agent.keyboard.type(MOT_DE_PASSE);
    await agent.keyboard.press('Enter');
    await annonce(agent, /L’habilitation est validée/);
    await page.reload();
    await expect.poll(() => lire(roleDe(page, 'Approbateur'))).toMatch(/MARCHAND Odile \d\d\/\d\d\/\d{4}$/);
    expect(await page.getByText('(*) En attente de validation').count()).toBe(0);
  });

  test('a second approbateur is refused by the quota of 1', async () => {
    const baillet = parcours.chez('baillet');
    await preparer(baillet.page, 'TISSOT Rémi', 'Approbateur');
    await champ(baillet.page, RAM).check();
    await essuyerUnRefus(baillet, 'Valider', { message: /a déjà le nombre maximal d’approbateurs \(1\)/ });
  });
}
