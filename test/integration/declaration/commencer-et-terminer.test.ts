import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fermerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  reprendreActivite,
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
  type DecorDeDeclaration,
} from './decor.ts';
import { ligne } from './debut.ts';

let decor: DecorDeDeclaration;
beforeAll(async () => {
  decor = await planterUneDeclaration();
});
afterAll(() => decor.fermer());
beforeEach(async () => {
  await vider(decor);
  await decor.sql('update campagne set fermee_manuellement = false, version = 1');
});

const debut = () => ({ conventionnement: decor.conventionnementId, exercice: '2025', perennite: 'reelle' });

describe('beginning a declaration', () => {
  it('starts from what the Caf already holds', async () => {
    const id = await commencer(decor);
    expect((await ligne(decor, id))?.donnees_activite.valeurs).toMatchObject({
      ouverture: { debut: '2025-01-01', fin: '2025-12-31' },
      animateurs: {
        liste: [{ animateur: decor.animatriceId, etpContrat: '1', etpDeclare: '1', remplacement: 'aucun' }],
      },
      territoires: { communes: [{ commune: '45053' }] },
    });
  });

  it.each([
    ['before it opens', '2026-01-15'],
    ['on the day it is closed', '2026-04-01'],
  ])('is refused %s, with the reason', async (_quand, jour) => {
    decor.horloge.regler(jour);
    await expect(commencer(decor)).rejects.toThrow(CampagneFermee);
    expect(await decor.sql('select 1 from declaration')).toEqual([]);
  });

  it('is refused without a campaign, or once the Caf has closed it early', async () => {
    await expect(
      decor.executeur.executer(decor.directrice, commencerDeclaration, {
        ...debut(),
        perennite: 'previsionnelle',
      }),
    ).rejects.toThrow(CampagneFermee);
    const [campagne] = await decor.sql<{ id: string }>('select id from campagne');
    await decor.executeur.executer(agent(), fermerCampagne, {
      campagne: campagne?.id,
      version: '1',
      motif: 'Erreur de date',
    });
    await expect(commencer(decor)).rejects.toThrow(CampagneFermee);
  });

  it('is for a fournisseur of that equipment', async () => {
    await expect(decor.executeur.executer(decor.approbateur, commencerDeclaration, debut())).rejects.toThrow(
      ActionInterdite,
    );
    const ailleurs = {
      ...decor.directrice,
      habilitations: [
        {
          id: 'x',
          role: 'FOURNISSEUR_ACTIVITE' as const,
          equipementId: decor.etranger.equipementId,
          lieuId: null,
        },
      ],
    };
    await expect(decor.executeur.executer(ailleurs, commencerDeclaration, debut())).rejects.toThrow(
      HabilitationRequise,
    );
  });

  it('is made once per conventionnement, exercice and pérennité', async () => {
    await commencer(decor);
    await expect(commencer(decor)).rejects.toThrow(DejaCommencee);
  });

  it('refuses an exercice the conventionnement does not cover and a pérennité nobody knows', async () => {
    await expect(
      decor.executeur.executer(decor.directrice, commencerDeclaration, { ...debut(), exercice: '2023' }),
    ).rejects.toThrow(ConventionnementHorsExercice);
    await expect(
      decor.executeur.executer(decor.directrice, commencerDeclaration, {
        ...debut(),
        perennite: 'mensuelle',
      }),
    ).rejects.toMatchObject({ champs: { perennite: expect.any(String) } });
  });
});

describe('finishing a volet', () => {
  it('asks for what is not filled in and for what cannot be read, by field', async () => {
    const declaration = await commencer(decor);
    const { version } = await decor.executeur.executer(decor.directrice, enregistrerActivite, {
      declaration,
      version: 1,
      donnees: activite(decor, { 'missions.missionEchanges': '', 'ouverture.debut': '31/06/2025' }),
    });
    const refus = await decor.executeur
      .executer(decor.directrice, completerActivite, { declaration, version })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(SaisieIncomplete);
    expect(Object.keys((refus as SaisieIncomplete).champs).sort()).toEqual([
      'missions.missionEchanges',
      'ouverture.debut',
    ]);
  });

  it('waits for the approbateur once both are finished, and can be taken up again before transmission', async () => {
    const declaration = await remplir(decor);
    expect((await ligne(decor, declaration))?.etat).toBe('a-approuver');
    await expect(
      decor.executeur.executer(decor.directrice, enregistrerActivite, {
        declaration,
        version: (await ligne(decor, declaration))?.version_activite,
        donnees: activite(decor),
      }),
    ).rejects.toThrow(VoletTermine);
    await decor.executeur.executer(decor.directrice, reprendreActivite, {
      declaration,
      version: (await ligne(decor, declaration))?.version_activite,
    });
    expect((await ligne(decor, declaration))?.etat).toBe('brouillon');
    await expect(
      decor.executeur.executer(decor.comptable, completerFinances, { declaration, version: 2 }),
    ).rejects.toThrow(VoletTermine);
  });
});
