import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerEquipement, modifierEquipement } from '#src/domain/equipement/commandes.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import type { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { gestionDeTest, type Gestion } from '#test/integration/admin/fixture.ts';
import { verifierAccessibilite, visiter } from '#test/support/navigateur.ts';

/* Every visit fails on a console error, a violation of the content security policy or a request to a third party. */
let gestion: Gestion;
let briare: Partenaire;
let equipementId: string;
let conventionId: string;

beforeAll(async () => {
  gestion = await gestionDeTest();
  briare = await gestion.partenaire();
  const { id } = await gestion.faire(creerEquipement, {
    partenaire: briare.id,
    type: 'RAM',
    nom: 'Les Marins marrants',
    ouvertLe: '2019-01-01',
    lieuNature: 'unique',
    lieuNom: 'Maison',
    lieuCommuneCode: '45053',
  });
  equipementId = id;
  await gestion.formulaireEligible(briare.id);
  conventionId = (await gestion.conventionActive(briare.id)).id;
});
afterAll(() => gestion.fermer());

const fiche = (nom = 'show'): string => `/gestion/resources/equipements/records/${equipementId}/${nom}`;

const ECRANS = [
  ['/gestion', 'Tableau de bord'],
  ['/gestion/resources/partenaires', 'Partenaires'],
  ['/gestion/resources/conventions?filters.etat=active', 'Conventions d’accès'],
  ['/gestion/resources/partenaires/actions/new', 'Enregistrer un partenaire'],
  ['/gestion/pages/droits', 'Droits à une date'],
  ['/gestion/pages/inconnue', 'Page introuvable'],
] as const;

describe.each([
  ['wide', { width: 1400, height: 900 }, 'light'],
  ['narrow', { width: 390, height: 800 }, 'light'],
  ['dark', { width: 1400, height: 900 }, 'dark'],
] as const)('on a %s screen', (_nom, viewport, colorScheme) => {
  it('no screen has an accessibility fault or overflows', async () => {
    const { page, tolerer, fermer } = await visiter(gestion.base, { viewport, colorScheme });
    tolerer(/404/);
    for (const [adresse, titre] of [
      ...ECRANS,
      [fiche(), 'Les Marins marrants'],
      [fiche('edit'), 'Modifier l’équipement'],
    ] as const) {
      await page.goto(adresse);
      await page.getByRole('heading', { level: 1, name: titre }).waitFor();
      await verifierAccessibilite(page);
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
        adresse,
      ).toBeLessThanOrEqual(0);
    }
    await fermer();
  });
});

