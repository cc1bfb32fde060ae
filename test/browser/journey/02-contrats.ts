import { expect, test } from 'vitest';
import {
  agir,
  annonce,
  bouton,
  champ,
  essuyerUnRefus,
  lien,
  ligne,
  lire,
  rubrique,
  saisir,
  trouverFerme,
  voir,
} from './gestes.ts';
import { AFAS, type Parcours } from './parcours.ts';

const INTERLOCUTEURS_DE_LA_CAF = {
  Administrateur: 'Anne',
  'Responsable Mon Compte Partenaire': 'Bruno',
  'Responsable sécurité': 'Denis',
  'Référent Cnil': 'Elsa',
};

export function contrats(parcours: Parcours): void {
  test('the convention d’accès lasts one year and takes its mission from the form', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto(parcours.note('partenaire'));
    await agir(page, 'Préparer une convention', {}, 'Préparer la convention', /La convention a été préparée/);
    const convention = rubrique(page, 'Convention');
    expect(await lire(convention)).toContain('Accueil des jeunes enfants de Briare');
    parcours.noter('convention', page.url());
    parcours.noter('numero', (await page.getByRole('heading', { level: 1 }).innerText()).replace(/\D/g, ''));
  });

  test('a convention without its contrat de service, signatures and interlocuteurs does not become active: each missing point is named', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await trouverFerme(gestionnaire, 'Activer', /n’a pas de contrat de service/);
    await agir(
      page,
      'Préparer un contrat de service',
      {},
      'Préparer le contrat',
      /Le contrat de service a été préparé/,
    );
    parcours.noter('contrat', page.url());
    await voir(rubrique(page, 'Interlocuteurs chez le partenaire'), 'Chantal BAILLET');
    await page.goto(parcours.note('convention'));
    await trouverFerme(
      gestionnaire,
      'Activer',
      /Les documents contractuels ne peuvent pas devenir actifs/,
      'CONT-001',
      'CONT-003',
      'CONT-004',
      'CONT-005',
      'CONT-006',
      'fichier contrat, version 1.0.0',
      'Complétez le contrat de service',
    );
  });

  test('the contrat de service tells the gestion déléguée, the hours, the escalation and the four interlocuteurs of the Caf', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto(parcours.note('contrat'));
    await agir(
      page,
      'Modifier',
      {
        'Fonctionnement du centre de services Caf':
          'Un centre de services répond aux administrateurs partenaires.',
        'Horaires d’ouverture des services': 'Du lundi au vendredi, de 9 h à 16 h 30.',
        'Procédure d’escalade en cas d’urgence, pour la Caf':
          'Prévenir le responsable Mon Compte Partenaire.',
        'Procédure d’escalade en cas d’urgence, pour le partenaire': 'Prévenir l’administrateur partenaire.',
      },
      'Enregistrer',
      'Le contrat a été modifié.',
    );
    for (const [fonction, prenom] of Object.entries(INTERLOCUTEURS_DE_LA_CAF)) {
      await lien(rubrique(page, 'Interlocuteurs à la Caf'), 'Ajouter').click();
      await bouton(page, 'Ajouter').waitFor();
      await saisir(page, {
        Fonction: fonction,
        Nom: 'GARNIER',
        Prénom: prenom,
        'Adresse mail': `${prenom.toLowerCase()}.garnier@caf451.example`,
      });
      await bouton(page, 'Ajouter').click();
      await annonce(page, 'L’interlocuteur a été ajouté.');
    }
    await expect.poll(() => rubrique(page, 'Interlocuteurs à la Caf').getByRole('row').count()).toBe(5);
  });

  test('both sides sign both documents; a signature of tomorrow is refused on its date', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    const signer = async (qui: 'Caf' | 'Partenaire', par: string) =>
      agir(
        page,
        'Enregistrer une signature',
        { Signataire: qui, 'Nom et qualité du signataire': par },
        'Enregistrer la signature',
        'La signature a été enregistrée.',
      );
    for (const document of ['contrat', 'convention']) {
      await page.goto(parcours.note(document));
      if (document === 'convention') {
        await lien(page, 'Enregistrer une signature').click();
        await bouton(page, 'Enregistrer la signature').waitFor();
        const aujourdhui = await champ(page, 'Date de signature').inputValue();
        await saisir(page, {
          'Nom et qualité du signataire': 'Paule RIVIÈRE, directrice',
          'Date de signature': `${Number(aujourdhui.slice(0, 4)) + 1}${aujourdhui.slice(4)}`,
        });
        await essuyerUnRefus(gestionnaire, 'Enregistrer la signature', {
          champ: 'Date de signature',
          message: /ne peut pas être dans le futur/,
        });
        await page.goto(parcours.note(document));
      }
      await signer('Caf', 'Paule RIVIÈRE, directrice');
      await signer('Partenaire', 'Alix DURAND, maire');
    }
  });

  test('no bulletin d’adhésion before the convention is active', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    await trouverFerme(gestionnaire, 'Ajouter un bulletin', /n’existe que sous une convention active/);
  });

  test('the activation opens the administrateur partenaire’s account and sends the invitation', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto(parcours.note('convention'));
    await agir(
      page,
      'Activer',
      {},
      'Activer la convention',
      /L’administrateur partenaire .+ a reçu son invitation/,
    );
    await voir(page.getByRole('main'), 'Active');
    const baillet = await parcours.inviter('baillet', 'chantal.baillet@briare.example');
    await voir(baillet.page, 'Organisme partenaire');
    await voir(baillet.page, parcours.note('numero'));
  });

  test('one bulletin per service, with its portée and the roles it opens; a second one for the same service is refused', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await page.goto(parcours.note('convention'));
    await agir(
      page,
      'Ajouter un bulletin',
      {
        Service: AFAS,
        'Portée de l’habilitation': 'Locale',
        'Rôles ouverts aux utilisateurs du partenaire': [
          'Fournisseur de données d’activité',
          'Fournisseur de données financières',
          'Approbateur',
          'Consultant',
        ],
      },
      'Enregistrer',
      'Le bulletin d’adhésion a été enregistré.',
    );
    await page.goto(parcours.note('convention'));
    await ligne(page, 'Aides financières').getByText('Locale').waitFor();
    await lien(page, 'Ajouter un bulletin').click();
    await bouton(page, 'Enregistrer').waitFor();
    await saisir(page, { Service: AFAS, 'Rôles ouverts aux utilisateurs du partenaire': ['Approbateur'] });
    await essuyerUnRefus(gestionnaire, 'Enregistrer', {
      champ: 'Service',
      message: /a déjà un bulletin d’adhésion pour le service/,
    });
  });

  test('the convention is renewed by a button: the next one follows it, to be signed again', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto(parcours.note('convention'));
    await agir(page, 'Renouveler', {}, 'Renouveler', 'La convention suivante a été préparée.');
    await page
      .getByRole('heading', { level: 1 })
      .getByText(`Convention ${Number(parcours.note('numero')) + 1}`)
      .waitFor();
    await rubrique(page, 'Convention')
      .getByRole('link', { name: `Convention ${parcours.note('numero')}` })
      .waitFor();
    await voir(page.getByRole('main'), 'Brouillon');
  });
}
