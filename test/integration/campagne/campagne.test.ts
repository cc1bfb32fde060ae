import { PerenniteSansCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { MotifDeFenetreRequis } from '#src/domain/declaration/campagne/fenetre.ts';
import { creerCampagne, modifierCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { creerCaf } from '#src/domain/territoire/caf/creer-caf.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest } from '#test/support/application.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';

const actualisee = (exercice: number, ouvreLe: string, fermeLe: string, motif?: string) => ({
  typeEquipement: 'RAM',
  exercice: String(exercice),
  perennite: 'actualisee',
  ouvreLe,
  fermeLe,
  motif,
});

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest('2026-09-01');
});
afterAll(() => contrats.fermer());

const decisionSur = ({ id }: Campagne) =>
  contrats.executeur.lire(agent(), ({ em }) =>
    em.find(Decision, { sujetType: 'Campagne', sujetId: id }, { orderBy: { priseLe: 'asc' } }),
  );
const motifsDe = async ({ id }: Campagne) =>
  (
    await contrats.executeur.lire(agent(), ({ em }) => em.find(Journal, { entite: 'Campagne', entiteId: id }))
  ).map(({ motif }) => motif);

describe('the window of a campaign', () => {
  it('asks no reason inside it, and records by which rule it was judged', async () => {
    const campagne = await contrats.faire(creerCampagne, actualisee(2026, '2026-09-16', '2026-10-16'));
    expect(await decisionSur(campagne)).toMatchObject([
      { jeu: 'fenetres-campagne', dateReference: '2026-12-31', issues: ['DATES_CONFORMES'], etat: 'decide' },
    ]);
  });

  it('is opened for a pérennité that the referential asks of the type, the Caf and the exercice', async () => {
    const refus = await contrats.refus(creerCampagne, {
      ...actualisee(2026, '2026-09-16', '2026-10-16'),
      perennite: 'mensuelle',
    });
    expect(refus).toBeInstanceOf(PerenniteSansCampagne);
    expect(refus.champs['perennite']).toContain(
      'choisissez « Prévisionnelle » ou « Actualisée » ou « Réelle »',
    );
  });

  it('asks for a reason outside it, naming the window, its source and the two ways on; nothing is written meanwhile', async () => {
    const dehors = actualisee(2025, '2025-09-17', '2026-01-14');
    const refus = await contrats.refus(creerCampagne, dehors);
    expect(refus).toBeInstanceOf(MotifDeFenetreRequis);
    expect(refus.message).toContain(
      'La source place la campagne de l’actualisée du troisième trimestre fin septembre – début octobre',
    );
    expect(refus.message).toMatch(/\(Source : .+Mon Compte Partenaire.+\)/);
    expect(refus.message).toContain('Corrigez les dates, ou indiquez dans « Motif » la raison');
    expect(refus.champs['motif']).toContain('fenêtre de la source');
    expect(
      await contrats.executeur.lire(agent(), ({ em }) =>
        em.execute('select id from campagne where exercice = 2025'),
      ),
    ).toEqual([]);
  });

  it('never refuses with a reason, which the journal keeps', async () => {
    const campagne = await contrats.faire(
      creerCampagne,
      actualisee(2024, '2024-06-15', '2024-07-10', 'Actualisation de juin demandée par la Cnaf'),
    );
    expect(await decisionSur(campagne)).toMatchObject([{ issues: ['CAMPAGNE_HORS_FENETRE'] }]);
    expect(await motifsDe(campagne)).toEqual(['Actualisation de juin demandée par la Cnaf']);
  });

  it('holds for a change of dates as for the opening', async () => {
    const campagne = await contrats.faire(creerCampagne, actualisee(2023, '2023-09-17', '2023-10-12'));
    const changer = {
      campagne: campagne.id,
      version: campagne.version,
      ouvreLe: '2023-09-17',
      fermeLe: '2023-11-01',
    };
    expect((await contrats.refus(modifierCampagne, changer)).name).toBe('MotifDeFenetreRequis');
    expect(await contrats.faire(modifierCampagne, { ...changer, motif: 'Retard du service' })).toMatchObject({
      fermeLe: '2023-11-01',
    });
    // Taken at one same instant of the test's clock: in no order.
    expect((await decisionSur(campagne)).flatMap(({ issues }) => issues).sort()).toEqual([
      'CAMPAGNE_HORS_FENETRE',
      'DATES_CONFORMES',
    ]);
    expect(await motifsDe(campagne)).toContain('Retard du service');
  });

  it('opens an actual campaign before the end of its year only with a reason', async () => {
    const reelle = {
      typeEquipement: 'ALSH',
      exercice: '2026',
      perennite: 'reelle',
      ouvreLe: '2026-11-01',
      fermeLe: '2027-03-31',
    };
    expect((await contrats.refus(creerCampagne, reelle)).message).toContain(
      'n’ouvre pas avant le 1er janvier 2027',
    );
    await contrats.faire(creerCampagne, { ...reelle, ouvreLe: '2027-01-16' });
  });

  it('leaves the dates the source does not give to the Caf, and keeps that the source is silent', async () => {
    const campagne = await contrats.faire(creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2026',
      perennite: 'previsionnelle',
      ouvreLe: '2025-12-15',
      fermeLe: '2026-02-13',
    });
    expect(await decisionSur(campagne)).toMatchObject([
      { etat: 'source-muette', issues: ['FENETRE_NON_SPECIFIEE'] },
    ]);
  });

  it('says which exercice is wrong rather than failing', async () => {
    expect(
      (await contrats.refus(creerCampagne, actualisee(20_260, '2026-09-16', '2026-10-16'))).champs[
        'exercice'
      ],
    ).toContain('quatre chiffres');
    expect(
      (await contrats.refus(creerCampagne, actualisee(2101, '2099-09-16', '2099-10-16'))).champs['exercice'],
    ).toContain('2100');
  });
});

describe('a base whose analysts have not published the windows', () => {
  it('opens campaigns as before', async () => {
    const livrees = await preparerLivraison(new RuleFolder());
    const ancienne = await applicationDeTest(
      new RegistreVivant(livrees.filter(({ jeu }) => jeu !== 'fenetres-campagne')),
      '2026-09-01',
    );
    await ancienne.executeur.executer(systeme, creerCaf, {
      id: '451',
      nom: 'Caf du Loiret',
      fuseauHoraire: '',
    });
    await ancienne.executeur.executer(systeme, chargerReferentiel, {});
    const campagne = await ancienne.executeur.executer(
      agent(),
      creerCampagne,
      actualisee(2025, '2025-09-17', '2026-01-14'),
    );
    expect(
      await ancienne.executeur.lire(agent(), ({ em }) => em.count(Decision, { sujetId: campagne.id })),
    ).toBe(0);
    await ancienne.fermer();
  });
});
