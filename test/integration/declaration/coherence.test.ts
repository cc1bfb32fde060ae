import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  prendreEnTraitement,
  retourner,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { SaisieIncomplete } from '#src/domain/declaration/refus.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { accueilDe } from '#src/portal/accueil/taches.ts';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { vueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import { agent } from '#test/support/acteurs.ts';
import { activite, finances, planterUneDeclaration, vider, type DecorDeDeclaration } from './decor.ts';

let decor: DecorDeDeclaration;
beforeAll(async () => {
  decor = await planterUneDeclaration();
  for (const perennite of ['actualisee', 'previsionnelle']) {
    await decor.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2025',
      perennite,
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
      motif: 'Campagne d’essai',
    });
  }
});
afterAll(() => decor.fermer());
beforeEach(() => vider(decor));

/** Amounts and numbers of actions split over the columns of an actualisée: all of it actual. */
const ventiler = (brut: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(brut).flatMap(([champ, texte]) =>
      /^(charges|produits)\.|^missions\.actions/.test(champ)
        ? [
            [`${champ}.reel`, texte],
            [`${champ}.prevu`, '0'],
          ]
        : [[champ, texte]],
    ),
  );

const sansActions = (brut: Record<string, string>) =>
  Object.fromEntries(Object.entries(brut).filter(([champ]) => !champ.startsWith('missions.actions')));
const formes: Readonly<Record<Perennite, (brut: Record<string, string>) => Record<string, string>>> = {
  previsionnelle: sansActions,
  actualisee: ventiler,
  reelle: (brut) => brut,
};

const commencer = (perennite: Perennite, conventionnement = decor.conventionnementId) =>
  decor.executeur
    .executer(decor.directrice, commencerDeclaration, { conventionnement, exercice: '2025', perennite })
    .then(({ id }) => id);
const versions = async (id: string) =>
  (
    await decor.sql<{ a: number; f: number }>(
      'select version_activite a, version_finances f from declaration where id = $1',
      [id],
    )
  )[0] ?? { a: 0, f: 0 };

async function saisir(
  id: string,
  perennite: Perennite,
  { a = {}, f = {} }: { a?: Brut; f?: Brut } = {},
): Promise<void> {
  const forme = formes[perennite];
  await decor.executeur.executer(decor.directrice, enregistrerActivite, {
    declaration: id,
    version: (await versions(id)).a,
    donnees: forme(activite(decor, a)),
  });
  await decor.executeur.executer(decor.comptable, enregistrerFinances, {
    declaration: id,
    version: (await versions(id)).f,
    donnees: forme(finances(f)),
  });
}
async function terminer(id: string): Promise<void> {
  await decor.executeur.executer(decor.directrice, completerActivite, {
    declaration: id,
    version: (await versions(id)).a,
  });
  await decor.executeur.executer(decor.comptable, completerFinances, {
    declaration: id,
    version: (await versions(id)).f,
  });
}
async function transmise(perennite: Perennite, saisie: { a?: Brut; f?: Brut } = {}): Promise<string> {
  const id = await commencer(perennite);
  await saisir(id, perennite, saisie);
  await terminer(id);
  await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
  return id;
}
const contexteDuBrouillon = (id: string) =>
  decor.executeur.lire(
    decor.directrice,
    async (unite) => (await dossierDuBrouillon(unite, await declarationLisible(unite, id))).contexte,
  );

/** 42 000 € declared first: 10 % more is 46 200 €. */
const DIX_POUR_CENT = { 'charges.c64': '44 200,00', 'produits.c74': '46200' };
const UN_CENTIME_DE_PLUS = { 'charges.c64': '44 200,01', 'produits.c74': '46200,01' };
const EXPLICATION = { 'explicationsFinances.ecartCharges': 'Deux ateliers de plus, votés en mars.' };

