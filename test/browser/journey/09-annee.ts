import type { Page } from 'playwright-core';
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
  rubrique,
  saisir,
  trouverFerme,
  voir,
} from './gestes.ts';
import { EXERCICE, RAM, type Parcours } from './parcours.ts';

/** The year before: over too, and declared by no earlier step. */
const ANNEE = EXERCICE - 1;
const MOITIES = [
  {
    dossier: 'M-2024-0007',
    du: `${ANNEE}-01-01`,
    au: `${ANNEE}-06-30`,
    lu: `du 01/01/${ANNEE} au 30/06/${ANNEE}`,
  },
  {
    dossier: 'M-2024-0019',
    du: `${ANNEE}-07-01`,
    au: `${ANNEE}-12-31`,
    lu: `du 01/07/${ANNEE} au 31/12/${ANNEE}`,
  },
] as const;
const SECONDE = MOITIES[1];
const JUSTIFICATION = 'Pourquoi les charges ont-elles changé ?';
const ACTUALISEE = { reel: 'Réel, janvier à septembre', prevu: 'Prévu, octobre à décembre' };
const MISSIONS = {
  'Information des familles et des professionnels sur l’ensemble des modes d’accueil': ['Oui'],
  'Cadre d’échanges des pratiques professionnelles': ['Oui'],
  'Information des familles au moyen de mon-enfant.fr': ['Oui'],
  'Promotion de l’activité des assistants maternels (lutte contre la sous-activité)': ['Non'],
  'Promotion de la formation continue des assistants maternels': ['Non'],
  'Le Ram est itinérant': ['Non'],
} as const;

const montant = (page: Page, compte: string, colonne: string) =>
  page.getByRole('textbox', { name: `${compte} ${colonne} (€)`, exact: true });
const commencer = (page: Page, perennite: string) =>
  page.getByRole('button', { name: new RegExp(`^Commencer la déclaration ${perennite} ${ANNEE} `) });

