import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { creerBulletin, modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { creerConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { partenaire as acteurPartenaire } from '#test/support/acteurs.ts';
import { compter, contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
let convention: Convention;
const AFAS = { service: 'AFAS', portee: 'locale', roles: ['APPROBATEUR'] };
beforeAll(async () => {
  contrats = await contratsDeTest();
  const partenaire = await contrats.partenaire();
  await contrats.formulaireEligible(partenaire.id);
  convention = await contrats.conventionActive(partenaire.id);
});
afterAll(() => contrats.fermer());
beforeEach(() => contrats.horloge.regler('2019-05-10'));

describe('a bulletin d’adhésion', () => {
  it('does not exist without an active convention', async () => {
    const partenaire = await contrats.partenaire(SIRENS[1]);
    await contrats.formulaireEligible(partenaire.id);
    const brouillon = await contrats.faire(creerConvention, { partenaire: partenaire.id, du: '2019-03-04' });
    expect((await contrats.refus(creerBulletin, { convention: brouillon.id, ...AFAS })).name).toBe(
      'ConventionActiveRequise',
    );
  });

  it('does not exist under a convention that has expired', async () => {
    contrats.horloge.regler('2020-03-04');
    expect((await contrats.refus(creerBulletin, { convention: convention.id, ...AFAS })).name).toBe(
      'ConventionActiveRequise',
    );
  });

  it.each([
    [{ service: 'XYZ' }, 'service'],
    [{ roles: [] }, 'roles'],
    [{ roles: ['T1'] }, 'roles'],
    [{ portee: 'regionale' }, 'portee'],
    [{ portee: 'multi-caf', cafs: [] }, 'cafs'],
    [{ portee: 'multi-caf', cafs: ['451'] }, 'cafs'],
    [{ portee: 'multi-caf', cafs: ['999'] }, 'cafs'],
  ])('is refused with %j on the field %s', async (changement, champ) => {
    const refus = await contrats.refus(creerBulletin, { convention: convention.id, ...AFAS, ...changement });
    expect(Object.keys(refus.champs)).toEqual([champ]);
    expect(await compter(contrats, contrats.gestionnaire, 'bulletin_adhesion')).toBe(0);
  });

  it('opens one service of the contract from today to the convention’s term', async () => {
    const bulletin = await contrats.faire(creerBulletin, {
      convention: convention.id,
      ...AFAS,
      cafs: ['891'],
      roles: ['CONSULTANT', 'FOURNISSEUR_ACTIVITE'],
    });
    expect(bulletin).toMatchObject({
      du: '2019-05-10',
      au: '2020-03-04',
      cafs: [],
      roles: ['FOURNISSEUR_ACTIVITE', 'CONSULTANT'],
    });
  });

  it('there is no second one for the same service, even asked for at the same time', async () => {
    expect((await contrats.refus(creerBulletin, { convention: convention.id, ...AFAS })).name).toBe(
      'BulletinExistant',
    );
    const cdap = {
      convention: convention.id,
      service: 'CDAP',
      portee: 'multi-caf',
      cafs: ['974', '891'],
      roles: 'T1',
    };
    const resultats = await Promise.allSettled([1, 2, 3, 4].map(() => contrats.faire(creerBulletin, cdap)));
    expect(resultats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const resultat of resultats)
      if (resultat.status === 'rejected') expect(resultat.reason).toMatchObject({ statut: 409 });
    const [bulletin] = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.find(BulletinAdhesion, { service: 'CDAP' }),
    );
    expect(bulletin?.cafs).toEqual(['451', '891', '974']);
  });

  it('is refused for a service the contract does not authorise', async () => {
    const partenaire = await contrats.partenaire(SIRENS[2]);
    await contrats.formulaireEligible(partenaire.id);
    const active = await contrats.conventionActive(partenaire.id, { services: ['AFAS'] });
    expect(
      (
        await contrats.refus(creerBulletin, {
          convention: active.id,
          service: 'CDAP',
          portee: 'locale',
          roles: 'T1',
        })
      ).name,
    ).toBe('ServiceNonAutorise');
  });

  it('may be closed before the convention’s term, not after it', async () => {
    const [bulletin] = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.find(BulletinAdhesion, { convention: convention.id, service: 'AFAS' }),
    );
    const saisie = {
      bulletin: bulletin?.id,
      version: bulletin?.version,
      portee: 'nationale',
      roles: ['APPROBATEUR'],
    };
    expect((await contrats.refus(modifierBulletin, { ...saisie, au: '2020-03-05' })).name).toBe(
      'ClotureHorsPeriode',
    );
    expect((await contrats.refus(modifierBulletin, { ...saisie, au: '2019-05-10' })).name).toBe(
      'ClotureHorsPeriode',
    );
    expect(await contrats.faire(modifierBulletin, { ...saisie, au: '2019-12-31' })).toMatchObject({
      au: '2019-12-31',
      portee: 'nationale',
      roles: ['APPROBATEUR'],
    });
  });

  it('is not made by the partner', async () => {
    expect(
      await contrats.refus(
        creerBulletin,
        { convention: convention.id, ...AFAS },
        acteurPartenaire(convention.partenaire.id),
      ),
    ).toBeInstanceOf(ActionInterdite);
  });
});
