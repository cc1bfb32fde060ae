import { expect, test } from 'vitest';
import {
  agir,
  annonce,
  bouton,
  essuyerUnRefus,
  lien,
  ligne,
  lire,
  rubrique,
  saisir,
  trouverFerme,
  voir,
} from './gestes.ts';
import { EXERCICE, RAM, type Parcours } from './parcours.ts';

export function equipements(parcours: Parcours): void {
  test('a Ram is recorded with its local and its lieu d’accueil unique; without a commune it is not', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await page.goto(parcours.note('partenaire'));
    await lien(page, 'Ajouter un équipement').click();
    await bouton(page, 'Enregistrer').waitFor();
    await saisir(page, {
      Type: 'Relais assistants maternels (Ram)',
      Nom: RAM,
      'Date d’ouverture': `${EXERCICE - 1}-01-01`,
      'Bureau de l’animateur': true,
      'Salle d’attente': true,
      'Projet de fonctionnement fourni': true,
      'Nature du lieu': 'Lieu d’accueil unique',
      'Nom du lieu': 'Espace Loire',
      'Code postal': '45250',
    });
    await essuyerUnRefus(gestionnaire, 'Enregistrer', { champ: 'Commune', message: /commune/i });
    await saisir(page, { Commune: 'Briare' });
    await bouton(page, 'Enregistrer').click();
    await annonce(page, 'L’équipement a été enregistré.');
    parcours.noter('equipement', page.url());
  });

  test('a lieu unique excludes any other; made the lieu principal, it has X lieux d’activité beside it', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    const lieu = {
      'Nature du lieu': 'Lieu d’activité',
      'Nom du lieu': 'Salle polyvalente d’Ousson',
      'Code postal': '45250',
      Commune: 'Ousson-sur-Loire',
    };
    await trouverFerme(gestionnaire, 'Ajouter un lieu', /Un lieu unique exclut tout autre lieu/);
    await lien(page, 'Espace Loire').click();
    await agir(
      page,
      'Modifier',
      { 'Nature du lieu': 'Lieu d’accueil principal' },
      'Enregistrer',
      'Le lieu a été modifié.',
    );
    await page.goto(parcours.note('equipement'));
    await agir(page, 'Ajouter un lieu', lieu, 'Ajouter', 'Le lieu a été ajouté.');
    await ligne(page, 'Espace Loire').getByText('Lieu d’accueil principal').waitFor();
    await ligne(page, 'Salle polyvalente d’Ousson').getByText('Lieu d’activité').waitFor();
  });

  test('animateurs are recorded with the Etp of their contract, and whom one takes over from; the Caf validates a profile', async () => {
    const { page } = parcours.chez('gestionnaire');
    const arrivee = `${EXERCICE - 1}-01-01`;
    const recrues: readonly Readonly<
      Record<'Nom' | 'Prénom' | 'Date d’arrivée', string> & Record<string, string>
    >[] = [
      { Nom: 'LENOIR', Prénom: 'Mona', 'Etp du contrat de travail': '1', 'Date d’arrivée': arrivee },
      {
        Nom: 'PETIT',
        Prénom: 'Yves',
        'Etp du contrat de travail': '0,8',
        'Date d’arrivée': arrivee,
        'Dernier jour de présence': `${EXERCICE}-04-15`,
      },
      {
        Nom: 'ROBIN',
        Prénom: 'Inès',
        'Etp du contrat de travail': '0,8',
        'Date d’arrivée': `${EXERCICE}-04-16`,
        'Succède à': `Yves PETIT (du 01/01/${EXERCICE - 1} au 15/04/${EXERCICE})`,
      },
    ];
    for (const recrue of recrues) {
      await agir(page, 'Ajouter un animateur', recrue, 'Ajouter', 'L’animateur a été ajouté.');
      await page.goto(parcours.note('equipement'));
    }
    for (const { Nom, Prénom } of recrues) {
      await lien(page, `${Prénom} ${Nom}`).click();
      await agir(page, 'Valider le profil', {}, 'Enregistrer', 'Le profil de l’animateur est validé.');
      await page.goto(parcours.note('equipement'));
      await rubrique(page, 'Animateurs')
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: `${Prénom} ${Nom}` }) })
        .getByText('Oui', { exact: true })
        .waitFor();
    }
    expect(await lire(ligne(page, 'Inès ROBIN'))).toMatch(/0,8.*Oui.*16\/04.*Yves PETIT/);
  });

  test('the Ca validates the project: not with a missing room, not above the contracts, not above 6 Etp, where a second conventionnement is the way out', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await agir(
      page,
      'Préparer un conventionnement',
      {
        'Numéro de dossier Maia': 'M-2025-0042',
        Du: `${EXERCICE}-01-01`,
        'Au (inclus)': `${EXERCICE + 3}-12-31`,
      },
      'Enregistrer',
      /Le conventionnement a été préparé/,
    );
    parcours.noter('conventionnement', page.url());
    await lien(page, 'Enregistrer la validation').click();
    await bouton(page, 'Enregistrer la validation').waitFor();
    // Two people in turn on one post count as one.
    await voir(page, /Contrats tenus à un même moment : 1,8 Etp au plus/);
    await saisir(page, {
      Instance: 'Conseil d’administration',
      'Date de la séance': `${EXERCICE - 1}-12-15`,
      'Etp validé': '6,5',
    });
    await essuyerUnRefus(gestionnaire, 'Enregistrer la validation', {
      champ: 'Etp validé',
      message: /3 points sont à corriger/,
    });
    const motifs = await lire(page.getByRole('main'));
    for (const attendu of [
      'CONV-004',
      'salle d’animation collective',
      'ETPE-001',
      'ne peut pas valider plus que les contrats',
      'ETPE-002',
      'second conventionnement',
    ])
      expect(motifs).toContain(attendu);

    await page.goto(parcours.note('equipement'));
    await agir(
      page,
      'Modifier',
      { 'Salle d’animation collective': true },
      'Enregistrer',
      'L’équipement a été modifié.',
    );
    await page.goto(parcours.note('conventionnement'));
    await agir(
      page,
      'Enregistrer la validation',
      {
        Instance: 'Conseil d’administration',
        'Date de la séance': `${EXERCICE - 1}-12-15`,
        'Etp validé': '1,8',
      },
      'Enregistrer la validation',
      'Le conventionnement est validé.',
    );
    await rubrique(page, 'Validation du projet global').getByText('1,8').waitFor();
    await voir(page.getByRole('main'), 'Validé');
  });
}
