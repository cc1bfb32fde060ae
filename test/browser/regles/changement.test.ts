import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { analyste } from '#test/support/acteurs.ts';
import { etudier } from '#test/integration/registre/fixture.ts';
import { verifierAccessibilite, type Visite } from '#test/support/navigateur.ts';
import { ouvrirApplication, type ApplicationEntiere } from '#test/browser/application.ts';

/*
 * A change through it all: today one approbateur per Ram; from 1 June, two.
 * Every visit fails on a console error, a violation of the content security policy or a request to a third party.
 */
let application: ApplicationEntiere;
/** Mail addresses of the administrateur of the partner and of the two analysts. */
let [administrateur, auteur, approbateur] = ['', '', ''];
/**
 * The decision on the first approbateur, its page as it was read on the day, and the page where the change is
 * approved.
 */
let [ancienne, expliquee, approbation] = ['', '', ''];
const GRAND = { viewport: { width: 1400, height: 900 } };
beforeAll(async () => {
  application = await ouvrirApplication(['quotas', 'echeance']);
  await application.equipement('Ram des Marins', { lieux: ['Mairie'] });
  for (const nom of ['BAILLET', 'TISSOT']) await application.personne(nom);
  administrateur = await application.ouvrirCompte(application.administrateur.compteId);
  [auteur, approbateur] = [
    await application.ouvrirCompte(analyste(1).compteId),
    await application.ouvrirCompte(analyste(2).compteId),
  ];
});
afterAll(() => application.fermer());

const bouton = (page: Page, nom: string) => page.getByRole('button', { name: nom, exact: true });
const onglet = (page: Page, nom: string) => page.getByRole('tab', { name: nom, exact: true }).click();
const voir = (page: Page, texte: string | RegExp) => page.getByText(texte).first().waitFor();
const pret = (page: Page) =>
  page.getByRole('region', { name: 'Contrôles' }).getByText('Prêt à soumettre').waitFor();
const principal = async (page: Page): Promise<string> =>
  (await page.locator('main').innerText()).replace(/\s+/g, ' ');

/** The administrateur asks on the portal that somebody be approbateur of the Ram. */
async function demanderUnApprobateur({ page }: Visite, personne: string): Promise<void> {
  await page.goto('/partenaire/habilitations/habiliter');
  await page.getByLabel(/^Pour l’utilisateur/).selectOption({ label: `${personne} Chantal` });
  await page.getByLabel(/^Au rôle de/).selectOption({ label: 'Approbateur' });
  await bouton(page, 'Afficher les activités').click();
  await page.getByLabel('Ram des Marins', { exact: true }).check();
  await bouton(page, 'Valider').click();
}

const lireLaDecision = async ({ page }: Visite): Promise<string> => {
  await page.goto(`/gestion/resources/decisions/records/${ancienne}/show`);
  await page.getByRole('heading', { name: 'Pourquoi' }).waitFor();
  return principal(page);
};

it('today a second approbateur is refused on the portal; the decision on the first is explained', async () => {
  const avant = await application.entrer(administrateur);
  await demanderUnApprobateur(avant, 'BAILLET');
  await voir(avant.page, /en cours de validation par la Caf/);
  avant.tolerer(/status of (409|422)/);
  await demanderUnApprobateur(avant, 'TISSOT');
  await voir(avant.page, /a déjà le nombre maximal d’approbateurs \(1\)/);
  await avant.fermer();
  [{ id: ancienne } = { id: '' }] = await application.sql<{ id: string }>(
    "select id from decision where jeu = 'quotas' order by prise_le limit 1",
  );
  const lecteur = await application.entrer(auteur, GRAND);
  expliquee = await lireLaDecision(lecteur);
  expect(expliquee).toContain('version 1.0.0');
  await lecteur.fermer();
});