describe('a réelle beside its actualisée', () => {
  it('is not questioned when its charges rose by exactly 10 %', async () => {
    await transmise('actualisee');
    const id = await commencer('reelle');
    await saisir(id, 'reelle', { f: DIX_POUR_CENT });
    await expect(terminer(id)).resolves.toBeUndefined();
  });

  it('asks for a sentence a centime later, before « terminer »; the Caf reads it', async () => {
    await transmise('actualisee');
    const id = await commencer('reelle');
    await saisir(id, 'reelle', { f: UN_CENTIME_DE_PLUS });
    await expect(terminer(id)).rejects.toThrow(SaisieIncomplete);
    await decor.executeur.executer(decor.comptable, enregistrerFinances, {
      declaration: id,
      version: (await versions(id)).f,
      donnees: finances({ ...UN_CENTIME_DE_PLUS, ...EXPLICATION }),
    });
    await decor.executeur.executer(decor.comptable, completerFinances, {
      declaration: id,
      version: (await versions(id)).f,
    });
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
    const dossier = await decor.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));
    const constat = dossier.controles.find(({ issue }) => issue === 'ECART_CHARGES');
    expect(constat).toMatchObject({
      gravite: 'avertissement',
      explication: { texte: 'Deux ateliers de plus, votés en mars.' },
    });
    expect(constat?.message.replace(/[\u202f\u00a0]/g, ' ')).toBe(
      'Les charges (46 200,01 €) s’écartent de 10 % de celles de la déclaration « Actualisée 2025 » (42 000,00 €).',
    );
    expect(
      dossier.sections.find(({ id: section }) => section === 'explicationsFinances')?.lignes[0]?.valeur,
    ).toBe('Deux ateliers de plus, votés en mars.');
    expect(dossier.sections.map(({ id: section }) => section)).not.toContain('explicationsActivite');
  });

  it('is not stopped once finished: a finding that comes afterwards is told, without its sentence', async () => {
    const id = await commencer('reelle');
    await saisir(id, 'reelle', { f: UN_CENTIME_DE_PLUS });
    await terminer(id);
    await transmise('actualisee');
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
    const { controles } = await decor.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));
    expect(controles.find(({ issue }) => issue === 'ECART_CHARGES')?.explication).toEqual({
      champ: 'explicationsFinances.ecartCharges',
      texte: null,
    });
  });

  it('is compared with the prévisionnelle when there is no actualisée, returned or not', async () => {
    const previsionnelle = await transmise('previsionnelle');
    await decor.executeur.executer(agent(), prendreEnTraitement, { declaration: previsionnelle });
    await decor.executeur.executer(agent(), retourner, { declaration: previsionnelle, motif: 'À revoir' });
    const { reference } = await contexteDuBrouillon(await commencer('reelle'));
    expect(reference).toMatchObject({
      perennite: 'previsionnelle',
      exercice: 2025,
      memeConventionnement: true,
      faits: { totalCharges: '42000', etpDeclare: 1, mois: 12 },
    });
  });
});

describe('what is known of earlier declarations', () => {
  it('is what was transmitted last, closures included, never the draft that follows nor later pérennités', async () => {
    const fermee = {
      'fermetures.liste.0.nature': 'exceptionnelle',
      'fermetures.liste.0.motif': 'travaux',
      'fermetures.liste.0.debut': '2025-12-01',
      'fermetures.liste.0.fin': '2026-01-10',
    };
    await transmise('actualisee', { a: fermee });
    const id = await commencer('reelle');
    expect((await contexteDuBrouillon(id))['anterieures']).toMatchObject([
      {
        perennite: 'actualisee',
        faits: { fermetures: [{ nature: 'exceptionnelle', debut: '2025-12-01', fin: '2026-01-10' }] },
      },
    ]);
    expect((await contexteDuBrouillon(await commencer('previsionnelle')))['anterieures']).toEqual([]);
  });

  it('belongs to the snapshot, judged on replay with what was known that day, and stays small', async () => {
    await transmise('previsionnelle');
    await transmise('actualisee');
    const id = await transmise('reelle');
    const [transmission] = await decor.sql<{
      donnees: { contexte: { anterieures: object[] } };
      taille: number;
    }>(
      "select donnees, octet_length((donnees->'contexte')::text) as taille from transmission where declaration_id = $1",
      [id],
    );
    expect(transmission?.donnees.contexte.anterieures).toHaveLength(2);
    expect(JSON.stringify(transmission?.donnees.contexte)).not.toContain('"activite"');
    expect(transmission?.taille).toBeLessThan(6000);
  });
});

