import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ajouterAnimateur,
  creerConventionnement,
  modifierAnimateur,
  validerConventionnement,
} from '#src/domain/equipement/commandes.ts';
import type { Animateur, Equipement } from '#src/domain/equipement/equipement.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';
import { ajouter, creerRam, fiche, modifier } from './animateurs.ts';

let contrats: Contrats;
let partenaireId: string;
beforeAll(async () => {
  contrats = await contratsDeTest('2019-06-03');
  partenaireId = (await contrats.partenaire()).id;
});
afterAll(() => contrats.fermer());

describe('« Succède à »', () => {
  let ram: Equipement;
  let [partante, arrivant]: Animateur[] = [];
  beforeAll(async () => {
    ram = await creerRam(contrats, partenaireId);
    partante = await ajouter(contrats, ram, 'Partante', { au: '2019-04-01' });
    arrivant = await ajouter(contrats, ram, 'Arrivant', { du: '2019-03-18', succedeA: partante.id });
  });
  const recus = (): { partante: Animateur; arrivant: Animateur } => {
    if (!partante || !arrivant) throw new Error('recorded before');
    return { partante, arrivant };
  };

  it('is recorded with whom the post was taken over from; the two may be there together for a while', () => {
    expect(recus().arrivant.succedeA?.id).toBe(recus().partante.id);
  });
  it('names somebody of the same equipment', async () => {
    const ailleurs = await ajouter(contrats, await creerRam(contrats, partenaireId), 'Ailleurs');
    for (const succedeA of [ailleurs.id, '5ab00000-0000-4000-8000-000000000001']) {
      expect(
        await contrats.refus(ajouterAnimateur, { equipement: ram.id, ...fiche('X'), succedeA }),
      ).toMatchObject({
        name: 'AutreEquipement',
        champs: { succedeA: expect.stringContaining('même équipement') as string },
      });
    }
  });
  it('never goes in a circle, not even to oneself', async () => {
    const { partante: a, arrivant: b } = recus();
    expect(
      (await contrats.refus(modifierAnimateur, modifier(a, { au: '2019-04-01', succedeA: a.id }))).name,
    ).toBe('SuccessionEnBoucle');
    const jumeau = await ajouter(contrats, ram, 'Jumeau', { du: '2019-03-18', succedeA: b.id });
    expect(
      (await contrats.refus(modifierAnimateur, modifier(b, { du: '2019-03-18', succedeA: jumeau.id }))).name,
    ).toBe('SuccessionEnBoucle');
  });
  it('goes to one person only, even when two are recorded at the same moment', async () => {
    const { partante: a } = recus();
    expect(
      (
        await contrats.refus(ajouterAnimateur, {
          equipement: ram.id,
          ...fiche('Second', { du: '2019-05-01', succedeA: a.id }),
        })
      ).champs['succedeA'],
    ).toContain('Jo Arrivant succède déjà à Jo Partante');
    const seule = await ajouter(contrats, ram, 'Seule');
    const resultats = await Promise.allSettled(
      Array.from({ length: 8 }, (_, rang) =>
        ajouter(contrats, ram, `N${rang}`, { du: '2019-05-01', succedeA: seule.id }),
      ),
    );
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const resultat of resultats)
      if (resultat.status === 'rejected') expect(resultat.reason).toMatchObject({ name: 'DejaSuccede' });
  });
  it('comes after whoever held the post, whichever of the two dates is changed', async () => {
    const { partante: a, arrivant: b } = recus();
    expect(
      (await contrats.refus(modifierAnimateur, modifier(b, { du: '2014-12-31', succedeA: a.id }))).champs[
        'succedeA'
      ],
    ).toContain('1er janvier 2015');
    expect(
      (await contrats.refus(modifierAnimateur, modifier(a, { du: '2019-03-19', au: '2019-04-01' }))).champs[
        'du'
      ],
    ).toContain('18 mars 2019');
  });
  it('is taken back by leaving it empty', async () => {
    const autre = await creerRam(contrats, partenaireId);
    const avant = await ajouter(contrats, autre, 'Avant');
    const apres = await ajouter(contrats, autre, 'Après', { du: '2019-01-01', succedeA: avant.id });
    expect(
      (await contrats.faire(modifierAnimateur, modifier(apres, { du: '2019-01-01', succedeA: '' }))).succedeA,
    ).toBeNull();
  });
});

