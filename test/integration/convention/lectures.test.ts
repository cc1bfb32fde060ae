import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { creerBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { creerConvention, renouvelerConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { conventions, dossierConvention } from '#src/domain/contractualisation/vie/lectures.ts';
import { creerFormulaire } from '#src/domain/contractualisation/eligibilite/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { dossierPartenaire, partenaires } from '#src/domain/suivi/partenaire/lectures.ts';
import { agent, partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { contratsDeTest, REPONSES, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
let active: Convention;
const ids: string[] = [];
beforeAll(async () => {
  contrats = await contratsDeTest();
  for (const siren of SIRENS) ids.push((await contrats.partenaire(siren)).id);
  const [enVigueur, enPreparation, aDecider] = ids as [string, string, string];
  await contrats.formulaireEligible(enVigueur);
  active = await contrats.conventionActive(enVigueur);
  await contrats.faire(creerBulletin, {
    convention: active.id,
    service: 'AFAS',
    portee: 'locale',
    roles: 'APPROBATEUR',
  });
  await contrats.formulaireEligible(enPreparation);
  await contrats.faire(creerConvention, { partenaire: enPreparation, du: '2019-04-01' });
  await contrats.faire(creerFormulaire, { partenaire: aDecider, ...REPONSES, missionGenerale: '' });
});
afterAll(() => contrats.fermer());
beforeEach(() => contrats.horloge.regler('2019-03-04'));

const listePartenaires = (filtre: Parameters<typeof partenaires>[1] = {}, acteur = contrats.gestionnaire) =>
  contrats.executeur.lire(acteur, (unite) => partenaires(unite, filtre));
const listeConventions = (filtre: Parameters<typeof conventions>[1] = {}) =>
  contrats.executeur.lire(contrats.gestionnaire, (unite) => conventions(unite, filtre));
const dossier = (id: string, acteur: Parameters<Contrats['executeur']['lire']>[0] = contrats.gestionnaire) =>
  contrats.executeur.lire(acteur, (unite) => dossierPartenaire(unite, id));

describe('the list of partners', () => {
  it('says in one word where each stands', async () => {
    const { lignes, total } = await listePartenaires();
    expect(total).toBe(4);
    const parId = new Map(lignes.map((ligne) => [ligne.id, ligne.situation]));
    expect(ids.map((id) => parId.get(id))).toEqual([
      'active',
      'convention-en-preparation',
      'formulaire-a-decider',
      'formulaire-a-creer',
    ]);
    expect(lignes.find(({ id }) => id === ids[0])).toMatchObject({
      conventionNumero: active.numero,
      conventionAu: '2020-03-04',
      utilisateurs: 1,
      equipements: 0,
      siren: SIRENS[0],
    });
  });
  it('is filtered by situation, name, SIREN and convention number, signs of a pattern taken as they are', async () => {
    expect((await listePartenaires({ situation: 'active' })).lignes.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await listePartenaires({ texte: 'BRÌARE' })).total).toBe(4);
    expect((await listePartenaires({ texte: SIRENS[1] })).lignes.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await listePartenaires({ texte: active.numero })).lignes.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await listePartenaires({ texte: '%_' })).total).toBe(0);
  });
  it('is another on another day: the convention expires by itself', async () => {
    contrats.horloge.regler('2020-03-04');
    expect((await listePartenaires({ situation: 'echue' })).lignes.map(({ id }) => id)).toEqual([ids[0]]);
  });
  it('is empty for another Caf', async () => {
    expect(await listePartenaires({}, agent('891', 2))).toEqual({ lignes: [], total: 0 });
  });
});

describe('the dossier of a partner', () => {
  it('lists what is missing next', async () => {
    const etats = async (id: string | undefined) =>
      (await dossier(id ?? '')).etapes.map(({ cle, etat }) => `${cle} ${etat}`);
    expect(await etats(ids[0])).toEqual([
      'eligibilite faite',
      'convention faite',
      'contrat faite',
      'activation faite',
      'bulletin faite',
      'equipement courante',
    ]);
    expect(await etats(ids[1])).toEqual([
      'eligibilite faite',
      'convention courante',
      'contrat a-venir',
      'activation a-venir',
      'bulletin a-venir',
      'equipement a-venir',
    ]);
    expect((await dossier(ids[2] ?? '')).etapes[0]?.manque.join(' ')).toContain('mission générale');
    expect((await dossier(ids[3] ?? '')).etapes[0]).toMatchObject({
      etat: 'courante',
      manque: ['Aucun formulaire d’éligibilité n’est commencé.'],
    });
  });
  it('shows a partner’s user his documents without the eligibility form, unless he is the administrateur', async () => {
    const id = ids[0] ?? '';
    const simple = await dossier(id, acteurPartenaire(id, { administrateur: false }));
    expect(simple.formulaires).toEqual([]);
    expect(simple.conventions).toHaveLength(1);
    expect((await dossier(id, acteurPartenaire(id))).formulaires[0]?.decisions).toHaveLength(1);
    await expect(dossier(ids[1] ?? '', acteurPartenaire(id))).rejects.toMatchObject({ name: 'Introuvable' });
  });
});

describe('the list and dossier of conventions', () => {
  it('a convention near its term is to be renewed until a renewal is drafted', async () => {
    expect((await listeConventions({ etat: 'a-renouveler' })).total).toBe(0);
    contrats.horloge.regler('2020-01-04');
    expect((await listeConventions({ etat: 'a-renouveler' })).lignes).toMatchObject([
      { id: active.id, etat: 'active', bulletins: 1 },
    ]);
    const suite = await contrats.faire(renouvelerConvention, {
      convention: active.id,
      version: active.version,
    });
    expect((await listeConventions({ etat: 'a-renouveler' })).total).toBe(0);
    const ancien = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
      dossierConvention(unite, active.id),
    );
    expect(ancien.renouveleePar?.id).toBe(suite.id);
    expect(ancien.bulletins).toMatchObject([{ actif: true }]);
    expect(ancien.servicesAOuvrir.map(({ id }) => id)).toEqual(['CDAP']);
    expect(ancien.contrats).toMatchObject([{ contrat: { etat: 'actif' }, constats: [] }]);
    const nouveau = await contrats.executeur.lire(contrats.gestionnaire, (unite) =>
      dossierConvention(unite, suite.id),
    );
    expect(nouveau).toMatchObject({
      etat: 'brouillon',
      renouvelee: { id: active.id },
      contrats: [{ constats: [{ issue: 'SIGNATURE_MANQUANTE' }, { issue: 'SIGNATURE_MANQUANTE' }] }],
    });
  });
  it('are filtered by state and partner', async () => {
    expect((await listeConventions({ etat: 'brouillon', partenaire: ids[1] })).total).toBe(1);
    expect((await listeConventions({ partenaire: 'x' })).total).toBe(0);
  });
});
