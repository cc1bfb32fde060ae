import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
import {
  agir,
  bouton,
  champ,
  essuyerUnRefus,
  jour,
  lien,
  ligne,
  lire,
  saisir,
  tabulerJusqua,
  voir,
} from './gestes.ts';
import { EXERCICE, MOT_DE_PASSE, RAM, type Parcours } from './parcours.ts';

const DIRECTRICE = 'nadia.roussel@briare.example';

const groupe = (page: Page, nom: string) => page.getByRole('group', { name: nom, exact: true });
const enregistre = (page: Page) => page.getByText(/Brouillon enregistré à/).waitFor();

/** A finding of the page, by what it is about and what it says. */
const constat = (zone: Locator, sujet: string, message: RegExp) =>
  zone.getByRole('listitem').filter({ hasText: sujet }).filter({ hasText: message }).last();

/** The communes a section holds. */
const rangees = (page: Page, section: string) =>
  groupe(page, section)
    .getByLabel(/^Commune/)
    .evaluateAll((champs) => champs.map((un) => (un as HTMLInputElement).value));

export function declaration(parcours: Parcours): void {
  test('outside the campaign of the Caf a declaration is refused with the reason', async () => {
    const directrice = parcours.chez('directrice');
    await directrice.page.goto('/partenaire/declarations');
    await voir(
      directrice.page,
      'Les déclarations à faire apparaissent ici dès que votre Caf ouvre une campagne.',
    );
    const agent = parcours.chez('gestionnaire').page;
    await lien(agent, 'Campagnes').click();
    await agir(
      agent,
      'Ouvrir une campagne',
      {
        'Type d’équipement': 'Relais assistants maternels (Ram)',
        Exercice: String(EXERCICE),
        Pérennité: 'Réelle',
        'Premier jour': jour(-30),
        'Dernier jour': jour(30),
        Motif: 'Essai.',
      },
      'Enregistrer la campagne',
      'La campagne a été enregistrée.',
    );
    await directrice.page.reload();
    const commencer = directrice.page.getByRole('button', { name: /^Commencer/ });
    await commencer.waitFor();

    await agir(
      agent,
      'Fermer dès maintenant',
      { Motif: 'Vérification des dossiers.' },
      'Fermer la campagne',
      'La campagne est fermée.',
    );
    directrice.tolerer(/status of (409|422)/);
    const avant = await parcours.ecritures();
    await commencer.click();
    await directrice.page
      .getByRole('alert')
      .getByText(/campagne/)
      .waitFor();
    expect(await parcours.ecritures()).toBe(avant);
    await agir(agent, 'Rouvrir', {}, 'Rouvrir la campagne', 'La campagne est rouverte.');
    await directrice.page.goto('/partenaire/declarations');
    await commencer.click();
    await voir(directrice.page, /La déclaration est commencée/);
    parcours.noter('declaration', new URL(directrice.page.url()).pathname);
  });

  test('the fournisseur d’activité cannot touch financial data, nor the reverse', async () => {
    for (const [qui, autre] of [
      ['directrice', 'finances'],
      ['comptable', 'activite'],
    ] as const) {
      const { page } = parcours.chez(qui);
      await page.goto(parcours.note('declaration'));
      expect(await page.getByRole('link', { name: /^Saisir/ }).count()).toBe(1);
      await page.goto(`${parcours.note('declaration')}/${autre}`);
      await page.getByRole('heading', { level: 1, name: /Ram|Déclaration|Réelle/ }).waitFor();
      expect(await bouton(page, 'Enregistrer le brouillon').count()).toBe(0);
    }
  });

  test('without JavaScript a draft is saved, « 1 234,56 » is read, and an amount that cannot be read is kept and named', async () => {
    const sobre = await parcours.connecter('comptable-sans-script', 'luc.perrin@briare.example', {
      javaScriptEnabled: false,
    });
    const { page } = sobre;
    await page.goto(`${parcours.note('declaration')}/finances`);
    await saisir(page, {
      '60 – Achats': '1 234,56',
      '64 – Charges de personnel': 'soixante mille',
      '74 – Subventions d’exploitation': '61 234,56',
    });
    await bouton(page, 'Enregistrer le brouillon').click();
    await voir(page, 'Le brouillon est enregistré.');
    expect(await champ(page, '64 – Charges de personnel').inputValue()).toBe('soixante mille');
    expect(await champ(page, '64 – Charges de personnel').getAttribute('aria-invalid')).toBe('true');
    await saisir(page, { '64 – Charges de personnel': '60 000' });
    await bouton(page, 'Enregistrer le brouillon').click();
    await voir(page, 'Le brouillon est enregistré.');
    await voir(page, /61\s234,56/);
    await sobre.fermer();
  });

  test('by keyboard alone, from sign-in to a saved draft', async () => {
    const { page, fermer } = await parcours.inconnu();
    await page.goto('/connexion');
    const clavier = page.keyboard;
    await tabulerJusqua(page, 'Adresse mail');
    await clavier.type(DIRECTRICE);
    await tabulerJusqua(page, 'Mot de passe');
    await clavier.type(MOT_DE_PASSE);
    await clavier.press('Enter');
    await page.waitForURL('**/partenaire');
    for (const etape of [/^Déclarations$/, RAM, /^Saisir/]) {
      await tabulerJusqua(page, etape);
      const ici = page.url();
      await clavier.press('Enter');
      await page.waitForURL(({ href }) => href !== ici);
    }
    await page.getByRole('heading', { level: 1, name: 'Données d’activité' }).waitFor();
    await tabulerJusqua(page, 'Mois de fermeture pour congés ordinaires');
    await clavier.press('Control+A');
    await clavier.type('1');
    await clavier.press('Enter');
    await voir(page, 'Le brouillon est enregistré.');
    expect(await champ(page, 'Mois de fermeture pour congés ordinaires').inputValue()).toBe('1');
    await fermer();
  });

  test('while typing, what is wrong, how to correct it and its source come back, with the estimate: hors bonus, not contractual, fictitious cap, sous réserve', async () => {
    const { page } = parcours.chez('directrice');
    await page.goto(`${parcours.note('declaration')}/activite`);
    await verifierAccessibilite(page);
    // The Caf's records are already there: who left the post and who took it over, each with his days.
    for (const [rang, nom, bornes] of [
      ['1', 'Mona LENOIR', ['', '']],
      ['2', 'Yves PETIT', ['', `${EXERCICE}-04-15`]],
      ['3', 'Inès ROBIN', [`${EXERCICE}-04-16`, '']],
    ] as const) {
      const animateur = groupe(page, `Animateur ${rang}`);
      expect(await champ(animateur, 'Animateur').getByRole('option', { selected: true }).textContent()).toBe(
        nom,
      );
      expect([
        await champ(animateur, 'Premier jour au Ram').inputValue(),
        await champ(animateur, 'Dernier jour au Ram').inputValue(),
      ]).toEqual(bornes);
      expect(await champ(animateur, 'Etp avant proratisation').inputValue()).toBe(rang === '1' ? '1' : '0,8');
    }
    await saisir(page, { 'Mois de fermeture pour congés ordinaires': 'un mois' });
    await expect
      .poll(() => champ(page, 'Mois de fermeture pour congés ordinaires').getAttribute('aria-invalid'))
      .toBe('true');
    await saisir(page, { 'Mois de fermeture pour congés ordinaires': '1' });
    await saisir(page, {
      'Premier jour d’ouverture': `${EXERCICE}-01-01`,
      'Dernier jour d’ouverture': `${EXERCICE}-12-31`,
    });
    // Works prolonged in a second line, then a closure of exactly three months.
    for (const [rang, motif, du, au] of [
      ['1', 'Travaux', '02-01', '04-10'],
      ['2', 'Travaux', '04-10', '06-15'],
      ['3', 'Maladie', '09-01', '12-01'],
    ] as const) {
      await bouton(page, 'Ajouter une fermeture').click();
      await saisir(groupe(page, `Fermeture ${rang}`), {
        'Nature de la fermeture': 'Exceptionnelle ou inhabituelle',
        Motif: motif,
        'Premier jour de fermeture': `${EXERCICE}-${du}`,
        'Jour de réouverture': `${EXERCICE}-${au}`,
      });
    }
    const estimation = page.getByRole('complementary', { name: 'Estimation et contrôles' });
    await estimation.getByText('Sous réserve', { exact: true }).waitFor();
    const texte = await lire(estimation);
    for (const attendu of ['Plafond fictif', 'hors bonus', 'Source']) expect(texte).toContain(attendu);
    // Two lines of less than three months each make one closure of more.
    await voir(estimation, 'Fermeture 1 et 2');
    expect(await lire(constat(estimation, 'Fermeture 1 et 2', /de plus de 3.mois/))).toContain(
      `Fermeture du 1er février ${EXERCICE} jusqu’à la réouverture du 15 juin ${EXERCICE}`,
    );
    await enregistre(page);
  });

  test('a sick leave prolonged in a second line is one absence: the finding names both, and the months are those of one', async () => {
    const { page } = parcours.chez('directrice');
    const estimation = page.getByRole('complementary', { name: 'Estimation et contrôles' });
    for (const [rang, du, au] of [
      ['1', '07-01', '08-16'],
      ['2', '08-16', '09-20'],
    ] as const) {
      await bouton(page, 'Ajouter une absence').click();
      await saisir(groupe(page, `Absence ${rang}`), {
        'Animateur absent': 'Mona LENOIR',
        Motif: 'Maladie',
        'Premier jour d’absence': `${EXERCICE}-${du}`,
        'Jour de reprise': `${EXERCICE}-${au}`,
      });
    }
    await constat(
      estimation,
      'Absence 1 et 2 (Mona LENOIR)',
      /lignes se suivent sans jour entre elles/,
    ).waitFor();
    const reunie = await lire(
      constat(estimation, 'Absence 1 et 2 (Mona LENOIR)', /lignes se suivent sans jour entre elles/),
    );
    expect(reunie).toContain(
      `elles comptent pour une seule période, du 1er juillet ${EXERCICE} au 19 septembre ${EXERCICE}`,
    );
    // July and August: apart, the second line would take nothing off.
    await constat(estimation, 'Absence 1 et 2 (Mona LENOIR)', /présent 10.mois sur 12.mois/).waitFor();
    // 10 months in 12 for one, and 0.8 for the two who held the other post in turn: 1.6333, where three
    // people side by side would make 2.4333.
    await estimation.getByText(/61\s234,56\s€ de dépenses ÷ 1,6333\sEtp/).waitFor();
    await estimation
      .getByText(/26\s330,86\s€/)
      .first()
      .waitFor();
    await enregistre(page);
  });

  test('an expired session loses nothing: the draft is kept in the tab, and saved once signed in again', async () => {
    const directrice = parcours.chez('directrice');
    const { page, tolerer } = directrice;
    tolerer(/status of 401/);
    await parcours.expirerLaSession(DIRECTRICE);
    await saisir(groupe(page, 'Fermeture 1'), { Précisions: 'Toiture refaite après la tempête.' });
    await voir(page, /Votre session a expiré. Votre saisie est gardée/);
    await lien(page, 'Me reconnecter').click();
    await saisir(page, { 'Adresse mail': DIRECTRICE, 'Mot de passe': MOT_DE_PASSE });
    await bouton(page, 'Se connecter').click();
    await voir(page, 'Votre saisie a été restaurée et enregistrée.');
    expect(await champ(groupe(page, 'Fermeture 1'), 'Précisions').inputValue()).toBe(
      'Toiture refaite après la tempête.',
    );
  });

  test('a volet is finished only once complete: what is missing is named; missions, territories and actions outside the main place are declared', async () => {
    const directrice = parcours.chez('directrice');
    const { page } = directrice;
    await essuyerUnRefus(directrice, 'Enregistrer et terminer', {
      message: /Nombre d.actions d.information.* à remplir/,
      ecrit: true,
    });
    await voir(page, /Le brouillon est enregistré, mais la saisie n.est pas terminée/);
    await saisir(page, {
      'Information des familles et des professionnels sur l’ensemble des modes d’accueil': ['Oui'],
      'Nombre d’actions d’information': '40',
      'Cadre d’échanges des pratiques professionnelles': ['Oui'],
      'Nombre d’actions d’échanges': '12',
      'Information des familles au moyen de mon-enfant.fr': ['Oui'],
      'Promotion de l’activité des assistants maternels (lutte contre la sous-activité)': ['Non'],
      'Promotion de la formation continue des assistants maternels': ['Non'],
      'Le Ram est itinérant': ['Oui'],
    });
    await bouton(page, 'Ajouter une action').click();
    await saisir(groupe(page, 'Action 1'), {
      'Nature de l’action': 'Animation collective',
      Commune: 'Ousson-sur-Loire (45238)',
      'Nombre d’actions dans l’année': '10',
    });
    // The communes of its places are proposed: real ones, with their official code.
    expect(await rangees(page, 'Territoires de rayonnement')).toEqual([
      'Briare (45053)',
      'Ousson-sur-Loire (45238)',
    ]);
    await bouton(page, 'Enregistrer et terminer').click();
    await voir(page, 'La saisie est terminée.');

    const comptable = parcours.chez('comptable').page;
    await comptable.goto(`${parcours.note('declaration')}/finances`);
    await bouton(comptable, 'Enregistrer et terminer').click();
    await voir(comptable, 'La saisie est terminée.');
    await voir(comptable, 'À approuver');
    await comptable.goto('/partenaire/declarations');
    await ligne(comptable, RAM).getByText('À approuver').waitFor();
  });
}