describe('the Etp validated for one animateur', () => {
  it('is recorded where the Ca gave it, and stays empty elsewhere', async () => {
    const ram = await creerRam(contrats, partenaireId);
    expect((await ajouter(contrats, ram, 'Sans')).etpValide ?? null).toBeNull();
    expect((await ajouter(contrats, ram, 'Avec', { etpContrat: '0,8', etpValide: '0,5' })).etpValide).toBe(
      '0.5',
    );
  });
  it('is refused above the work contract in the words of the rule: the declaration would be stopped by the Caf’s own record', async () => {
    const ram = await creerRam(contrats, partenaireId);
    const refus = await contrats.refus(ajouterAnimateur, {
      equipement: ram.id,
      ...fiche('Trop', { etpContrat: '0.5', etpValide: '0.8' }),
    });
    expect(refus).toMatchObject({
      name: 'EtpValideRefuse',
      constats: [{ regle: 'ETP-001' }],
      champs: { etpValide: expect.stringContaining('0,8') as string },
    });
    expect(
      (await contrats.refus(ajouterAnimateur, { equipement: ram.id, ...fiche('Trop', { etpValide: 'un' }) }))
        .champs['etpValide'],
    ).toContain('nombre');
  });
});

describe('people in turn on one post, for a conventionnement', () => {
  const PERIODE = { du: '2019-01-01', au: '2023-01-01' };
  const valider = (
    { id, version, animateurs }: { id: string; version: number; animateurs: readonly string[] },
    etpValide: string,
  ) => ({
    conventionnement: id,
    version,
    instance: 'conseil-administration',
    valideLe: '2019-05-20',
    etpValide,
    profils: animateurs,
  });

  it('count as one contract: their Etp do not add up to more than was ever there', async () => {
    const ram = await creerRam(contrats, partenaireId);
    const partante = await ajouter(contrats, ram, 'Partante', { au: '2019-04-01' });
    await ajouter(contrats, ram, 'Arrivant', { du: '2019-03-18', succedeA: partante.id });
    const tous = await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE });
    expect(tous.animateurs).toHaveLength(2);
    expect(await contrats.refus(validerConventionnement, valider(tous, '1.5'))).toMatchObject({
      constats: [{ issue: 'ETP_VALIDE_SUPERIEUR_CONTRAT' }],
    });
    expect(await contrats.faire(validerConventionnement, valider(tous, '1'))).toMatchObject({
      etat: 'valide',
    });
  });
  it('go together: whoever comes later is counted where the one before is, and cannot be counted elsewhere', async () => {
    const ram = await creerRam(contrats, partenaireId);
    const [a, x] = [await ajouter(contrats, ram, 'A'), await ajouter(contrats, ram, 'X')];
    await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE, animateurs: [a.id] });
    const b = await ajouter(contrats, ram, 'B', { du: '2019-05-01', succedeA: a.id });
    const refus = await contrats.refus(creerConventionnement, {
      equipement: ram.id,
      ...PERIODE,
      animateurs: [x.id, b.id],
    });
    expect(refus).toMatchObject({
      name: 'AnimateurDejaCompte',
      champs: { animateurs: expect.stringContaining('Jo B occupe le même poste que Jo A') as string },
    });
    const second = await contrats.faire(creerConventionnement, { equipement: ram.id, ...PERIODE });
    expect(second.animateurs).toEqual([x.id]);
    expect(
      (
        await contrats.refus(ajouterAnimateur, {
          equipement: ram.id,
          ...fiche('C', { du: '2019-06-01', succedeA: a.id }),
        })
      ).name,
    ).toBe('DejaSuccede');
    expect(
      (await contrats.refus(modifierAnimateur, modifier(x, { du: '2019-06-01', succedeA: b.id }))).name,
    ).toBe('PosteCompteDeuxFois');
  });
});
