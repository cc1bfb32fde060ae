import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import {
  completerFinances,
  enregistrerFinances,
  prendreEnTraitement,
  retourner,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { SaisieIncomplete } from '#src/domain/declaration/refus.ts';
import { vueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import { agent } from '#test/support/acteurs.ts';
import { finances, planterUneDeclaration, vider, type DeclarationFixture } from './fixture.ts';
import { commencer, saisir, terminer, transmise, versions } from './coherence.ts';

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
const contexteDuBrouillon = (id: string) =>
  fixture.executeur.lire(
    fixture.directrice,
    async (unite) => (await dossierDuBrouillon(unite, await declarationLisible(unite, id))).contexte,
  );

/** 42 000 € declared first: 10 % more is 46 200 €. */
const DIX_POUR_CENT = { 'charges.c64': '44 200,00', 'produits.c74': '46200' };
const UN_CENTIME_DE_PLUS = { 'charges.c64': '44 200,01', 'produits.c74': '46200,01' };
const EXPLICATION = { 'explicationsFinances.ecartCharges': 'Deux ateliers de plus, votés en mars.' };

describe('a réelle beside its actualisée', () => {
  it('is not questioned when its charges rose by exactly 10 %', async () => {
    await transmise(fixture, 'actualisee');
    const id = await commencer(fixture, 'reelle');
    await saisir(fixture, id, 'reelle', { f: DIX_POUR_CENT });
    await expect(terminer(fixture, id)).resolves.toBeUndefined();
  });

  it('asks for a sentence a centime later, before « terminer »; the Caf reads it', async () => {
    await transmise(fixture, 'actualisee');
    const id = await commencer(fixture, 'reelle');
    await saisir(fixture, id, 'reelle', { f: UN_CENTIME_DE_PLUS });
    await expect(terminer(fixture, id)).rejects.toThrow(SaisieIncomplete);
    await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration: id,
      version: (await versions(fixture, id)).f,
      donnees: finances({ ...UN_CENTIME_DE_PLUS, ...EXPLICATION }),
    });
    await fixture.executeur.executer(fixture.comptable, completerFinances, {
      declaration: id,
      version: (await versions(fixture, id)).f,
    });
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
    const dossier = await fixture.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));
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
    const id = await commencer(fixture, 'reelle');
    await saisir(fixture, id, 'reelle', { f: UN_CENTIME_DE_PLUS });
    await terminer(fixture, id);
    await transmise(fixture, 'actualisee');
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: id });
    const { controles } = await fixture.executeur.lire(agent(), (unite) => dossierDeDeclaration(unite, id));
    expect(controles.find(({ issue }) => issue === 'ECART_CHARGES')?.explication).toEqual({
      champ: 'explicationsFinances.ecartCharges',
      texte: null,
    });
  });

  it('is compared with the prévisionnelle when there is no actualisée, returned or not', async () => {
    const previsionnelle = await transmise(fixture, 'previsionnelle');
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration: previsionnelle });
    await fixture.executeur.executer(agent(), retourner, { declaration: previsionnelle, motif: 'À revoir' });
    const { reference } = await contexteDuBrouillon(await commencer(fixture, 'reelle'));
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
    await transmise(fixture, 'actualisee', { a: fermee });
    const id = await commencer(fixture, 'reelle');
    expect((await contexteDuBrouillon(id))['anterieures']).toMatchObject([
      {
        perennite: 'actualisee',
        faits: { fermetures: [{ nature: 'exceptionnelle', debut: '2025-12-01', fin: '2026-01-10' }] },
      },
    ]);
    expect((await contexteDuBrouillon(await commencer(fixture, 'previsionnelle')))['anterieures']).toEqual(
      [],
    );
  });

  it('belongs to the snapshot, judged on replay with what was known that day, and stays small', async () => {
    await transmise(fixture, 'previsionnelle');
    await transmise(fixture, 'actualisee');
    const id = await transmise(fixture, 'reelle');
    const [transmission] = await fixture.sql<{
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
      await fixture.sql<{
        a: { valeurs: Record<string, Record<string, unknown>>; aVerifier?: string[] };
        f: { valeurs: Record<string, Record<string, unknown>>; aVerifier?: string[] };
      }>('select donnees_activite a, donnees_finances f from declaration where id = $1', [id])
    )[0];

  it('is, for an actualisée, the prévisionnelle: the three months to come from the year foreseen, the nine past ones left to be typed', async () => {
    await transmise(fixture, 'previsionnelle', { a: { 'ouverture.fin': '2025-11-30' } });
    const lu = await brouillon(await commencer(fixture, 'actualisee'));
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
    const actualisee = await commencer(fixture, 'actualisee');
    await saisir(fixture, actualisee, 'actualisee');
    await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration: actualisee,
      version: (await versions(fixture, actualisee)).f,
      donnees: { 'charges.c60.reel': '1 500', 'charges.c60.prevu': '900', 'produits.c74.reel': '2400' },
    });
    await terminer(fixture, actualisee);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: actualisee });
    const lu = await brouillon(await commencer(fixture, 'reelle'));
    expect(lu?.f.valeurs).toMatchObject({ charges: { c60: '1500', c64: null }, produits: { c74: '2400' } });
    expect(lu?.f.aVerifier).toEqual(['charges.c60', 'produits.c74']);
  });

  it('marks each value until it is changed, or the volet finished', async () => {
    await transmise(fixture, 'actualisee');
    const id = await commencer(fixture, 'reelle');
    const vue = () => fixture.executeur.lire(fixture.comptable, (unite) => vueDeVolet(unite, id, 'finances'));
    expect((await vue()).affichage.retours.get('charges.c64')?.marque).toMatch(/neuf mois réels/);
    await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration: id,
      version: (await versions(fixture, id)).f,
      donnees: finances({ 'charges.c64': '40 500' }),
    });
    const { affichage, aVerifier } = await vue();
    expect([
      affichage.retours.get('charges.c64')?.marque,
      affichage.retours.get('charges.c60')?.marque === undefined,
      aVerifier,
    ]).toEqual([undefined, false, 2]);
    await fixture.executeur.executer(fixture.comptable, completerFinances, {
      declaration: id,
      version: (await versions(fixture, id)).f,
    });
    expect((await brouillon(id))?.f).not.toHaveProperty('aVerifier');
  });

  it('starts from nothing when nothing was transmitted', async () => {
    const lu = await brouillon(await commencer(fixture, 'actualisee'));
    expect([lu?.a, lu?.f].map((volet) => volet?.aVerifier)).toEqual([undefined, undefined]);
  });
});
