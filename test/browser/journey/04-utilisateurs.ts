import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
import { bouton, champ, essuyerUnRefus, jour, lien, ligne, lire, saisir, voir } from './gestes.ts';
import { MOT_DE_PASSE, type Parcours } from './parcours.ts';

const UTILISATEURS = [
  { cle: 'directrice', nom: 'ROUSSEL', prenom: 'Nadia', poste: 'Sédentaire (possède un poste fixe)' },
  { cle: 'comptable', nom: 'PERRIN', prenom: 'Luc', poste: 'Sédentaire (possède un poste fixe)' },
  { cle: 'dgs', nom: 'MARCHAND', prenom: 'Odile', poste: 'Itinérant (poste de travail variable)' },
  { cle: 'adjoint', nom: 'TISSOT', prenom: 'Rémi', poste: 'Sédentaire (possède un poste fixe)' },
  { cle: 'stagiaire', nom: 'AUBRY', prenom: 'Lina', poste: 'Itinérant (poste de travail variable)' },
] as const;
const COLONNES = [
  'Identifiant',
  'Nom',
  'Prénom',
  'Adresse mail',
  'Téléphone',
  'Date d’ouverture',
  'Date de clôture',
  'Statut',
  'Modifier / Supprimer',
  'Autres actions',
];

const mail = ({ nom, prenom }: { nom: string; prenom: string }) =>
  `${prenom}.${nom}@briare.example`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function utilisateurs(parcours: Parcours): void {
  test('the administrateur partenaire creates users: the mail is asked twice, the opening is today, each one is invited', async () => {
    const baillet = parcours.chez('baillet');
    const { page } = baillet;
    await page.getByText('Gestion des habilitations').first().click();
    await lien(page, 'Mes utilisateurs').first().click();
    for (const [rang, personne] of UTILISATEURS.entries()) {
      await lien(page, 'Créer un utilisateur').click();
      expect(await champ(page, 'Date d’ouverture :').inputValue()).toBe(jour());
      await saisir(page, {
        'Nom :': personne.nom,
        'Prénom :': personne.prenom,
        'Adresse mail :': mail(personne),
        'Confirmer l’adresse mail :': mail(personne),
        'Téléphone :': '02 38 31 20 08',
        'Confirmer le téléphone :': '02 38 31 20 08',
        [personne.poste]: true,
        'AFAS-Déclarer': true,
      });
      if (rang === 0) {
        await verifierAccessibilite(page);
        await saisir(page, { 'Confirmer l’adresse mail :': 'autre@briare.example' });
        await essuyerUnRefus(baillet, 'Valider', { champ: 'Confirmer l’adresse mail :', message: /adresse/ });
        await saisir(page, { 'Confirmer l’adresse mail :': mail(personne) });
      }
      await bouton(page, 'Valider').click();
      await voir(page, /a été créé sous l.identifiant COT451/);
      await page.goto('/partenaire/utilisateurs');
    }
    expect(
      (await page.getByRole('columnheader').allInnerTexts()).map((titre) => titre.split('\n')[0]),
    ).toEqual(COLONNES);
    expect(await lire(ligne(page, 'ROUSSEL'))).toMatch(
      /nadia.roussel@briare.example 02 38 31 20 08 .*Ouvert/,
    );
  });

  test('the list is filtered by identifiant, name, first name and group', async () => {
    const { page } = parcours.chez('baillet');
    await saisir(page, { 'Nom :': 'roussel', 'Sélectionner un groupe :': 'AFAS-Déclarer' });
    await bouton(page, 'Rechercher').click();
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    await lien(page, 'Réinitialiser').click();
    await expect.poll(() => page.getByRole('row').count()).toBe(UTILISATEURS.length + 2);
  });

  test('a user is closed by a date, never deleted', async () => {
    const { page } = parcours.chez('baillet');
    await lien(page, 'Supprimer Lina AUBRY').click();
    await voir(page, /Un utilisateur n.est jamais effacé/);
    await bouton(page, 'Clôturer l’accès').click();
    await ligne(page, 'AUBRY').getByText('Clôturé', { exact: true }).waitFor();
  });

  test('each one follows the invitation and chooses a password, long enough', async () => {
    const distrait = await parcours.inconnu();
    await parcours.suivreUnMail(distrait, 'luc.perrin@briare.example', /\/invitation\?jeton=/);
    await saisir(distrait.page, { 'Mot de passe': 'court', 'Confirmer le mot de passe': 'court' });
    await essuyerUnRefus(distrait, 'Valider', { champ: 'Mot de passe', message: /caractères/ });
    await distrait.fermer();
    for (const personne of UTILISATEURS.filter(({ cle }) => cle !== 'stagiaire'))
      await parcours.inviter(personne.cle, mail(personne));
  });

  test('a plain user sees neither the users nor the habilitations menus', async () => {
    const { page } = parcours.chez('comptable');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('Gestion des habilitations').count()).toBe(0);
  });

  test('a locked account is unlocked by the administrateur; a forgotten password is replaced by a mailed link', async () => {
    const etourdi = await parcours.inconnu();
    const { page } = etourdi;
    etourdi.tolerer(/status of 4\d\d/);
    for (
      let essai = 0;
      essai < 6 &&
      (await page.getByRole('heading', { name: 'Connexion momentanément bloquée' }).count()) === 0;
      essai += 1
    ) {
      await page.goto('/connexion');
      await saisir(page, {
        'Adresse mail': 'remi.tissot@briare.example',
        'Mot de passe': `je ne sais plus ${essai}`,
      });
      await bouton(page, 'Se connecter').click();
      await page
        .getByRole('alert')
        .or(page.getByRole('heading', { name: 'Connexion momentanément bloquée' }))
        .first()
        .waitFor();
    }
    await page.getByRole('heading', { name: 'Connexion momentanément bloquée' }).waitFor();

    const administratrice = parcours.chez('baillet').page;
    await administratrice.goto('/partenaire/utilisateurs?nom=tissot');
    await ligne(administratrice, 'TISSOT').getByText('Compte verrouillé').waitFor();
    await ligne(administratrice, 'TISSOT').getByText('Choisir…').click();
    await lien(administratrice, 'Déverrouiller le compte').click();
    await bouton(administratrice, 'Déverrouiller le compte').click();
    await ligne(administratrice, 'TISSOT').getByText('Ouvert').waitFor();

    await page.goto('/mot-de-passe-oublie');
    await saisir(page, { 'Adresse mail': 'remi.tissot@briare.example' });
    await bouton(page, 'Recevoir un lien').click();
    await page.getByRole('heading', { name: 'Consultez votre messagerie' }).waitFor();
    await expect
      .poll(async () => {
        await page.goto('/courriels');
        return page.getByRole('link', { name: /\/reinitialisation\?jeton=/ }).count();
      })
      .toBe(1);
    await parcours.suivreUnMail(etourdi, 'remi.tissot@briare.example', /\/reinitialisation\?jeton=/);
    await saisir(page, { 'Mot de passe': MOT_DE_PASSE, 'Confirmer le mot de passe': MOT_DE_PASSE });
    await bouton(page, 'Valider').click();
    await page.waitForURL('**/partenaire');
    await etourdi.fermer();
  });
}