describe('a declaration that starts from another', () => {
  const brouillon = async (id: string) =>
    (
      await decor.sql<{
        a: { valeurs: Record<string, Record<string, unknown>>; aVerifier?: string[] };
        f: { valeurs: Record<string, Record<string, unknown>>; aVerifier?: string[] };
      }>('select donnees_activite a, donnees_finances f from declaration where id = $1', [id])
    )[0];

  it('is, for an actualisée, the prévisionnelle: the three months to come from the year foreseen, the nine past ones left to be typed', async () => {
    await transmise('previsionnelle', { a: { 'ouverture.fin': '2025-11-30' } });
    const lu = await brouillon(await commencer('actualisee'));
    expect(lu?.a.valeurs['ouverture']).toMatchObject({ debut: '2025-01-01', fin: '2025-11-30' });
    expect(lu?.f.valeurs['charges']).toMatchObject({
      c60: { reel: null, prevu: '500' },
      c64: { reel: null, prevu: '10000' },
      c61: null,
    });
    expect(lu?.f.aVerifier).toEqual(['charges.c60.prevu', 'charges.c64.prevu', 'produits.c74.prevu']);
    expect(lu?.a.aVerifier).toEqual(
      expect.arrayContaining(['ouverture.fin', 'missions.missionInformation', 'territoires.communes']),
    );
  });

  it('is, for a réelle, the nine actual months of the actualisée, never what was foreseen', async () => {
    const actualisee = await commencer('actualisee');
    await saisir(actualisee, 'actualisee');
    await decor.executeur.executer(decor.comptable, enregistrerFinances, {
      declaration: actualisee,
      version: (await versions(actualisee)).f,
      donnees: { 'charges.c60.reel': '1 500', 'charges.c60.prevu': '900', 'produits.c74.reel': '2400' },
    });
    await terminer(actualisee);
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: actualisee });
    const lu = await brouillon(await commencer('reelle'));
    expect(lu?.f.valeurs).toMatchObject({ charges: { c60: '1500', c64: null }, produits: { c74: '2400' } });
    expect(lu?.f.aVerifier).toEqual(['charges.c60', 'produits.c74']);
  });

  it('marks each value until it is changed, or the volet finished', async () => {
    await transmise('actualisee');
    const id = await commencer('reelle');
    const vue = () => decor.executeur.lire(decor.comptable, (unite) => vueDeVolet(unite, id, 'finances'));
    expect((await vue()).affichage.retours.get('charges.c64')?.marque).toMatch(/neuf mois réels/);
    await decor.executeur.executer(decor.comptable, enregistrerFinances, {
      declaration: id,
      version: (await versions(id)).f,
      donnees: finances({ 'charges.c64': '40 500' }),
    });
    const { affichage, aVerifier } = await vue();
    expect([
      affichage.retours.get('charges.c64')?.marque,
      affichage.retours.get('charges.c60')?.marque === undefined,
      aVerifier,
    ]).toEqual([undefined, false, 2]);
    await decor.executeur.executer(decor.comptable, completerFinances, {
      declaration: id,
      version: (await versions(id)).f,
    });
    expect((await brouillon(id))?.f).not.toHaveProperty('aVerifier');
  });

  it('starts from nothing when nothing was transmitted', async () => {
    const lu = await brouillon(await commencer('actualisee'));
    expect([lu?.a, lu?.f].map((volet) => volet?.aVerifier)).toEqual([undefined, undefined]);
  });
});

