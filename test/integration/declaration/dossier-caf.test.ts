import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';
import {
  demanderDecision,
  retourner,
  traiter,
  transmettre,
  trancherFermeture,
} from '#src/domain/declaration/commandes.ts';
import { HorsTraitement } from '#src/domain/declaration/refus.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  enTraitement,
  planterUneDeclaration,
  saisirEtTerminer,
  vider,
  type DeclarationFixture,
} from './fixture.ts';
import { decisionSur, ligne, LONGUE, REPONSE } from './fermetures.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
afterAll(() => fixture.fermer());
beforeEach(() => vider(fixture));

describe('a declaration the Caf returns', () => {
  it('is corrected and transmitted again, after the campaign too, and keeps the decision taken on an unchanged closure', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    const decision = await decisionSur(fixture, declaration);
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      ...REPONSE,
    });
    await fixture.executeur.executer(agent('451', 2), retourner, {
      declaration,
      motif: 'Il manque le compte 60.',
    });
    expect(await ligne(fixture, declaration)).toMatchObject({ etat: 'retournee' });
    fixture.horloge.regler('2026-05-04');
    await saisirEtTerminer(fixture, declaration, LONGUE, { 'charges.c60': '3 000' });
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    expect(await fixture.sql('select numero from transmission order by numero')).toEqual([
      { numero: 1 },
      { numero: 2 },
    ]);
    expect(await ligne(fixture, declaration)).toEqual({
      etat: 'transmise',
      estimation: '14333.33',
      sous_reserve: false,
    });
    const types = await fixture.sql<{ type: string }>(
      'select type from evenement_declaration order by le, type',
    );
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'commencee',
        'transmise',
        'prise-en-traitement',
        'decision-demandee',
        'decision-rendue',
        'retournee',
      ]),
    );
  });

  it('is not returned twice, nor treated while it is with the partner', async () => {
    const declaration = await enTraitement(fixture);
    await fixture.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' });
    await expect(
      fixture.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' }),
    ).rejects.toThrow(HorsTraitement);
    await expect(
      fixture.executeur.executer(agent(), traiter, { declaration, observation: '' }),
    ).rejects.toThrow(HorsTraitement);
  });
});

describe('the dossier the Caf reads', () => {
  const dossier = (id: string, rang = 1) =>
    fixture.executeur.lire(agent('451', rang), (unite) => dossierDeDeclaration(unite, id));

  it('shows both amounts before the decision, what each agent may do and why not', async () => {
    const declaration = await enTraitement(fixture, LONGUE);
    const avant = await dossier(declaration);
    expect(avant.enAttente).toMatchObject([
      {
        nature: 'decision-humaine',
        demande: null,
        trancher: { raison: expect.stringContaining('Demandez-la d’abord') },
        demander: null,
        choix: [
          { code: 'PRORATISATION', estimation: '14333.33', moisOuverture: 8 },
          { code: 'SUSPENSION', estimation: '12040.00', moisOuverture: 12 },
        ],
      },
    ]);
    expect(avant.traiter?.raison).toContain('Fermeture 1');
    const decision = avant.enAttente[0]?.decisionId ?? '';
    await fixture.executeur.executer(agent('451', 1), demanderDecision, {
      declaration,
      decision,
      motif: 'Travaux',
    });
    expect((await dossier(declaration, 1)).enAttente[0]?.trancher).toMatchObject({
      raison: expect.stringContaining('un autre agent'),
    });
    expect((await dossier(declaration, 2)).enAttente[0]?.trancher).toBeNull();
    await fixture.executeur.executer(agent('451', 2), trancherFermeture, {
      declaration,
      decision,
      ...REPONSE,
    });
    const apres = await dossier(declaration);
    expect(apres.enAttente).toEqual([]);
    expect(apres.estimation.montant).toBe('14333.33');
    expect(apres.decisionsHumaines).toMatchObject([
      {
        choixLibelle: expect.stringContaining('Proratisation'),
        moisOuvertureModifies: 8,
        estimationAvant: '18060.00',
        estimationApres: '14333.33',
      },
    ]);
    expect(apres.traiter).toBeNull();
  });

  it('labels the data by the definition and explains the decisions with their facts and thresholds', async () => {
    const declaration = await enTraitement(fixture);
    const lu = await dossier(declaration);
    expect(lu.sections.find(({ id }) => id === 'ouverture')?.lignes[0]).toEqual({
      chemin: 'ouverture.debut',
      libelle: 'Premier jour d’ouverture',
      valeur: '01/01/2025',
    });
    expect(lu.sections.find(({ id }) => id === 'animateurs')?.groupes[0]?.lignes[0]?.[0]).toBe('Mona LENOIR');
    expect(lu.sections.find(({ id }) => id === 'charges')?.tableau?.total?.at(-1)).toMatch(/^42\s000,00\s€$/);
    const estimation = lu.decisions.find(({ jeu }) => jeu === 'estimation-ps');
    expect(estimation?.seuils).toEqual(
      expect.arrayContaining([expect.objectContaining({ nom: 'prixPlafond', certitude: 'fictif' })]),
    );
    expect(lu.estimation.fictives).toHaveLength(1);
  });

  it('judges what was signed, whatever the Caf’s records become', async () => {
    const declaration = await enTraitement(fixture);
    await fixture.sql('update conventionnement set etp_valide = 0.5');
    expect((await dossier(declaration)).estimation.montant).toBe('18060.00');
    await fixture.sql('update conventionnement set etp_valide = 1');
  });

  it('is not found by another Caf, nor by a colleague without a role', async () => {
    const declaration = await enTraitement(fixture);
    await expect(
      fixture.executeur.lire(agent('771'), (unite) => dossierDeDeclaration(unite, declaration)),
    ).rejects.toThrow(Introuvable);
    await expect(
      fixture.executeur.lire(fixture.collegue, (unite) => dossierDeDeclaration(unite, declaration)),
    ).rejects.toThrow(ActionInterdite);
  });
});
