import { expect, test } from 'vitest';
import { verifierAccessibilite } from '#test/support/navigateur.ts';
import { bouton, essuyerUnRefus, lien, lire, saisir, voir } from './gestes.ts';
import type { Parcours } from './parcours.ts';

export function liens(parcours: Parcours): void {
  test('the links of the source’s other systems are shown where they are needed', async () => {
    const { page } = parcours.chez('directrice');
    await page.goto('/partenaire/documents');
    await verifierAccessibilite(page);
    const tous = await lire(page.getByRole('main'));
    for (const attendu of [
      'Bilan annuel d’activité (Sphinx)',
      'Évaluation de fin de période contractuelle (Sphinx)',
      'VisioConnect',
      'Guide utilisateur',
      'Plaquette « Déclarer mes données Ram »',
      'Vidéos tutorielles',
    ])
      expect(tous).toContain(attendu);
    await page.goto(parcours.note('declaration'));
    await voir(
      page.getByRole('region', { name: 'Aide et documents' }),
      'Plaquette « Déclarer mes données Ram »',
    );
    await page.goto('/partenaire');
    await voir(page, 'VisioConnect');
  });

  test('a Caf adds its own; only https addresses are taken', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    await gestionnaire.page.goto('/gestion');
    await lien(gestionnaire.page, 'Liens utiles').click();
    await lien(gestionnaire.page, 'Ajouter un lien').click();
    await bouton(gestionnaire.page, 'Ajouter').waitFor();
    await saisir(gestionnaire.page, {
      Libellé: 'Réunions Ram du Loiret',
      'Endroit où le lien est proposé': 'Déclaration',
      Adresse: 'http://loiret.caf.example/ram',
    });
    await essuyerUnRefus(gestionnaire, 'Ajouter', { champ: 'Adresse', message: /https/ });
    await saisir(gestionnaire.page, { Adresse: 'https://loiret.caf.example/ram' });
    await bouton(gestionnaire.page, 'Ajouter').click();
    await voir(gestionnaire.page, 'Le lien a été ajouté.');
    const { page } = parcours.chez('comptable');
    await page.goto(parcours.note('declaration'));
    const aide = page.getByRole('region', { name: 'Aide et documents' });
    expect(await aide.getByRole('link', { name: /Réunions Ram du Loiret/ }).getAttribute('href')).toBe(
      'https://loiret.caf.example/ram',
    );
  });
}