export function annee(parcours: Parcours): void {
  /** The declaration noted under a name, volet by volet, then approved. */
  const ouvrir = async (qui: string, declaration: string, volet: string): Promise<Page> => {
    const { page } = parcours.chez(qui);
    await page.goto(`${parcours.note(declaration)}/${volet}`);
    return page;
  };
  const terminer = async (page: Page): Promise<void> => {
    await bouton(page, 'Enregistrer et terminer').click();
    await voir(page, 'La saisie est terminée.');
  };
  const entamer = async (perennite: string): Promise<string> => {
    const { page } = parcours.chez('directrice');
    await page.goto('/partenaire/declarations');
    await commencer(page, perennite).filter({ hasText: SECONDE.dossier }).click();
    await voir(page, /La déclaration est commencée/);
    return new URL(page.url()).pathname;
  };
  const signer = async (declaration: string): Promise<Page> => {
    const page = await ouvrir('dgs', declaration, 'transmettre');
    await bouton(page, 'Transmettre et signer').click();
    await voir(page, 'La déclaration est transmise à la Caf.');
    return page;
  };

  test('two conventionnements share a year; a campaign out of the dates of the source asks for a reason', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    for (const { dossier, du, au } of MOITIES) {
      await page.goto(parcours.note('equipement'));
      await agir(
        page,
        'Préparer un conventionnement',
        { 'Numéro de dossier Maia': dossier, Du: du, 'Au (inclus)': au },
        'Enregistrer',
        /Le conventionnement a été préparé/,
      );
      await agir(
        page,
        'Enregistrer la validation',
        { Instance: 'Conseil d’administration', 'Date de la séance': du, 'Etp validé': '1,8' },
        'Enregistrer la validation',
        'Le conventionnement est validé.',
      );
    }
    for (const perennite of ['Actualisée', 'Réelle']) {
      await lien(page, 'Campagnes').first().click();
      await lien(page, 'Ouvrir une campagne').click();
      await bouton(page, 'Enregistrer la campagne').waitFor();
      await saisir(page, {
        'Type d’équipement': 'Relais assistants maternels (Ram)',
        Exercice: String(ANNEE),
        Pérennité: perennite,
        'Premier jour': jour(-1),
        'Dernier jour': jour(30),
      });
      if (perennite === 'Actualisée')
        await essuyerUnRefus(gestionnaire, 'Enregistrer la campagne', { champ: 'Motif', message: /Source/ });
      await saisir(page, { Motif: 'Rattrapage.' });
      await bouton(page, 'Enregistrer la campagne').click();
      await page.getByRole('status').getByText('La campagne a été enregistrée.').waitFor();
    }
  });

  test('the two are told apart before a declaration is begun, and its opening is that of its conventionnement', async () => {
    const directrice = parcours.chez('directrice');
    await directrice.page.goto('/partenaire/declarations');
    const campagnes = await lire(
      directrice.page
        .getByRole('list')
        .filter({ hasText: `Actualisée ${ANNEE}` })
        .first(),
    );
    for (const { dossier, lu } of MOITIES) expect(campagnes).toContain(`Conventionnement ${dossier}, ${lu}`);
    expect(await commencer(directrice.page, 'actualisée').count()).toBe(2);
    parcours.noter('actualisee', await entamer('actualisée'));

    const page = await ouvrir('directrice', 'actualisee', 'activite');
    const estimation = page.getByRole('complementary', { name: 'Estimation et contrôles' });
    expect([
      await champ(page, 'Premier jour d’ouverture').inputValue(),
      await champ(page, 'Dernier jour d’ouverture').inputValue(),
    ]).toEqual([SECONDE.du, SECONDE.au]);
    await saisir(page, { 'Premier jour d’ouverture': `${ANNEE}-06-15` });
    await voir(
      estimation,
      `dépasse le conventionnement, qui va du 1er juillet ${ANNEE} au 31 décembre ${ANNEE}.`,
    );
    await saisir(page, { 'Premier jour d’ouverture': SECONDE.du, ...MISSIONS });
    for (const [actions, { reel, prevu }] of [
      ['d’information', { reel: '20', prevu: '10' }],
      ['d’échanges', { reel: '10', prevu: '5' }],
    ] as const) {
      await saisir(page, {
        [`Nombre d’actions ${actions} – ${ACTUALISEE.reel}`]: reel,
        [`Nombre d’actions ${actions} – ${ACTUALISEE.prevu}`]: prevu,
      });
    }
    await terminer(page);
  });

  test('an actualisée adds nine actual months and three to come', async () => {
    const page = await ouvrir('comptable', 'actualisee', 'finances');
    for (const compte of ['64 – Charges de personnel', '74 – Subventions d’exploitation']) {
      for (const colonne of [ACTUALISEE.reel, ACTUALISEE.prevu])
        await montant(page, compte, colonne).fill('12 000');
    }
    await page
      .locator('output[data-total="charges.total"]')
      .getByText(/24\s000,00\s€/)
      .waitFor();
    // 24 000 × 43 %: below the cap of six months.
    await page
      .getByRole('complementary', { name: 'Estimation et contrôles' })
      .getByText(/10\s320,00\s€/)
      .first()
      .waitFor();
    await terminer(page);
    await voir(await signer('actualisee'), /10\s320,00\s€/);
  });

  test('the réelle starts from the actualisée, each value marked as to be checked', async () => {
    parcours.noter('reelle', await entamer('réelle'));
    const page = await ouvrir('directrice', 'reelle', 'activite');
    await voir(page, 'Repris de l’actualisée, neuf mois réels : à compléter et à vérifier.');
    await voir(page, 'Des valeurs sont reprises d’une autre déclaration');
    await verifierAccessibilite(page);
    for (const [actions, neufMois, douzeMois] of [
      ['d’information', '20', '30'],
      ['d’échanges', '10', '15'],
    ] as const) {
      expect(await champ(page, `Nombre d’actions ${actions}`).inputValue()).toBe(neufMois);
      await saisir(page, { [`Nombre d’actions ${actions}`]: douzeMois });
    }
    await terminer(page);
  });

  test('a charge that moved by more than 10 % asks for a sentence, without which the entry does not end', async () => {
    const comptable = parcours.chez('comptable');
    const page = await ouvrir('comptable', 'reelle', 'finances');
    expect(await champ(page, '64 – Charges de personnel').inputValue()).toBe('12000');
    await saisir(page, {
      '64 – Charges de personnel': '26 000',
      '74 – Subventions d’exploitation': '30 000',
    });
    await page
      .locator('output[data-total="charges.total"]')
      .getByText(/26\s000,00\s€/)
      .waitFor();
    await expect.poll(() => champ(page, JUSTIFICATION).isVisible()).toBe(false);
    await saisir(page, { '64 – Charges de personnel': '30 000' });
    await champ(page, JUSTIFICATION).waitFor();
    await voir(page, /s’écartent de 25\s% de celles de la déclaration/);
    await essuyerUnRefus(comptable, 'Enregistrer et terminer', {
      champ: JUSTIFICATION,
      message: /charges/,
      ecrit: true,
    });
    await saisir(page, { [JUSTIFICATION]: 'Un remplacement payé deux mois.' });
    await terminer(page);
    // 30 000 × 43 %.
    await voir(await signer('reelle'), /12\s900,00\s€/);
    const { page: liste } = parcours.chez('dgs');
    await liste.goto(`/partenaire/declarations?exercice=${ANNEE}`);
    expect(
      await lire(ligne(liste, `Conventionnement ${SECONDE.dossier}`).filter({ hasText: 'Réelle' })),
    ).toMatch(/Transmise.*12 900,00 €/);
  });

  test('the Caf tells them apart, reads the sentence, and sees the year side by side', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await page.goto('/gestion');
    await ligne(page, SECONDE.dossier).filter({ hasText: 'Réelle' }).getByRole('link').first().click();
    await voir(page, 'Explication du partenaire : « Un remplacement payé deux mois. »');
    const rangs = async ({ dossier, lu }: (typeof MOITIES)[number]) => {
      const lignes = await rubrique(page, `L’année ${ANNEE} de ${RAM} : ${dossier}, ${lu}`)
        .getByRole('row')
        .all();
      return (await Promise.all(lignes.map(lire))).slice(1);
    };
    expect(await rangs(MOITIES[0])).toEqual(
      ['Prévisionnelle', 'Actualisée', 'Réelle'].map(
        (perennite) => expect.stringContaining(`${perennite} – Pas commencée`) as string,
      ),
    );
    expect((await rangs(SECONDE)).slice(1)).toEqual([
      expect.stringContaining('Actualisée – Transmise à la Caf 24 000,00 € 1,8 6 10 320,00 €'),
      expect.stringContaining('Réelle – Transmise à la Caf 30 000,00 € 1,8 6 12 900,00 € 2 580,00 €'),
    ]);
    // What was worked out, in the words of its rule file.
    expect(await lire(rubrique(page, 'Décisions'))).toContain('Prix de revient par Etp');
    await agir(
      page,
      'Prendre en traitement',
      {},
      'Prendre en traitement',
      'La déclaration est en traitement.',
    );
    await trouverFerme(gestionnaire, 'Traiter', /Des points attendent une décision/);
    await voir(page, /Deux conventionnements de cet équipement se suivent/);
  });
}
