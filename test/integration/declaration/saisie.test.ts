import type { InferEntity } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { ActionInterdite, Introuvable } from '#src/kernel/refus.ts';
import { enregistrerActivite, enregistrerFinances } from '#src/domain/declaration/commandes.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { ChampsInconnus, HabilitationRequise, VoletModifieAilleurs } from '#src/domain/declaration/refus.ts';
import { ChampNonPermis } from '#src/kernel/droits/droits.ts';
import {
  activite,
  commencer,
  finances,
  planterUneDeclaration,
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

/** A command that saves the activity of a declaration, and reaches beyond. */
const deborder = (
  donnees: Partial<
    Pick<InferEntity<typeof Declaration>, 'donneesActivite' | 'donneesFinances' | 'sousReserve'>
  >,
) =>
  definirCommande({
    nom: 'declaration.enregistrerActivite',
    droit: ['Declaration', 'saisirActivite'],
    saisie: z.object({ id: z.uuid() }),
    async executer(unite, { id }) {
      Object.assign(await unite.em.findOneOrFail(Declaration, { id }), donnees);
    },
  });

describe('a right that names fields', () => {
  it('lets these be written, and no other of the record: nothing of it is kept', async () => {
    const id = await commencer(fixture);
    const avant = await ligne(fixture, id);
    const vides = { valeurs: {}, illisibles: {} };
    for (const donnees of [
      { donneesFinances: vides },
      { donneesActivite: vides, donneesFinances: vides },
      { sousReserve: true },
    ]) {
      await expect(fixture.executeur.executer(fixture.directrice, deborder(donnees), { id })).rejects.toThrow(
        ChampNonPermis,
      );
    }
    expect(await ligne(fixture, id)).toEqual(avant);
    await fixture.executeur.executer(fixture.directrice, deborder({ donneesActivite: vides }), { id });
    expect((await ligne(fixture, id))?.donnees_activite).toEqual(vides);
  });
});

describe('saving a draft', () => {
  it('keeps what was typed, even what cannot be read, and says how to correct it', async () => {
    const declaration = await commencer(fixture);
    const { erreurs, version } = await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
      declaration,
      version: 1,
      donnees: activite(fixture, {
        'ouverture.debut': '30/02/2025',
        'animateurs.liste.0.etpDeclare': 'plein temps',
      }),
    });
    expect(version).toBe(2);
    expect(erreurs.map(({ champ }) => champ).sort()).toEqual([
      'animateurs.liste.0.etpDeclare',
      'ouverture.debut',
    ]);
    expect((await ligne(fixture, declaration))?.donnees_activite.illisibles).toEqual({
      'ouverture.debut': '30/02/2025',
      'animateurs.liste.0.etpDeclare': 'plein temps',
    });
  });

  it('is only for the fournisseur of that volet', async () => {
    const declaration = await commencer(fixture);
    for (const acteur of [fixture.comptable, fixture.approbateur, fixture.collegue]) {
      await expect(
        fixture.executeur.executer(acteur, enregistrerActivite, {
          declaration,
          version: 1,
          donnees: activite(fixture),
        }),
      ).rejects.toThrow(ActionInterdite);
    }
    await expect(
      fixture.executeur.executer(fixture.directrice, enregistrerFinances, {
        declaration,
        version: 1,
        donnees: finances(),
      }),
    ).rejects.toThrow(ActionInterdite);
    const ailleurs = {
      ...fixture.directrice,
      habilitations: [tenue('FOURNISSEUR_ACTIVITE', fixture.etranger.equipementId)],
    };
    await expect(
      fixture.executeur.executer(ailleurs, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: activite(fixture),
      }),
    ).rejects.toThrow(HabilitationRequise);
    expect((await ligne(fixture, declaration))?.version_activite).toBe(1);
  });

  it('refuses a field of the other volet, and an unknown one, and writes nothing', async () => {
    const declaration = await commencer(fixture);
    for (const champ of ['charges.c64', 'ouverture.inconnu', 'animateurs.liste.0.salaire']) {
      await expect(
        fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
          declaration,
          version: 1,
          donnees: { ...activite(fixture), [champ]: '1' },
        }),
      ).rejects.toThrow(ChampsInconnus);
    }
    expect((await ligne(fixture, declaration))?.version_activite).toBe(1);
  });

  it('takes twice what it already holds: a save whose answer was lost is no conflict, and writes nothing', async () => {
    const declaration = await commencer(fixture);
    for (let fois = 0; fois < 2; fois += 1) {
      await expect(
        fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
          declaration,
          version: 1,
          donnees: activite(fixture),
        }),
      ).resolves.toMatchObject({ version: 2 });
    }
    expect((await ligne(fixture, declaration))?.version_activite).toBe(2);
  });

  it('refuses a draft opened before another save, and never the other volet', async () => {
    const declaration = await commencer(fixture);
    await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
      declaration,
      version: 1,
      donnees: activite(fixture),
    });
    await expect(
      fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: { ...activite(fixture), 'missions.actionsInformation': '99' },
      }),
    ).rejects.toThrow(VoletModifieAilleurs);
    await expect(
      fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
        declaration,
        version: 1,
        donnees: finances(),
      }),
    ).resolves.toMatchObject({ version: 2 });
  });

  it('lets both fournisseurs save at the same moment, each keeping the other’s data', async () => {
    const declaration = await commencer(fixture);
    for (let tour = 1; tour <= 10; tour += 1) {
      await Promise.all([
        fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
          declaration,
          version: tour,
          donnees: activite(fixture, { 'missions.actionsInformation': String(tour) }),
        }),
        fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
          declaration,
          version: tour,
          donnees: finances({ 'charges.c60': String(1000 + tour) }),
        }),
      ]);
    }
    expect(await ligne(fixture, declaration)).toMatchObject({
      donnees_activite: { valeurs: { missions: { actionsInformation: 10 } } },
      donnees_finances: { valeurs: { charges: { c60: '1010' } } },
    });
  });

  it('journals only the values that moved', async () => {
    const declaration = await commencer(fixture);
    const { version } = await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration,
      version: 1,
      donnees: finances(),
    });
    await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration,
      version,
      donnees: finances({ 'charges.c60': '2 500,50' }),
    });
    const [derniere] = await fixture.sql<{ changements: object }>(
      "select changements from journal where entite = 'Declaration' order by rang desc limit 1",
    );
    expect(derniere?.changements).toEqual({
      'donneesFinances.valeurs.charges.c60': { avant: '2000', apres: '2500.5' },
      versionFinances: { avant: 2, apres: 3 },
    });
  });

  it('does not count a save that changes nothing', async () => {
    const declaration = await commencer(fixture);
    const premiere = await fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
      declaration,
      version: 1,
      donnees: finances(),
    });
    await expect(
      fixture.executeur.executer(fixture.comptable, enregistrerFinances, {
        declaration,
        version: premiere.version,
        donnees: finances(),
      }),
    ).resolves.toMatchObject({ version: premiere.version });
  });

  it('keeps a script typed in a text as text', async () => {
    const declaration = await commencer(fixture);
    const texte = '<script>alert(1)</script>';
    await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
      declaration,
      version: 1,
      donnees: { ...activite(fixture), 'fermetures.liste.0.precisions': texte },
    });
    expect((await ligne(fixture, declaration))?.donnees_activite.valeurs).toMatchObject({
      fermetures: { liste: [{ precisions: texte }] },
    });
  });

  it('is unknown to another Caf and another partner', async () => {
    const declaration = await commencer(fixture);
    const acteur = { ...fixture.etranger.acteur, habilitations: fixture.directrice.habilitations };
    await expect(
      fixture.executeur.executer(acteur, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: activite(fixture),
      }),
    ).rejects.toThrow(Introuvable);
    await expect(
      fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
        declaration: 'x',
        version: 1,
        donnees: {},
      }),
    ).rejects.toMatchObject({ statut: 422 });
  });
});
