import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';
import type { PersonneDuDecor } from '#test/integration/habilitation/fixture.ts';
import { MOT_DE_PASSE, ouvrirEspacePartenaire, type EspacePartenaire } from './espace-partenaire.ts';
import { debord, entrer } from './pages-du-portail.ts';

let espace: EspacePartenaire;
let baillet: PersonneDuDecor;
beforeAll(async () => {
  espace = await ouvrirEspacePartenaire();
  await espace.equipement('CBA-RAM Les Marins marrants', { lieux: ['Mairie', 'École'] });
  await espace.equipement('Ram des Dunes');
  baillet = await espace.personne('BAILLET');
  await espace.personne('PETIT');
  await espace.mandater(await espace.personne('RESPONSABLE'), await espace.personne('ADJOINT'));
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

describe('habiliter un utilisateur', () => {
  const remplir = async (page: Page, role: string) => {
    await page.goto('/partenaire/habilitations');
    await page.getByRole('link', { name: 'Affecter un rôle à un utilisateur habilité' }).last().click();
    await page.getByLabel('Pour l’utilisateur ...').selectOption({ label: 'BAILLET Chantal' });
    await page.getByLabel('Au rôle de ...').selectOption({ label: role });
    await page.getByRole('button', { name: 'Afficher les activités' }).click();
    await page.getByLabel('Sélectionner toutes les activités').waitFor();
  };

  test('with JavaScript: the count follows, then the messages of the source', async () => {
    const { page, fermer } = await entrer(espace);
    await remplir(page, 'Approbateur');
    expect(await page.getByLabel('Pour l’utilisateur ...').inputValue()).toBe(baillet.utilisateurId);
    expect(await page.getByRole('status').textContent()).toBe('0 activité sélectionnée');
    await page.getByLabel('Sélectionner toutes les activités').check();
    expect(await page.getByRole('status').textContent()).toBe('2 activités sélectionnées');
    await page.getByLabel('Ram des Dunes').uncheck();
    expect(await page.getByRole('status').textContent()).toBe('1 activité sélectionnée');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText('Les habilitations ont été créées avec succès.').waitFor();
    await page
      .getByText(
        'L’habilitation de cet utilisateur au rôle d’approbateur pour l’équipement/service CBA-RAM Les Marins marrants, est en cours de validation par la Caf.',
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
    await page.getByText('La demande d’habilitation a été retirée.').waitFor();
    await fermer();
  });

  test('without JavaScript: « Sélectionner toutes les activités » and the refusal of the source', async () => {
    const { page, tolerer, fermer } = await entrer(espace, { javaScriptEnabled: false });
    tolerer(/422/);
    await remplir(page, 'Fournisseur de données d’activité');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page
      .getByRole('alert')
      .getByText('La sélection d’au moins une activité est obligatoire.')
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
    const { page, tolerer, fermer } = await entrer(espace);
    tolerer(/422/);
    await page.goto('/partenaire/utilisateurs');
    await page.getByRole('link', { name: 'Créer un utilisateur' }).click();
    expect(await page.getByLabel('Date d’ouverture :').inputValue()).toBe('2026-03-02');
    await page.getByLabel('Nom : *', { exact: true }).fill('D’Artagnan');
    await page.getByLabel('Prénom : *').fill('Zoé');
    await page.getByLabel('Adresse mail : *', { exact: true }).fill('zoe@commune.fr');
    await page.getByLabel('Confirmer l’adresse mail').fill('zoé@commune.fr');
    await page.getByLabel('Itinérant').check();
    await page.getByLabel('AFAS-Déclarer').check();
    await page.getByRole('button', { name: 'Valider' }).click();
    await page
      .getByRole('alert')
      .getByText(/Confirmer l.adresse mail/)
      .first()
      .waitFor();
    expect(await page.getByLabel('AFAS-Déclarer').isChecked()).toBe(true);
    await page.getByLabel('Confirmer l’adresse mail').fill('zoe@commune.fr');
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText(/a été créé sous l’identifiant COT077/).waitFor();
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
    await ligne.getByRole('link', { name: 'Renvoyer l’invitation' }).click();
    await page.getByRole('button', { name: 'Renvoyer l’invitation' }).click();
    await page.getByText('L’invitation a été renvoyée.').waitFor();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    await ligne.getByRole('link', { name: /^Supprimer/ }).click();
    await page.getByRole('button', { name: 'Clôturer l’accès' }).click();
    await page.goto('/partenaire/utilisateurs?nom=artagnan');
    expect(await ligne.textContent()).toContain('Clôturé');
    await fermer();
  });

  test('a form filled from an older version is refused with the difference shown', async () => {
    const personne = await espace.personne('CONCURRENT');
    await espace.sql("update utilisateur set rattachement = 'en-attente' where id = $1", [
      personne.utilisateurId,
    ]);
    const [premiere, seconde] = [await entrer(espace), await entrer(espace)];
    seconde.tolerer(/409/);
    for (const { page } of [premiere, seconde])
      await page.goto(`/partenaire/utilisateurs/${personne.utilisateurId}/modifier`);
    await premiere.page.getByLabel('Prénom : *').fill('Première');
    await premiere.page.getByRole('button', { name: 'Valider' }).click();
    await premiere.page.getByText('a été modifié').waitFor();
    await seconde.page.getByLabel('Prénom : *').fill('Seconde');
    await seconde.page.getByRole('button', { name: 'Valider' }).click();
    const prenom = seconde.page.getByRole('group', { name: 'Prénom' });
    await prenom.getByRole('radio', { name: /Ce qu’a enregistré .* Première/ }).waitFor();
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
    const { page, tolerer, fermer } = await entrer(espace);
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

// Last: the equipment it adds would be counted by the other tests.
test('the page that ends a role tells what it entails, without an accessibility fault, and with the keyboard for another day', async () => {
  const habilitation = await tenir(await espace.equipement('Ram des départs'));
  const { page, fermer } = await entrer(espace, { viewport: { width: 360, height: 740 } });
  await page.goto(`/partenaire/habilitations/${habilitation}/terminer`);
  const suite = page.getByRole('region', { name: 'Ce que cela entraîne le 02/03/2026' });
  await suite.getByText('Plus personne ne pourra saisir les données d’activité').waitFor();
  await verifierAccessibilite(page);
  expect(await debord(page)).toBeLessThanOrEqual(0);
  await page.getByLabel('Fin d’habilitation *').fill('2026-04-01');
  await page.getByRole('button', { name: 'Voir ce que cela entraîne à la date choisie' }).press('Enter');
  await page.getByRole('region', { name: 'Ce que cela entraîne le 01/04/2026' }).waitFor();
  await fermer();
});