describe('two conventionnements of one equipment in a year', () => {
  const second = randomUUID();
  const poser = (du: string, au: string, premierJusqua: string) =>
    decor
      .sql(
        `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-2', $4, $5, 'valide', 1, $6)`,
        [second, decor.partenaireId, decor.equipementId, du, au, JSON.stringify([decor.animatriceId])],
      )
      .then(() =>
        decor.sql('update conventionnement set au = $1 where id = $2', [
          premierJusqua,
          decor.conventionnementId,
        ]),
      );
  afterEach(async () => {
    await vider(decor);
    await decor.sql('delete from conventionnement where id = $1', [second]);
    await decor.sql("update conventionnement set au = '2028-01-01' where id = $1", [
      decor.conventionnementId,
    ]);
  });
  const transmettreSous = async (conventionnement: string, a: Brut) => {
    const id = await commencer('reelle', conventionnement);
    await saisir(id, 'reelle', { a });
    await terminer(id);
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
    return id;
  };
  const dossierLu = (id: string) => decor.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));

  it('that follow each other are opened each on its own days, and handed to the Caf with their sum', async () => {
    await poser('2025-07-01', '2028-01-01', '2025-07-01');
    const premiere = await transmettreSous(decor.conventionnementId, {
      'ouverture.fin': '2025-06-30',
      'ouverture.moisFermesConges': '0',
    });
    const id = await commencer('reelle', second);
    expect(
      (
        await decor.sql<{ v: object }>(
          "select donnees_activite->'valeurs'->'ouverture' as v from declaration where id = $1",
          [id],
        )
      )[0]?.v,
    ).toMatchObject({ debut: '2025-07-01', fin: '2025-12-31' });
    await saisir(id, 'reelle', { a: { 'ouverture.debut': '2025-07-01', 'ouverture.moisFermesConges': '0' } });
    await terminer(id);
    await decor.executeur.executer(decor.approbateur, transmettre, { declaration: id });
    await decor.executeur.executer(agent(), prendreEnTraitement, { declaration: id });
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
    await expect(transmettreSous(decor.conventionnementId, {})).rejects.toThrow(
      /dépasse le conventionnement/,
    );
  });

  it('in parallel with the same charges are to be checked', async () => {
    await poser('2025-01-01', '2028-01-01', '2028-01-01');
    await transmettreSous(decor.conventionnementId, {});
    const { controles } = await dossierLu(await transmettreSous(second, {}));
    expect(controles.filter(({ etape }) => etape === 'annee-parallele').map(({ issue }) => issue)).toEqual([
      'CONVENTIONNEMENTS_PARALLELES',
      'CHARGES_IDENTIQUES',
    ]);
  });
});

describe('the year of an equipment', () => {
  it('puts the pérennités of each conventionnement side by side, with what changed from one to the next', async () => {
    await transmise('previsionnelle', { f: { 'charges.c64': '30 000,00', 'produits.c74': '32000' } });
    const id = await commencer('actualisee');
    const { annee } = await decor.executeur.lire(decor.directrice, (unite) => vueDeDeclaration(unite, id));
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
    await decor.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2026',
      perennite: 'previsionnelle',
      ouvreLe: '2026-01-16',
      fermeLe: '2026-04-01',
      motif: 'Campagne d’essai',
    });
    const { id } = await decor.executeur.executer(decor.directrice, commencerDeclaration, {
      conventionnement: decor.conventionnementId,
      exercice: '2026',
      perennite: 'previsionnelle',
    });
    const lire = () => decor.executeur.lire(decor.directrice, (unite) => accueilDe(unite, decor.directrice));
    const { annees } = await lire();
    expect(annees).toMatchObject([
      {
        exercice: 2026,
        equipement: { id: decor.equipementId },
        perennites: [
          { perennite: 'previsionnelle', campagne: { ouvreLe: '2026-01-16', fermeLe: '2026-04-01' } },
          { perennite: 'actualisee', campagne: null },
          { perennite: 'reelle', campagne: null },
        ],
        lignes: [{ cases: { previsionnelle: { id, etat: 'brouillon' }, actualisee: null, reelle: null } }],
      },
    ]);
    const sansRole = { ...decor.directrice, habilitations: [] };
    expect((await decor.executeur.lire(sansRole, (unite) => accueilDe(unite, sansRole))).annees).toEqual([]);
  });
});
