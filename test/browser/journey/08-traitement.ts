import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  agir,
  annonce,
  bouton,
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
import { RAM, type Parcours } from './parcours.ts';

const aTrancher = (page: Page) => page.getByRole('region', { name: /^À trancher/ });
const EUROS = /\d[\d\s]*,\d\d\s€/g;

export function traitement(parcours: Parcours): void {
  test('the gestionnaire Caf finds the declaration in the queue, with its decisions explained, and takes it up', async () => {
    const { page } = parcours.chez('gestionnaire');
    await page.goto('/gestion');
    await ligne(page, RAM).getByRole('link').first().click();
    parcours.noter('dossier', page.url());
    await agir(
      page,
      'Prendre en traitement',
      {},
      'Prendre en traitement',
      'La déclaration est en traitement.',
    );
    const decisions = await lire(rubrique(page, 'Décisions'));
    for (const attendu of [
      'Estimation de la prestation de service',
      'version 1.0.0',
      'empreinte',
      'valeur fictive',
    ])
      expect(decisions).toContain(attendu);
  });

  test('returned with a motive, it is corrected, approved and transmitted again; each transmission is kept', async () => {
    const agent = parcours.chez('gestionnaire');
    await lien(agent.page, 'Retourner au partenaire').click();
    await bouton(agent.page, 'Retourner la déclaration').waitFor();
    await essuyerUnRefus(agent, 'Retourner la déclaration', {
      champ: 'Ce qu’il faut corriger',
      message: /corriger/i,
    });
    await saisir(agent.page, { 'Ce qu’il faut corriger': 'Précisez la commune de l’action.' });
    await bouton(agent.page, 'Retourner la déclaration').click();
    await annonce(agent.page, 'La déclaration est retournée au partenaire.');
    for (const [qui, volet] of [
      ['directrice', 'activite'],
      ['comptable', 'finances'],
    ] as const) {
      const { page } = parcours.chez(qui);
      await page.goto(parcours.note('declaration'));
      await voir(page, 'Précisez la commune de l’action.');
      await page.goto(`${parcours.note('declaration')}/${volet}`);
      await bouton(page, 'Enregistrer et terminer').click();
      await voir(page, 'La saisie est terminée.');
    }
    const { page } = parcours.chez('dgs');
    await page.goto(`${parcours.note('declaration')}/transmettre`);
    await bouton(page, 'Transmettre et signer').click();
    await voir(page, 'n° 2');
    await agent.page.goto(parcours.note('dossier'));
    await rubrique(agent.page, 'Transmissions').getByText('N° 2').waitFor();
    await rubrique(agent.page, 'Transmissions').getByText('N° 1').waitFor();
    await agir(
      agent.page,
      'Prendre en traitement',
      {},
      'Prendre en traitement',
      'La déclaration est en traitement.',
    );
  });

  test('a closure of more than three months waits for the Ca: both amounts are shown before, and the declaration cannot be treated yet', async () => {
    const gestionnaire = parcours.chez('gestionnaire');
    const { page } = gestionnaire;
    const point = aTrancher(page).filter({ hasText: 'de plus de 3 mois' });
    // The works prolonged in a second line are one closure, judged as one.
    expect(await lire(point)).toContain('Fermeture 1 et 2');
    for (const [choix, estimation] of [
      ['Suspension', '17 553,91 €'],
      ['Proratisation', '23 410,63 €'],
    ] as const) {
      expect((await lire(ligne(point, `${choix} de la prestation de service`))).match(EUROS)).toEqual([
        estimation,
      ]);
    }
    await trouverFerme(gestionnaire, 'Traiter', /Des points attendent une décision/);
  });

  test('who asks for the decision cannot record it; another agent can', async () => {
    const demandeuse = parcours.chez('gestionnaire');
    const { page } = demandeuse;
    await lien(aTrancher(page), 'Demander la décision').click();
    await bouton(page, 'Demander la décision').waitFor();
    await essuyerUnRefus(demandeuse, 'Demander la décision', { champ: 'Exposé', message: /Exposé/i });
    await saisir(page, { Exposé: 'Travaux de toiture, réouverture certaine.' });
    await bouton(page, 'Demander la décision').click();
    await annonce(page, /La décision est demandée/);
    const closure = aTrancher(page).filter({ hasText: 'de plus de 3 mois' });
    await trouverFerme(
      demandeuse,
      'Enregistrer la décision',
      /un autre agent de la Caf doit l.enregistrer/,
      'Quatre yeux',
    );
    expect(await lien(closure, 'Enregistrer la décision').count()).toBe(0);

    const collegue = parcours.chez('collegue');
    await collegue.page.goto(parcours.note('dossier'));
    expect(await montant(collegue.page)).toBe('26 330,86 €');
    await lien(aTrancher(collegue.page), 'Enregistrer la décision').click();
    await bouton(collegue.page, 'Enregistrer la décision').waitFor();
    expect(
      new Set((await lire(collegue.page.getByRole('group', { name: 'Décision' }))).match(EUROS)).size,
    ).toBe(2);
    await saisir(collegue.page, {
      Décision: ['Proratisation de la prestation de service'],
      Instance: 'Commission délégataire',
      'Date de la séance': jour(20),
      Motif: 'Préserver l’équipement.',
    });
    await essuyerUnRefus(collegue, 'Enregistrer la décision', {
      champ: 'Date de la séance',
      message: /postérieure à aujourd’hui/,
    });
    await saisir(collegue.page, { 'Date de la séance': jour() });
    await bouton(collegue.page, 'Enregistrer la décision').click();
    await annonce(collegue.page, /l’estimation recalculée/);
    const rendue = await lire(ligne(rubrique(collegue.page, 'Décisions rendues'), 'Proratisation'));
    expect(rendue).toContain('Commission délégataire');
    // Mode dégradé: the opening duration itself has changed, and it is written.
    expect(rendue).toMatch(/ 26 330,86 € 23 410,63 € 8$/);
    expect(await montant(collegue.page)).toBe('23 410,63 €');
  });

  test('a closure of exactly three months, on which the source is silent, is settled with a motive', async () => {
    const collegue = parcours.chez('collegue');
    const { page } = collegue;
    const point = aTrancher(page).filter({ hasText: 'exactement' });
    await lien(point, 'Régler ce point').click();
    await bouton(page, 'Régler ce point').waitFor();
    await saisir(page, { 'Suite donnée': ['Prestation de service non versée pendant la fermeture'] });
    await essuyerUnRefus(collegue, 'Régler ce point', { champ: 'Motif', message: /motif/i });
    await saisir(page, { Motif: 'Assimilée à une fermeture de moins de trois mois.' });
    await bouton(page, 'Régler ce point').click();
    await annonce(page, /Le point est réglé/);
    expect(await aTrancher(page).count()).toBe(0);
    // Eight months left, three of them unpaid.
    expect(await montant(page)).toBe('14 631,65 €');
  });

  test('treated at last; the partner has followed it all on his timeline', async () => {
    const { page } = parcours.chez('collegue');
    await agir(page, 'Traiter', {}, 'Déclarer traitée', /La déclaration est traitée/);
    const partenaire = parcours.chez('dgs').page;
    await partenaire.goto(parcours.note('declaration'));
    await voir(partenaire, 'Traitée');
    const suivi = await lire(partenaire.getByRole('region', { name: 'Suivi' }));
    for (const etape of [
      'Retournée par la Caf',
      'Décision demandée',
      'Décision rendue',
      'Point réglé par la Caf',
      'Traitée par la Caf',
    ])
      expect(suivi).toContain(etape);
    // An agent is « votre Caf » for the partner.
    expect(suivi).not.toContain('DUPUIS');
  });
}

/** The estimate the treatment screen shows. */
async function montant(page: Page): Promise<string> {
  const estimation = rubrique(page, 'Estimation du droit, hors bonus');
  await estimation.waitFor();
  return (await lire(estimation)).match(EUROS)?.[0] ?? '';
}
