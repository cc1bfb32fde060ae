import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { commencerDeclaration, prendreEnTraitement, transmettre } from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { accueilDe } from '#src/portal/accueil/taches.ts';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterUneDeclaration, vider, type DeclarationFixture } from './fixture.ts';
import { commencer, saisir, terminer, transmise } from './coherence.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
  for (const perennite of ['actualisee', 'previsionnelle']) {
    await fixture.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2025',
      perennite,
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
      motif: 'Campagne d’essai',
    });
  }
});
afterAll(() => fixture.fermer());
beforeEach(() => vider(fixture));

describe('two conventionnements of one equipment in a year', () => {
  const second = randomUUID();
  const poser = (du: string, au: string, premierJusqua: string) =>
    fixture
      .sql(
        `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-2', $4, $5, 'valide', 1, $6)`,
        [second, fixture.partenaireId, fixture.equipementId, du, au, JSON.stringify([fixture.animatriceId])],
      )
      .then(() =>
        fixture.sql('update conventionnement set au = $1 where id = $2', [
          premierJusqua,
          fixture.conventionnementId,
        ]),
      );
  afterEach(async () => {
    await vider(fixture);
    await fixture.sql('delete from conventionnement where id = $1', [second]);
    await fixture.sql("update conventionnement set au = '2028-01-01' where id = $1", [
      fixture.conventionnementId,
    ]);
  });
  const transmettreSous = async (conventionnement: string, a: Brut) => {
    const id = await commencer(fixture, 'reelle', conventionnement);
    await saisir(fixture, id, 'reelle', { a });
    await terminer(fixture, id);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
    return id;
  };
  const dossierLu = (id: string) =>
    fixture.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));

  it('that follow each other are opened each on its own days, and handed to the Caf with their sum', async () => {
    await poser('2025-07-01', '2028-01-01', '2025-07-01');
    const premiere = await transmettreSous(fixture.conventionnementId, {
      'ouverture.fin': '2025-06-30',
      'ouverture.moisFermesConges': '0',
    });
    const id = await commencer(fixture, 'reelle', second);
    expect(
      (
        await fixture.sql<{ v: object }>(
          "select donnees_activite->'valeurs'->'ouverture' as v from declaration where id = $1",
          [id],
        )
      )[0]?.v,
    ).toMatchObject({ debut: '2025-07-01', fin: '2025-12-31' });
    await saisir(fixture, id, 'reelle', {
      a: { 'ouverture.debut': '2025-07-01', 'ouverture.moisFermesConges': '0' },
    });
    await terminer(fixture, id);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration: id });
    const dossier = await dossierLu(id);
    expect(dossier.enAttente[0]?.message.replace(/[\u202f\u00a0]/g, ' ')).toMatch(
      /Ensemble : 12 mois d’ouverture et 21 500,00 €/,
    );
    expect(
      dossier.annee.lignes.map(({ conventionnement, cases }) => [
        conventionnement.numeroMaia,
        cases.reelle?.id,
        cases.reelle?.mois,
        cases.previsionnelle,
      ]),
    ).toEqual([
      ['M-1', premiere, '6', null],
      ['M-2', id, '6', null],
    ]);
  });

  it('cannot be opened outside their own days', async () => {
    await poser('2025-07-01', '2028-01-01', '2025-07-01');
    await expect(transmettreSous(fixture.conventionnementId, {})).rejects.toThrow(
      /dépasse le conventionnement/,
    );
  });

  it('in parallel with the same charges are to be checked', async () => {
    await poser('2025-01-01', '2028-01-01', '2028-01-01');
    await transmettreSous(fixture.conventionnementId, {});
    const { controles } = await dossierLu(await transmettreSous(second, {}));
    expect(controles.filter(({ etape }) => etape === 'annee-parallele').map(({ issue }) => issue)).toEqual([
      'CONVENTIONNEMENTS_PARALLELES',
      'CHARGES_IDENTIQUES',
    ]);
  });
});

describe('the year of an equipment', () => {
  it('puts the pérennités of each conventionnement side by side, with what changed from one to the next', async () => {
    await transmise(fixture, 'previsionnelle', {
      f: { 'charges.c64': '30 000,00', 'produits.c74': '32000' },
    });
    const id = await commencer(fixture, 'actualisee');
    const { annee } = await fixture.executeur.lire(fixture.directrice, (unite) =>
      vueDeDeclaration(unite, id),
    );
    expect(annee.lignes[0]?.cases).toMatchObject({
      previsionnelle: {
        etat: 'transmise',
        charges: '32000',
        etp: '1',
        mois: '12',
        estimation: '13760.00',
        ecart: null,
      },
      actualisee: { id, etat: 'brouillon', charges: null, estimation: null, ecart: null },
      reelle: null,
    });
    expect(annee.lignes).toHaveLength(1);
  });

  it('that runs is on the home page of those who hold a role there, with what is begun of it', async () => {
    await fixture.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2026',
      perennite: 'previsionnelle',
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
      motif: 'Campagne d’essai',
    });
    const { id } = await fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
      conventionnement: fixture.conventionnementId,
      exercice: '2026',
      perennite: 'previsionnelle',
    });
    const lire = () =>
      fixture.executeur.lire(fixture.directrice, (unite) => accueilDe(unite, fixture.directrice));
    const { annees } = await lire();
    expect(annees).toMatchObject([
      {
        exercice: 2026,
        equipement: { id: fixture.equipementId },
        perennites: [
          { perennite: 'previsionnelle', campagne: { ouvreLe: '2026-01-16', fermeLe: '2026-04-01' } },
          { perennite: 'actualisee', campagne: null },
          { perennite: 'reelle', campagne: null },
        ],
        lignes: [{ cases: { previsionnelle: { id, etat: 'brouillon' }, actualisee: null, reelle: null } }],
      },
    ]);
    const sansRole = { ...fixture.directrice, habilitations: [] };
    expect((await fixture.executeur.lire(sansRole, (unite) => accueilDe(unite, sansRole))).annees).toEqual(
      [],
    );
  });
});
