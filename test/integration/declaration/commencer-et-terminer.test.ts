import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fermerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  rouvrirActivite,
} from '#src/domain/declaration/commandes.ts';
import {
  CampagneFermee,
  ConventionnementHorsExercice,
  DejaCommencee,
  HabilitationRequise,
  SaisieIncomplete,
  VoletTermine,
} from '#src/domain/declaration/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  activite,
  commencer,
  planterUneDeclaration,
  remplir,
  vider,
  type DeclarationFixture,
} from './fixture.ts';
import { ligne } from './debut.ts';
import { tenue } from '#test/support/roles.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
afterAll(() => fixture.fermer());
beforeEach(async () => {
  await vider(fixture);
  await fixture.sql('update campagne set fermee_manuellement = false, version = 1');
});

const debut = () => ({ conventionnement: fixture.conventionnementId, exercice: '2025', perennite: 'reelle' });

describe('beginning a declaration', () => {
  it('starts from what the Caf already holds', async () => {
    const id = await commencer(fixture);
    expect((await ligne(fixture, id))?.donnees_activite.valeurs).toMatchObject({
      ouverture: { debut: '2025-01-01', fin: '2025-12-31' },
      animateurs: {
        liste: [{ animateur: fixture.animatriceId, etpContrat: '1', etpDeclare: '1', remplacement: 'aucun' }],
      },
      territoires: { communes: [{ commune: '45053' }] },
    });
  });

  it.each([
    ['before it opens', '2026-01-15'],
    ['on the day it is closed', '2026-04-01'],
  ])('is refused %s, with the reason', async (_quand, jour) => {
    fixture.horloge.regler(jour);
    await expect(commencer(fixture)).rejects.toThrow(CampagneFermee);
    expect(await fixture.sql('select 1 from declaration')).toEqual([]);
  });

  it('is refused without a campaign, or once the Caf has closed it early', async () => {
    await expect(
      fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
        ...debut(),
        perennite: 'previsionnelle',
      }),
    ).rejects.toThrow(CampagneFermee);
    const [campagne] = await fixture.sql<{ id: string }>('select id from campagne');
    await fixture.executeur.executer(agent(), fermerCampagne, {
      campagne: campagne?.id,
      version: '1',
      motif: 'Erreur de date',
    });
    await expect(commencer(fixture)).rejects.toThrow(CampagneFermee);
  });

  it('is for a fournisseur of that equipment', async () => {
    await expect(
      fixture.executeur.executer(fixture.approbateur, commencerDeclaration, debut()),
    ).rejects.toThrow(ActionInterdite);
    const ailleurs = {
      ...fixture.directrice,
      habilitations: [tenue('FOURNISSEUR_ACTIVITE', fixture.etranger.equipementId)],
    };
    await expect(fixture.executeur.executer(ailleurs, commencerDeclaration, debut())).rejects.toThrow(
      HabilitationRequise,
    );
  });

  it('is made once per conventionnement, exercice and pérennité', async () => {
    await commencer(fixture);
    await expect(commencer(fixture)).rejects.toThrow(DejaCommencee);
  });

  it('refuses an exercice the conventionnement does not cover and a pérennité nobody knows', async () => {
    await expect(
      fixture.executeur.executer(fixture.directrice, commencerDeclaration, { ...debut(), exercice: '2023' }),
    ).rejects.toThrow(ConventionnementHorsExercice);
    await expect(
      fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
        ...debut(),
        perennite: 'mensuelle',
      }),
    ).rejects.toMatchObject({ champs: { perennite: expect.any(String) } });
  });
});

describe('finishing a volet', () => {
  it('asks for what is not filled in and for what cannot be read, by field', async () => {
    const declaration = await commencer(fixture);
    const { version } = await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
      declaration,
      version: 1,
      donnees: activite(fixture, { 'missions.missionEchanges': '', 'ouverture.debut': '31/06/2025' }),
    });
    const refus = await fixture.executeur
      .executer(fixture.directrice, completerActivite, { declaration, version })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(SaisieIncomplete);
    expect(Object.keys((refus as SaisieIncomplete).champs).sort()).toEqual([
      'missions.missionEchanges',
      'ouverture.debut',
    ]);
  });

  it('waits for the approbateur once both are finished, and can be taken up again before transmission', async () => {
    const declaration = await remplir(fixture);
    expect((await ligne(fixture, declaration))?.etat).toBe('a-approuver');
    await expect(
      fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
        declaration,
        version: (await ligne(fixture, declaration))?.version_activite,
        donnees: activite(fixture),
      }),
    ).rejects.toThrow(VoletTermine);
    await fixture.executeur.executer(fixture.directrice, rouvrirActivite, {
      declaration,
      version: (await ligne(fixture, declaration))?.version_activite,
    });
    expect((await ligne(fixture, declaration))?.etat).toBe('brouillon');
    await expect(
      fixture.executeur.executer(fixture.comptable, completerFinances, { declaration, version: 2 }),
    ).rejects.toThrow(VoletTermine);
  });
});
