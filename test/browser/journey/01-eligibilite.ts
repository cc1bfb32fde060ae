import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
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

const REPONSES_DU_PARTENAIRE = {
  'Représentant légal': { 'Nom :': 'DURAND', 'Prénom :': 'Alix', 'Fonction :': 'Maire' },
  Mission: {
    'Mission générale de l’organisme :':
      'Accueil des jeunes enfants de Briare et accompagnement de leurs familles.',
  },
  'Gestion des habilitations': { 'Nous acceptons la gestion déléguée': true },
  'Administrateur partenaire': {
    'Nom :': 'BAILLET',
    'Prénom :': 'Chantal',
    'Adresse mail :': 'chantal.baillet@briare.example',
    'Téléphone :': '02 38 00 00 00',
  },
  'Responsable sécurité': {
    'Nom :': 'LEROY',
    'Prénom :': 'Sam',
    'Adresse mail :': 'sam.leroy@briare.example',
  },
  'Référent Cnil': { 'Nom :': 'MOREAU', 'Prénom :': 'Lou', 'Adresse mail :': 'lou.moreau@briare.example' },
} as const;

export function eligibilite(parcours: Parcours): void {
  test('a gestionnaire Caf is invited by a command, chooses a password and enters the back-office', async () => {
    await parcours.commande(
      'src/cli/compte.ts',
      'creer',
      '--caf',
      '451',
      '--nom-caf',
      'Caf du Loiret',
      '--nom',
      'MARTIN',
      '--prenom',
      'Claire',
      '--courriel',
      'claire.martin@caf451.example',
    );
    const { page, fermer } = await parcours.inviter('gestionnaire', 'claire.martin@caf451.example');
    await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
    await fermer();
    // The same door serves everybody: /connexion.
    await parcours.connecter('gestionnaire', 'claire.martin@caf451.example');
    await parcours.chez('gestionnaire').page.waitForURL('**/gestion');
  });

  test('the responsable opens the access of a second agent, who follows the mail', async () => {
    const { page } = parcours.chez('gestionnaire');
    await lien(page, 'Agents de la Caf').click();
    await agir(
      page,
      'Ajouter un agent',
      {
        Nom: 'DUPUIS',
        Prénom: 'Hugo',
        'Adresse mail': 'hugo.dupuis@caf451.example',
        Profil: 'Gestionnaire Caf',
      },
      'Ajouter',
      /Un mail lui a été envoyé/,
    );
    await parcours.inviter('collegue', 'hugo.dupuis@caf451.example');
  });

  test('an organisation is recorded: a wrong Siren is named on its field, and writes nothing', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await lien(page, 'Partenaires').click();
    await lien(page, 'Enregistrer un partenaire').click();
    await saisir(page, {
      'Numéro Siren': '732829321',
      Dénomination: 'COMMUNE DE BRIARE',
      'Forme juridique': 'Commune',
      Adresse: '1 place de l’Hôtel de Ville',
      'Code postal': '45250',
      Commune: 'Briare',
    });
    await essuyerUnRefus(gestionnaire, 'Enregistrer', { champ: 'Numéro Siren', message: /Siren/ });
    await saisir(page, { 'Numéro Siren': '732 829 320' });
    await bouton(page, 'Enregistrer').click();
    await annonce(page, /Le partenaire a été enregistré/);
    await page.getByRole('heading', { level: 1, name: 'COMMUNE DE BRIARE' }).waitFor();
    parcours.noter('partenaire', page.url());
  });

  test('an incomplete form is not eligible: every reason, what to correct, the rule, its version, source and certainty', async () => {
    const { page } = parcours.chez('gestionnaire');
    await lien(page, 'Créer un formulaire').click();
    await bouton(page, 'Enregistrer').waitFor();
    await saisir(rubrique(page, 'Représentant de l’organisme'), {
      Nom: 'DURAND',
      Prénom: 'Alix',
      Fonction: 'Maire',
    });
    await bouton(page, 'Enregistrer').click();
    await annonce(page, 'Le formulaire d’éligibilité a été enregistré.');
    await agir(page, 'Décider de l’éligibilité', {}, 'Décider', /n’est pas éligible en l’état/);
    await voir(page, 'Non éligible');
    const decision = page.getByRole('region', { name: 'Éligibilité de l’organisme' });
    expect(await decision.getByRole('listitem').count()).toBe(4);
    const texte = await lire(decision);
    for (const attendu of [
      'ELIG-003',
      'ELIG-004',
      'ELIG-005',
      'ELIG-006',
      'Comment corriger',
      'interprétation de la source',
      'Règle « eligibilite », version 1.0.0',
    ])
      expect(texte).toContain(attendu);
    parcours.noter('formulaire', page.url());
  });

  test('no convention without an eligible form', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    await page.goto(parcours.note('partenaire'));
    await trouverFerme(
      gestionnaire,
      'Préparer une convention',
      /n’a pas de formulaire d’éligibilité reconnu éligible/,
    );
  });

  test('the partner fills the form in through an invitation: errors on their fields, then eligible, and the link is dead', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto(parcours.note('formulaire'));
    await agir(
      page,
      'Inviter le partenaire à le remplir',
      { 'Adresse mail': 'alix.durand@briare.example' },
      'Envoyer l’invitation',
      'L’invitation a été envoyée.',
    );

    const maire = await parcours.inconnu();
    await parcours.suivreUnMail(maire, 'alix.durand@briare.example', /\/eligibilite\?jeton=/);
    await maire.page.getByRole('heading', { level: 1, name: 'Formulaire d’éligibilité' }).waitFor();
    await verifierAccessibilite(maire.page);
    for (const [groupe, valeurs] of Object.entries(REPONSES_DU_PARTENAIRE))
      await saisir(maire.page.getByRole('group', { name: groupe, exact: true }), valeurs);
    await saisir(maire.page, {
      'Services auxquels vous souhaitez accéder :': [
        AFAS,
        'Consultation du dossier allocataire par les partenaires (Cdap)',
      ],
    });
    const administrateur = maire.page.getByRole('group', { name: 'Administrateur partenaire', exact: true });
    await saisir(administrateur, { 'Adresse mail :': 'chantal.baillet' });
    maire.tolerer(/status of 422/);
    const avant = await parcours.ecritures();
    await bouton(maire.page, 'Envoyer le formulaire').click();
    await expect
      .poll(() => champ(administrateur, 'Adresse mail :').getAttribute('aria-invalid'))
      .toBe('true');
    expect(await parcours.ecritures()).toBe(avant);
    await saisir(administrateur, { 'Adresse mail :': 'chantal.baillet@briare.example' });
    const adresse = maire.page.url();
    await bouton(maire.page, 'Envoyer le formulaire').click();
    await maire.page.getByRole('heading', { level: 1, name: 'Votre organisme est éligible' }).waitFor();
    maire.tolerer(/status of 4\d\d/);
    expect((await maire.page.goto(adresse))?.ok()).toBe(false);
    await maire.fermer();

    await page.reload();
    await page.getByRole('heading', { level: 1 }).getByText('Formulaire du').waitFor();
    await voir(page, 'Éligible');
    await page.goto(parcours.note('partenaire'));
    await ligne(page, 'Formulaire d’éligibilité').getByText('Éligible', { exact: true }).waitFor();
  });
}
