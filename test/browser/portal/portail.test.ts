import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { verifierAccessibilite, visiter, type Visite } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/decor.ts';
import { MOT_DE_PASSE, ouvrirEspacePartenaire, type EspacePartenaire } from './espace-partenaire.ts';

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

/** The only holder of a role on an equipment. */
async function tenir({ id }: { readonly id: string }): Promise<string> {
  const [creee] = await espace.executeur.executer(espace.administrateur.acteur(), affecterRole, {
    utilisateur: baillet.utilisateurId,
    role: 'FOURNISSEUR_ACTIVITE',
    du: '2026-03-02',
    portee: 'activite',
    equipements: [id],
  });
  return String(creee?.id);
}

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

async function entrer(options?: Parameters<typeof visiter>[1]): Promise<Visite> {
  const visite = await visiter(espace.url, options);
  await espace.connecter(visite.page, espace.administrateur);
  return visite;
}

/** How many pixels a page is wider than its window. */
const debord = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('every page', () => {
  test.each([
    ['wide and light', { viewport: { width: 1360, height: 900 } }],
    ['narrow and dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }],
  ])('%s: no accessibility fault, nothing wider than the window', async (_nom, options) => {
    const { page, fermer } = await entrer(options);
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
    const { page, tolerer, fermer } = await entrer();
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
    const { page, fermer } = await entrer({ viewport: { width: 1360, height: 900 } });
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
      const { page, fermer } = await entrer({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
      expect(await page.getByRole('navigation', { name: 'Navigation principale' }).isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByText('Administration des profils').click();
      await page.getByRole('link', { name: "Habilitations d'action sociale" }).first().click();
      await page.waitForURL('**/partenaire/habilitations');
      await fermer();
    }
  });
});

describe('habiliter un utilisateur', () => {
  const remplir = async (page: Page, role: string) => {
    await page.goto('/partenaire/habilitations');
    await page.getByRole('link', { name: 'Affecter un rôle à un utilisateur habilité' }).last().click();
    await page.getByLabel("Pour l'utilisateur ...").selectOption({ label: 'BAILLET Chantal' });
    await page.getByLabel('Au rôle de ...').selectOption({ label: role });
    await page.getByRole('button', { name: 'Afficher les activités' }).click();
    await page.getByLabel('Sélectionner toutes les activités').waitFor();
  };

  test('with JavaScript: the count follows, then the messages of the source', async () => {
    const { page, fermer } = await entrer();
    await remplir(page, 'Approbateur');
    expect(await page.getByLabel("Pour l'utilisateur ...").inputValue()).toBe(baillet.utilisateurId);
    expect(await page.getByRole('status').textContent()).toBe('0 activité sélectionnée');
    await page.getByLabel('Sélectionner toutes les activités').check();
    expect(await page.getByRole('status').textContent()).toBe('2 activités sélectionnées');
    await page.getByLabel('Ram des Dunes').uncheck();
    expect(await page.getByRole('status').textContent()).toBe('1 activité sélectionnée');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText('Les habilitations ont été créées avec succès.').waitFor();
    await page
      .getByText(
        "L'habilitation de cet utilisateur au rôle d'approbateur pour l'équipement/service CBA-RAM Les Marins marrants, est en cours de validation par la Caf.",
      )
      .waitFor();
    const ligne = page
      .getByRole('table', { name: /CBA-RAM Les Marins marrants/ })
      .getByRole('row', { name: /Approbateur/ });
    expect(await ligne.getAttribute('class')).toContain('tableau__grise');
    expect(await ligne.textContent()).toContain('02/03/2026*');
    await page.getByText('(*) En attente de validation par votre CAF.').waitFor();
    await verifierAccessibilite(page);
    await page.getByRole('link', { name: 'Fermer ce message' }).first().click();
    await expect.poll(() => page.getByText('créées avec succès').count()).toBe(0);
    await ligne.getByRole('link', { name: /Retirer la demande Approbateur/ }).click();
    await page.getByRole('button', { name: 'Retirer la demande' }).click();
    await page.getByText("La demande d'habilitation a été retirée.").waitFor();
    await fermer();
  });

  test('without JavaScript: « Sélectionner toutes les activités » and the refusal of the source', async () => {
    const { page, tolerer, fermer } = await entrer({ javaScriptEnabled: false });
    tolerer(/422/);
    await remplir(page, "Fournisseur de données d'activité");
    await page.getByRole('button', { name: 'Valider' }).click();
    await page
      .getByRole('alert')
      .getByText("La sélection d'au moins une activité est obligatoire.")
      .waitFor();
    expect(await page.getByLabel('Au rôle de ...').inputValue()).toBe('FOURNISSEUR_ACTIVITE');
    await page.getByLabel('Sélectionner toutes les activités').check();
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText('Les habilitations ont été créées avec succès.').waitFor();
    await page.getByRole('link', { name: 'Fermer ce message' }).click();
    expect(await page.getByText('créées avec succès').count()).toBe(0);
    await fermer();
  });
});

describe('mes utilisateurs', () => {
  test('a user is created, found, modified and closed', async () => {
    const { page, tolerer, fermer } = await entrer();
    tolerer(/422/);
    await page.goto('/partenaire/utilisateurs');
    await page.getByRole('link', { name: 'Créer un utilisateur' }).click();
    expect(await page.getByLabel("Date d'ouverture :").inputValue()).toBe('2026-03-02');
    await page.getByLabel('Nom : *', { exact: true }).fill('D’Artagnan');
    await page.getByLabel('Prénom : *').fill('Zoé');
    await page.getByLabel('Adresse mail : *', { exact: true }).fill('zoe@commune.fr');
    await page.getByLabel("Confirmer l'adresse mail").fill('zoé@commune.fr');
    await page.getByLabel('Itinérant').check();
    await page.getByLabel('AFAS-Déclarer').check();
    await page.getByRole('button', { name: 'Valider' }).click();
    await page
      .getByRole('alert')
      .getByText(/Confirmer l.adresse mail/)
      .first()
      .waitFor();
    expect(await page.getByLabel('AFAS-Déclarer').isChecked()).toBe(true);
    await page.getByLabel("Confirmer l'adresse mail").fill('zoe@commune.fr');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText(/a été créé sous l'identifiant COT077/).waitFor();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    const ligne = page.getByRole('row', { name: /Artagnan/ });
    expect((await ligne.textContent())?.replace(/\s+/g, ' ')).toContain('En attente d’acceptation');
    await ligne.getByRole('link', { name: /^Modifier/ }).click();
    await page.getByLabel('Téléphone :', { exact: true }).fill('01 23 45 67 89');
    await page.getByLabel('Confirmer le téléphone').fill('01 23 45 67 89');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText('01 23 45 67 89').waitFor();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    await ligne.getByText('Choisir…').click();
    await ligne.getByRole('link', { name: "Renvoyer l'invitation" }).click();
    await page.getByRole('button', { name: "Renvoyer l'invitation" }).click();
    await page.getByText("L'invitation a été renvoyée.").waitFor();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    await ligne.getByRole('link', { name: /^Supprimer/ }).click();
    await page.getByRole('button', { name: "Clôturer l'accès" }).click();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    expect(await ligne.textContent()).toContain('Clôturé');
    await fermer();
  });

  test('a form filled from an older version is refused with the difference shown', async () => {
    const personne = await espace.personne('CONCURRENT');
    await espace.sql("update utilisateur set rattachement = 'en-attente' where id = $1", [
      personne.utilisateurId,
    ]);
    const [premiere, seconde] = [await entrer(), await entrer()];
    seconde.tolerer(/409/);
    for (const { page } of [premiere, seconde])
      await page.goto(`/partenaire/utilisateurs/${personne.utilisateurId}/modifier`);
    await premiere.page.getByLabel('Prénom : *').fill('Première');
    await premiere.page.getByRole('button', { name: 'Valider' }).click();
    await premiere.page.getByText('a été modifié').waitFor();
    await seconde.page.getByLabel('Prénom : *').fill('Seconde');
    await seconde.page.getByRole('button', { name: 'Valider' }).click();
    const prenom = seconde.page.getByRole('group', { name: 'Prénom' });
    await prenom.getByRole('radio', { name: /Ce qu'a enregistré .* Première/ }).waitFor();
    await verifierAccessibilite(seconde.page);
    await prenom.getByRole('radio', { name: /Ce que vous aviez saisi Seconde/ }).check();
    await seconde.page.getByRole('button', { name: 'Enregistrer ces choix' }).click();
    await seconde.page.getByText('a été modifié').waitFor();
    await premiere.fermer();
    await seconde.fermer();
  });
});

describe('who an access is for', () => {
  test('a wrong invitation is corrected, somebody is replaced, and the newcomer, who has an account, accepts once signed in', async () => {
    const { page, tolerer, fermer } = await entrer();
    tolerer(/422/);
    const partante = await espace.personne('PARTANTE');
    const [{ id: ram } = { id: '' }] = await espace.sql<{ id: string }>(
      'select id from equipement where partenaire_id = $1 order by nom limit 1',
      [espace.partenaireId],
    );
    await espace.executeur.executer(espace.administrateur.acteur(), affecterRole, {
      utilisateur: partante.utilisateurId,
      role: 'CONSULTANT',
      du: '2026-03-02',
      portee: 'activite',
      equipements: [ram],
    });
    await page.goto('/partenaire/utilisateurs?nom=partante');
    await page
      .getByRole('row', { name: /PARTANTE/ })
      .getByText('Choisir…')
      .click();
    await page.getByRole('link', { name: 'Changer l’identité' }).click();
    const carte = page.locator('#personne');
    await carte.getByLabel('Nom : *', { exact: true }).fill('Arrivant');
    await carte.getByLabel('Prénom : *').fill('Léo');
    await carte.getByLabel('Nouvelle adresse mail : *').fill('leo@ailleurs.fr');
    await carte.getByLabel('Confirmer l’adresse mail : *').fill('leo@ailleur.fr');
    await carte.getByRole('button', { name: 'Remplacer cette personne' }).click();
    await page
      .getByRole('alert')
      .getByText(/Confirmer l.adresse mail/)
      .first()
      .waitFor();
    await verifierAccessibilite(page);
    expect(await carte.getByLabel('Nom : *', { exact: true }).inputValue()).toBe('Arrivant');
    await carte.getByLabel('Confirmer l’adresse mail : *').fill('leo@ailleurs.fr');
    await carte.getByRole('button', { name: 'Remplacer cette personne' }).click();
    await page
      .getByText(/L’accès de Chantal PARTANTE a pris fin\. Léo Arrivant reçoit une invitation.*Consultant/)
      .waitFor();
    await page.getByText('En attente d’acceptation').first().waitFor();

    // The address was that of a third person: corrected, and this one has an account.
    const tierce = await espace.personne('TIERCE');
    await espace.ouvrirCompte(tierce);
    await espace.sql("update compte set courriel = 'leo.arrivant@ailleurs.fr' where id = $1", [
      tierce.compteId,
    ]);
    await espace.sql(
      "update utilisateur set courriel = 'autre@commune.fr', clos_le = '2026-03-01' where id = $1",
      [tierce.utilisateurId],
    );
    await page.getByText('Autres actions').click();
    await page.getByRole('link', { name: 'Changer l’identité' }).click();
    await verifierAccessibilite(page);
    await page.getByLabel('Nouvelle adresse mail : *').fill('leo.arrivant@ailleurs.fr');
    await page.getByLabel('Confirmer l’adresse mail : *').fill('leo.arrivant@ailleurs.fr');
    await page.getByRole('button', { name: 'Corriger et renvoyer l’invitation' }).click();
    await page.getByText('L’invitation est envoyée à leo.arrivant@ailleurs.fr.').waitFor();
    await fermer();

    const leo = await visiter(espace.url, { viewport: { width: 360, height: 740 } });
    await leo.page.goto('/connexion');
    await leo.page.getByLabel('Adresse mail').fill('leo.arrivant@ailleurs.fr');
    await leo.page.getByLabel('Mot de passe *').fill(MOT_DE_PASSE);
    await leo.page.getByRole('button', { name: 'Se connecter' }).click();
    await leo.page.getByRole('heading', { name: 'Un accès vous est proposé' }).waitFor();
    await verifierAccessibilite(leo.page);
    expect(await debord(leo.page)).toBeLessThanOrEqual(0);
    await leo.page.getByRole('button', { name: 'Accepter' }).click();
    await leo.page.waitForURL('**/partenaire');
    await leo.page.goto('/courriel');
    await verifierAccessibilite(leo.page);
    await leo.fermer();
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

// Last: the equipment it adds would be counted by the other tests.
test('the page that ends a role tells what it entails, without an accessibility fault, and with the keyboard for another day', async () => {
  const habilitation = await tenir(await espace.equipement('Ram des départs'));
  const { page, fermer } = await entrer({ viewport: { width: 360, height: 740 } });
  await page.goto(`/partenaire/habilitations/${habilitation}/terminer`);
  const suite = page.getByRole('region', { name: 'Ce que cela entraîne le 02/03/2026' });
  await suite.getByText('Plus personne ne pourra saisir les données d’activité').waitFor();
  await verifierAccessibilite(page);
  expect(await debord(page)).toBeLessThanOrEqual(0);
  await page.getByLabel("Fin d'habilitation *").fill('2026-04-01');
  await page.getByRole('button', { name: 'Voir ce que cela entraîne à la date choisie' }).press('Enter');
  await page.getByRole('region', { name: 'Ce que cela entraîne le 01/04/2026' }).waitFor();
  await fermer();
});
