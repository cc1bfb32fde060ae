import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
import { bouton, champ, essuyerUnRefus, lien, lire, saisir, voir } from './gestes.ts';
import { EXERCICE, type Parcours } from './parcours.ts';

export function approbation(parcours: Parcours): void {
  test('nobody but the approbateur approves', async () => {
    const { page } = parcours.chez('comptable');
    await page.goto(parcours.note('declaration'));
    expect(await lien(page, 'Transmettre à la Caf').count()).toBe(0);
    await page.goto(`${parcours.note('declaration')}/transmettre`);
    expect(await bouton(page, 'Transmettre et signer').count()).toBe(0);
  });

  test('the approbateur sends it back to the providers with a motive, which he must give', async () => {
    const dgs = parcours.chez('dgs');
    const { page } = dgs;
    await page.goto(parcours.note('declaration'));
    await verifierAccessibilite(page);
    await lien(page, 'Renvoyer pour correction').click();
    await essuyerUnRefus(dgs, 'Renvoyer', { champ: 'Ce qu’il faut corriger', message: /corriger/ });
    await champ(page, 'Données financières').uncheck();
    await saisir(page, { 'Ce qu’il faut corriger': 'Le Ram a ouvert le 2 janvier.' });
    await bouton(page, 'Renvoyer').click();
    await voir(page, /est renvoyée aux fournisseurs de données/);
  });

  test('a blocking finding stops the transmission until it is corrected', async () => {
    const directrice = parcours.chez('directrice').page;
    await directrice.goto(parcours.note('declaration'));
    await voir(directrice, 'Le Ram a ouvert le 2 janvier.');
    await directrice.getByRole('link', { name: /^Saisir/ }).click();
    await saisir(directrice, { 'Premier jour d’ouverture': `${EXERCICE - 1}-01-02` });
    await bouton(directrice, 'Enregistrer et terminer').click();
    await voir(directrice, 'La saisie est terminée.');

    const { page } = parcours.chez('dgs');
    await page.goto(parcours.note('declaration'));
    await voir(page, /ne peut pas être transmise en l.état/);
    expect(await lien(page, 'Transmettre à la Caf').count()).toBe(0);
    await lien(page, 'Renvoyer pour correction').click();
    await saisir(page, { 'Ce qu’il faut corriger': 'L’année d’ouverture est fausse.' });
    await champ(page, 'Données financières').uncheck();
    await bouton(page, 'Renvoyer').click();
    await voir(page, /est renvoyée aux fournisseurs de données/);

    await directrice.goto(`${parcours.note('declaration')}/activite`);
    await saisir(directrice, { 'Premier jour d’ouverture': `${EXERCICE}-01-02` });
    await bouton(directrice, 'Enregistrer et terminer').click();
    await voir(directrice, 'La saisie est terminée.');
  });

  test('closures that the Caf will decide on do not block: the transmission is a signature, sealed with actor, time, data and rule hashes', async () => {
    const { page } = parcours.chez('dgs');
    await page.goto(parcours.note('declaration'));
    await lien(page, 'Transmettre à la Caf').click();
    await voir(page, 'Votre Caf devra décider');
    await verifierAccessibilite(page);
    await bouton(page, 'Transmettre et signer').click();
    await voir(page, 'La déclaration est transmise à la Caf.');
    const recepisse = await lire(page.getByRole('main'));
    for (const attendu of [
      'Odile MARCHAND',
      'n° 1',
      '(sous réserve)',
      'Plafond fictif',
      'estimation-ps',
      'fermeture',
    ])
      expect(recepisse).toContain(attendu);
    expect(recepisse.match(/[0-9a-f]{64}/g)?.length).toBeGreaterThan(5);
    await lien(page, 'Suivre le traitement').click();
    const suivi = page.getByRole('region', { name: 'Suivi' });
    for (const etape of [
      'Déclaration commencée',
      'Renvoyée par l’approbateur',
      'Transmise à la Caf',
      'Traitement par la Caf',
    ])
      await voir(suivi, etape);
  });

  test('a transmitted declaration no longer changes', async () => {
    const { page } = parcours.chez('directrice');
    await page.goto(`${parcours.note('declaration')}/activite`);
    expect(await bouton(page, 'Enregistrer et terminer').count()).toBe(0);
  });
}
