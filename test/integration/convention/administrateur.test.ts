import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { signerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import {
  activerConvention,
  renouvelerConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());

/** What the portal's own commands do to a user between two conventions. */
const changerUtilisateur = definirCommande({
  nom: 'essai.changerUtilisateur',
  droit: ['Convention', 'modifier'],
  saisie: z.object({ partenaire: z.uuid(), changements: z.record(z.string(), z.unknown()) }),
  async executer(unite, { partenaire, changements }) {
    unite.em.assign(await unite.em.findOneOrFail(Utilisateur, { partenaire }), changements);
  },
});

async function renouvelerEtActiver(convention: Convention): Promise<void> {
  let suite = await contrats.faire(renouvelerConvention, {
    convention: convention.id,
    version: convention.version,
  });
  let contrat = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.findOneOrFail(ContratService, { convention: suite.id }),
  );
  for (const cote of ['caf', 'partenaire']) {
    const signature = { cote, par: 'Signataire', le: '2019-03-04' };
    suite = await contrats.faire(signerConvention, {
      convention: suite.id,
      version: suite.version,
      ...signature,
    });
    contrat = await contrats.faire(signerContrat, {
      contrat: contrat.id,
      version: contrat.version,
      ...signature,
    });
  }
  await contrats.faire(activerConvention, { convention: suite.id, version: suite.version });
}

const utilisateurs = (partenaireId: string) =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.find(Utilisateur, { partenaire: partenaireId }, { orderBy: { identifiant: 'asc' } }),
  );
const invitations = (destinataire: string) =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.count(Courriel, { destinataire, corps: { $like: '%/invitation?jeton=%' } }),
  );

async function premiere(siren: string): Promise<{ partenaireId: string; convention: Convention }> {
  const partenaireId = (await contrats.partenaire(siren)).id;
  await contrats.formulaireEligible(partenaireId, { administrateurCourriel: `${siren}@exemple.fr` });
  return { partenaireId, convention: await contrats.conventionActive(partenaireId) };
}

describe('the administrateur partenaire at a renewal', () => {
  it('on the same form, whoever took over since stays, and the person named then is not opened again', async () => {
    const { partenaireId, convention } = await premiere(SIRENS[0]);
    await contrats.faire(changerUtilisateur, {
      partenaire: partenaireId,
      changements: { courriel: 'successeur@exemple.fr', nom: 'Successeur' },
    });
    await renouvelerEtActiver(convention);
    expect((await utilisateurs(partenaireId)).map(({ courriel }) => courriel)).toEqual([
      'successeur@exemple.fr',
    ]);
    expect(await invitations(`${SIRENS[0]}@exemple.fr`)).toBe(1);
  });

  it('on a new form that names somebody else, he is opened and invited', async () => {
    const { partenaireId, convention } = await premiere(SIRENS[1]);
    contrats.horloge.regler('2019-03-05');
    await contrats.formulaireEligible(partenaireId, {
      administrateurNom: 'Nouveau',
      administrateurCourriel: 'nouveau@exemple.fr',
    });
    await renouvelerEtActiver(convention);
    expect(await utilisateurs(partenaireId)).toMatchObject([
      { nom: 'Baillet', administrateur: true },
      { nom: 'Nouveau', administrateur: true, ouvertLe: '2020-03-04' },
    ]);
    expect(await invitations('nouveau@exemple.fr')).toBe(1);
  });

  it('closed in between and nobody else in place, the person named is opened again without a second account', async () => {
    const { partenaireId, convention } = await premiere(SIRENS[2]);
    await contrats.faire(changerUtilisateur, {
      partenaire: partenaireId,
      changements: { closLe: '2019-03-05' },
    });
    await renouvelerEtActiver(convention);
    expect(await utilisateurs(partenaireId)).toMatchObject([{ administrateur: true, closLe: null }]);
  });

  it('already a simple user, the person named becomes administrateur without another invitation', async () => {
    const { partenaireId, convention } = await premiere(SIRENS[3]);
    await contrats.faire(changerUtilisateur, {
      partenaire: partenaireId,
      changements: { administrateur: false },
    });
    await renouvelerEtActiver(convention);
    expect(await utilisateurs(partenaireId)).toMatchObject([{ administrateur: true }]);
    expect(await invitations(`${SIRENS[3]}@exemple.fr`)).toBe(1);
  });
});