describe('with the keyboard alone', () => {
  it('a list is sorted, a record opened, changed and saved', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/equipements');
    await page.getByRole('button', { name: 'Ouvert le' }).press('Enter');
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Ouvert le' }).waitFor();
    await page.getByRole('rowheader').getByRole('link', { name: 'Les Marins marrants' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Les Marins marrants' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByRole('link', { name: 'Modifier', exact: true }).press('Enter');
    await page.getByLabel('Nature d’activité').fill('Itinérante');
    await page.getByLabel('Nature d’activité').press('Enter');
    await page.getByRole('status').getByText('L’équipement a été modifié.').waitFor();
    await page.getByText('Itinérante').waitFor();
    await fermer();
  });

  it('a decision is found by the reference of its letter, replayed, and its letter opened', async () => {
    const { page, fermer } = await visiter(gestion.base, { viewport: { width: 360, height: 740 } });
    const [eligibilite] = await gestion.lignes<{ id: string }>(
      "select id from decision where jeu = 'eligibilite'",
    );
    const reference = eligibilite?.id.slice(0, 13).toUpperCase() ?? '';
    await page.goto(`/gestion/resources/decisions?filters.reference=${reference}`);
    await page.getByRole('rowheader').getByRole('link').press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Organisme éligible' }).waitFor();
    await page
      .getByRole('region', { name: 'Ce qui a été décidé' })
      .getByRole('link', { name: 'Formulaire d’éligibilité – COMMUNE DE BRIARE' })
      .waitFor();
    await page.getByRole('button', { name: 'Rejouer' }).press('Enter');
    await page.getByRole('status').getByText('à l’identique').waitFor();
    await verifierAccessibilite(page, ['landmark-unique']);
    await page.getByRole('link', { name: 'Courrier au partenaire' }).press('Enter');
    await page
      .getByRole('article', { name: 'Courrier' })
      .getByText(`Référence à rappeler dans toute correspondance : ${reference}`)
      .waitFor();
    await verifierAccessibilite(page, ['landmark-unique']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button', { name: 'Imprimer' }).isVisible()).toBe(false);
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    await fermer();
  });
});

describe('an act that takes something away', () => {
  it('names its record and tells what it does, for the day chosen, and is confirmed on what was read', async () => {
    const { page, tolerer, fermer } = await visiter(gestion.base, { viewport: { width: 390, height: 800 } });
    tolerer(/409/);
    await page.goto(`/gestion/resources/conventions/records/${conventionId}/resilier`);
    await page.getByText('COMMUNE DE BRIARE').waitFor();
    const suite = page.getByRole('region', { name: 'Ce que cet acte entraîne' });
    await suite.getByRole('heading', { name: /^Ce que cet acte entraîne le/ }).waitFor();
    await verifierAccessibilite(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await page.getByLabel('À effet du').fill('2019-12-02');
    await suite.getByRole('heading', { name: 'Ce que cet acte entraîne le 02/12/2019' }).waitFor();
    // Sent at once after another change of the day, the act is not done: what it does on that day is shown
    // first.
    await page.getByLabel('Motif').fill('Fin de la mission');
    await page.getByLabel('À effet du').fill('2020-01-02');
    await page.getByRole('button', { name: 'Résilier la convention' }).click();
    await suite.getByRole('heading', { name: 'Ce que cet acte entraîne le 02/01/2020' }).waitFor();
    page.once('dialog', (dialogue) => void dialogue.accept());
    await page.getByRole('link', { name: 'Annuler' }).click();
    await page.getByRole('heading', { level: 1, name: /^Convention/ }).waitFor();
    await fermer();
  });
});

describe('what goes wrong is said where it is', () => {
  it('an error takes the focus, names its field and leads to it', async () => {
    const { page, tolerer, fermer } = await visiter(gestion.base);
    tolerer(/422/);
    await page.goto(fiche('edit'));
    await page.getByLabel('Nom', { exact: false }).first().fill('');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    const resume = page.getByRole('alert');
    await resume.waitFor();
    // The focus moves in an effect, after the text is there: waited for, and the test fails if it never
    // comes.
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'alert');
    await resume.getByRole('link', { name: 'Nom' }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await verifierAccessibilite(page);
    await fermer();
  });

  it('a form become stale says who changed what, takes over what was not touched here, and lets choose the rest', async () => {
    const { page, tolerer, fermer } = await visiter(gestion.base);
    tolerer(/409/);
    await page.goto(fiche('edit'));
    await page.getByLabel('Nature d’activité').fill('La mienne');
    await page.getByLabel('Salle d’attente').check();
    await gestion.executeur
      .lire(gestion.gestionnaire, ({ em }) => em.findOneOrFail(Equipement, { id: equipementId }))
      .then(({ version, nom, ouvertLe }) =>
        gestion.faire(modifierEquipement, {
          equipement: equipementId,
          version,
          nom: `${nom} bis`,
          ouvertLe,
          nature: 'La leur',
        }),
      );
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    const conflit = page.getByRole('region', { name: 'Modifié pendant votre saisie' });
    await conflit.getByText('Repris de la fiche').waitFor();
    await conflit.getByText('Vos modifications, gardées').waitFor();
    await verifierAccessibilite(page);
    await conflit.getByRole('button', { name: 'Enregistrer ces choix' }).click();
    await conflit.getByText('Choisissez une valeur pour chaque champ').waitFor();
    await conflit.getByRole('radio', { name: /Ce qu’a enregistré .* La leur/ }).check();
    await conflit.getByRole('button', { name: 'Enregistrer ces choix' }).click();
    await page.getByText('L’équipement a été modifié.').waitFor();
    const { nature, nom, salleAttente } = await gestion.executeur.lire(gestion.gestionnaire, ({ em }) =>
      em.findOneOrFail(Equipement, { id: equipementId }),
    );
    expect([nature, nom.endsWith(' bis'), salleAttente]).toEqual(['La leur', true, true]);
    await fermer();
  });

  it('an expired session keeps the input on the screen', async () => {
    const { page, tolerer, fermer } = await visiter(gestion.base);
    tolerer(/401/);
    await page.goto(fiche('edit'));
    await page.getByLabel('Nature d’activité').fill('À ne pas perdre');
    const { acteur } = gestion;
    gestion.acteur = null;
    try {
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByRole('alert').getByText('Votre session a expiré').waitFor();
    } finally {
      gestion.acteur = acteur;
    }
    expect(await page.getByLabel('Nature d’activité').inputValue()).toBe('À ne pas perdre');
    await fermer();
  });

  it('an action that is closed says why', async () => {
    const { page, fermer } = await visiter(gestion.base);
    await page.goto('/gestion/resources/conventions');
    await page.getByRole('rowheader').getByRole('link').click();
    const bouton = page.getByRole('button', { name: 'Enregistrer une signature' });
    await bouton.waitFor();
    expect(await bouton.getAttribute('aria-disabled')).toBe('true');
    expect(
      await bouton.evaluate(
        (element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent,
      ),
    ).toContain('ne peut plus être modifiée ni signée');
    const sommaire = page.getByText('Pourquoi ?').first();
    await sommaire.press('Enter');
    const panneau = page.locator('.pourquoi-panneau').first();
    await panneau.getByText('L’état actuel de la fiche : « Active ».').waitFor();
    await panneau.getByText('Une nouvelle période se prépare avec « Renouveler ».').waitFor();
    await verifierAccessibilite(page);
    await page.keyboard.press('Escape');
    await panneau.waitFor({ state: 'hidden' });
    await fermer();
  });
});