it('an analyst takes the idea to a submitted version, tried and measured', async () => {
  const { page, fermer } = await application.entrer(auteur, GRAND);
  await page.goto('/gestion/pages/regles');
  await page
    .getByRole('region', { name: 'Règles', exact: true })
    .getByRole('link', { name: 'Habilitations : nombre de titulaires par rôle' })
    .click();
  await page.getByRole('heading', { name: 'Table de décision' }).waitFor();
  await bouton(page, 'Créer un brouillon').click();
  await pret(page);

  // A parameter, from its day on.
  await bouton(page, 'Ajouter une valeur à « Nombre maximal d’approbateurs par Ram »').click();
  await page.getByLabel('À partir du').fill('01/06/2026');
  await page.getByRole('textbox', { name: 'Valeur' }).fill('deux');
  await bouton(page, 'Ajouter la valeur').click();
  await voir(page, '« deux » n’est pas un nombre');
  await page.getByRole('textbox', { name: 'Valeur' }).fill('2');
  await bouton(page, 'Ajouter la valeur').click();
  await voir(page, '2 depuis le 1er juin 2026');

  // Two scenarios: his own, whose first expectation was wrong, and one the analysis proposes.
  await onglet(page, 'Scénarios');
  await bouton(page, 'Ajouter un scénario').click();
  const ligne = page.locator('.ligne-editee');
  await ligne.getByLabel('Titre du scénario').fill('Deuxième approbateur');
  await ligne.getByLabel('Date de référence').fill('15/06/2026');
  await ligne.getByLabel('Type d’équipement').selectOption('RAM');
  await ligne.getByLabel('Rôle demandé').selectOption('APPROBATEUR');
  await ligne.getByLabel('Portée de l’habilitation').selectOption('activite');
  await ligne.getByLabel('Autres personnes qui tiennent ce rôle').fill('1');
  await ligne.getByLabel(/Autres personnes dont/).fill('0');
  await ligne.getByText('Le moteur donne : En attente de validation par votre Caf (QUO-003).').waitFor();
  expect(await ligne.getByLabel(/QUO-003/).isChecked(), 'nothing is ticked for the analyst').toBe(false);
  await ligne.getByLabel(/QUO-006/).check();
  await bouton(page, 'Valider la ligne').click();
  const ajoutee = page.getByRole('row', { name: /Deuxième approbateur/ });
  await ajoutee.getByText('En échec').waitFor();
  await ajoutee.getByRole('button', { name: 'Remplir avec le résultat obtenu' }).click();
  await ajoutee.getByRole('button', { name: 'Marquer relu' }).click();
  await bouton(page, 'Ajouter les scénarios aux bornes').click();
  await page.getByRole('group', { name: 'Cas à ajouter' }).getByRole('checkbox').first().check();
  await bouton(page, 'Ajouter 1 scénario').click();
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: /^Marquer relu/ }) })
    .getByRole('button', { name: /^Marquer relu/ })
    .click();
  await pret(page);
  await page.getByRole('heading', { name: 'Analyse exacte' }).waitFor();
  await verifierAccessibilite(page);
  await bouton(page, 'Enregistrer').click();
  await voir(page, 'Le brouillon est enregistré.');
  const brouillon = page.url();

  await page.getByRole('link', { name: 'Comparer' }).click();
  await page
    .getByRole('row', { name: /Nombre maximal d’approbateurs par Ram 1 2 à partir du 1er juin 2026/ })
    .waitFor();
  await voir(page, 'Changement mineur');
  await verifierAccessibilite(page);

  // The impact, on the days it would rule: joined by itself to the submission.
  await page.goto(brouillon);
  await page.getByRole('link', { name: 'Impact', exact: true }).click();
  await page.getByLabel('Prendrait effet le').fill('01/06/2026');
  await bouton(page, 'Lancer l’étude').click();
  await page.getByRole('progressbar', { name: 'Cas examinés' }).waitFor();
  await etudier(application);
  await page.getByRole('heading', { name: 'Effet sur les cas enregistrés' }).waitFor();
  await page.goto(brouillon);
  await pret(page);
  await bouton(page, 'Soumettre…').click();
  expect(await page.getByLabel('Prend effet le').inputValue(), 'tomorrow is proposed').toMatch(
    /^\d\d\/\d\d\/\d{4}$/,
  );
  await page.getByLabel('Prend effet le').fill('01/06/2026');
  // Asked for when that day is past.
  const motif = page.getByLabel('Motif de l’effet sur des jours passés');
  if (await motif.isVisible()) await motif.fill('Décret paru');
  await bouton(page, 'Soumettre').click();
  await voir(page, 'La version est soumise');
  expect(await bouton(page, 'Approuver…').getAttribute('aria-disabled'), 'the author does not approve').toBe(
    'true',
  );
  await voir(page, 'Pourquoi');
  await page.locator('.pourquoi > summary').first().click();
  await voir(page, 'deux personnes différentes');
  await voir(page, 'Quatre yeux');
  await verifierAccessibilite(page);
  approbation = page.url();
  await fermer();
});

it('the other analyst signs; on its day the portal follows, and the old decision is explained word for word as before', async () => {
  const autre = await application.entrer(approbateur, GRAND);
  await autre.page.goto(approbation);
  await onglet(autre.page, 'Impact');
  await autre.page.getByRole('heading', { name: 'Effet sur les cas enregistrés' }).waitFor();
  await bouton(autre.page, 'Approuver…').click();
  await bouton(autre.page, 'Signer et approuver').click();
  await voir(autre.page, 'La version est approuvée.');
  await autre.page
    .getByRole('region', { name: 'Versions du fichier' })
    .getByRole('row', { name: /1\.1\.0 Programmée/ })
    .waitFor();
  expect(await lireLaDecision(autre)).toBe(expliquee);
  await autre.fermer();

  application.horloge.regler('2026-06-02');
  const apres = await application.entrer(administrateur);
  await demanderUnApprobateur(apres, 'TISSOT');
  await voir(apres.page, /en cours de validation par la Caf/);
  await apres.fermer();
  const decisions = await application.sql<{ version: string }>(
    "select version_regle as version from decision where jeu = 'quotas' order by prise_le",
  );
  expect(decisions.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
  const relecteur = await application.entrer(approbateur, GRAND);
  expect(await lireLaDecision(relecteur)).toBe(expliquee);
  await bouton(relecteur.page, 'Rejouer').click();
  await voir(relecteur.page, 'Rejouée avec la version de ce jour-là : à l’identique.');
  await relecteur.fermer();
});
