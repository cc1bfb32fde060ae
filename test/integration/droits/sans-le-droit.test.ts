import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import { DroitRequis, peut } from '#src/kernel/droits/droits.ts';
import { Refus } from '#src/kernel/refus.ts';
import { agent, analyste, partenaire, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { toutesLesCommandes, type UneCommande } from '#test/support/commandes.ts';
import { tenue, type RoleAfas } from '#test/support/roles.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { saisieDe, semerUneLignePartout, U, VERSION } from '#test/support/une-ligne-partout.ts';

const chezSoi = { compteId: U, utilisateurId: U, administrateur: false } as const;
const tenant = (role: RoleAfas) => partenaire(U, { ...chezSoi, habilitations: [tenue(role, U)] });
const mandat = {
  id: U,
  roles: ['CONSULTANT'],
  equipements: [U],
  peutCreerUtilisateurs: true,
  peutDeleguer: true,
  au: null,
};

/** Each role alone, in the very Caf and organisme the records are of: nothing but the right stops them. */
const ACTEURS: Readonly<Record<string, Acteur>> = {
  'a gestionnaire': agent(),
  'a responsable of the Caf': agent('451', 1, 'responsable'),
  'an analyst': analyste(),
  'an analyst at work in a Caf': { ...analyste(), chez: { cafId: '451', fuseauHoraire: 'Europe/Paris' } },
  'an administrateur partenaire': partenaire(U, { ...chezSoi, administrateur: true }),
  'a responsable habilitations': partenaire(U, { ...chezSoi, mandats: [mandat] }),
  'a fournisseur of activity': tenant('FOURNISSEUR_ACTIVITE'),
  'a fournisseur of finances': tenant('FOURNISSEUR_FINANCIER'),
  'an approbateur': tenant('APPROBATEUR'),
  'a consultant': tenant('CONSULTANT'),
  'a user without a role': partenaire(U, chezSoi),
  'somebody invited': {
    type: 'invite',
    formulaireId: U,
    cafId: '451',
    fuseauHoraire: 'Europe/Paris',
    partenaireId: U,
  },
  'the program': systeme,
};

const RIEN_DE_BON: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  null: null,
  'a word': 'n’importe quoi',
  'a number': 42,
  'a list': [],
  'an empty form': {},
  'fields that cannot be kept': { id: '\0', version: 'neuf', motif: '' },
  'the id of nothing, and fields nobody knows': {
    id: '00000000-0000-4000-8000-000000000000',
    version: -1,
    inconnu: { encore: [U] },
  },
};

/** The command with every input taken: nothing of what is typed stops who sends it before the record. */
const toutAdmis = (commande: UneCommande): UneCommande => ({ ...commande, saisie: z.any() });
const aLeDroit = (acteur: Acteur, { droit }: UneCommande): boolean =>
  peut(acteur, ...(droit as Parameters<typeof peut> extends [unknown, ...infer Droit] ? Droit : never));

let application: ApplicationDeTest;
let commandes: readonly UneCommande[];
/** What the base was sent since the case began. */
let envoyees: string[];
beforeAll(async () => {
  commandes = (await toutesLesCommandes()).map(([, commande]) => commande);
  application = await applicationDeTest(await registreDesFichiers());
  await semerUneLignePartout(application, {});
  application.orm.em.getKnex().on('query', ({ sql }: { readonly sql: string }) => envoyees.push(sql));
});
beforeEach(() => {
  envoyees = [];
});
afterAll(() => application.fermer());

/** Each command beside each actor without its right, and what the answer should not have been. */
async function manquesDe(
  essayer: (acteur: Acteur, commande: UneCommande) => Promise<unknown>,
  acteurs: Readonly<Record<string, Acteur>> = ACTEURS,
): Promise<string[]> {
  const manques: string[] = [];
  for (const commande of commandes) {
    for (const [qui, acteur] of Object.entries(acteurs)) {
      if (aLeDroit(acteur, commande)) continue;
      const reponse = await essayer(acteur, commande).catch((erreur: unknown) => erreur);
      if (reponse instanceof DroitRequis && reponse.droit === commande.droit) continue;
      manques.push(
        `${commande.nom}, ${qui}: ${reponse instanceof Refus ? reponse.constructor.name : String(reponse)}`,
      );
    }
  }
  return manques;
}

describe('whoever lacks the right of a command', () => {
  it('is somebody, for each', () => {
    expect(commandes.length).toBeGreaterThan(100);
    expect(
      commandes
        .filter((commande) => Object.values(ACTEURS).every((acteur) => aLeDroit(acteur, commande)))
        .map(({ nom }) => nom),
    ).toEqual([]);
  });

  it.each(Object.entries(RIEN_DE_BON))(
    'is told so when he sends %s, and the base is sent nothing',
    async (_, saisie) => {
      expect(
        await manquesDe((acteur, commande) => application.executeur.executerEtDire(acteur, commande, saisie)),
      ).toEqual([]);
      expect(envoyees).toEqual([]);
    },
  );

  it('is told so when he names a record that exists, and the base is sent nothing', async () => {
    const saisie = saisieDe(VERSION);
    expect(
      await manquesDe((acteur, commande) => application.executeur.executerEtDire(acteur, commande, saisie)),
    ).toEqual([]);
    expect(
      await manquesDe((acteur, commande) =>
        application.executeur.executerEtDire(acteur, toutAdmis(commande), saisie),
      ),
    ).toEqual([]);
    expect(envoyees).toEqual([]);
  });

  it('is told so when he only tries it, and the base is sent nothing', async () => {
    expect(
      await manquesDe((acteur, commande) =>
        application.executeur.essayer(acteur, toutAdmis(commande), saisieDe(VERSION), () =>
          Promise.resolve(null),
        ),
      ),
    ).toEqual([]);
    expect(envoyees).toEqual([]);
  });

  it('is told so among several acts in one unit, where the base is sent what opens and undoes it, no more', async () => {
    const manques: string[] = [];
    for (const [qui, acteur] of Object.entries(ACTEURS)) {
      const fini = new Error('undone');
      const unite = application.executeur.ensemble(acteur, async (faire) => {
        manques.push(
          ...(await manquesDe((_, commande) => faire(toutAdmis(commande), saisieDe(VERSION)), {
            [qui]: acteur,
          })),
        );
        throw fini;
      });
      await expect(unite).rejects.toBe(fini);
    }
    expect(manques).toEqual([]);
    expect([...new Set(envoyees.map((sql) => sql.replace(/;$|'.*/, '').toLowerCase()))]).toEqual([
      'begin',
      'select set_config(',
      'rollback',
    ]);
  });

  it('differs in this from whoever has it, whose same input reaches the base', async () => {
    const muettes: string[] = [];
    for (const commande of commandes) {
      const acteur = Object.values(ACTEURS).find((un) => aLeDroit(un, commande));
      if (!acteur) throw new Error(`nobody may ${commande.nom}`);
      envoyees = [];
      await application.executeur
        .essayer(acteur, toutAdmis(commande), saisieDe(VERSION), () => Promise.resolve(null))
        .catch(() => null);
      if (envoyees.length === 0) muettes.push(commande.nom);
    }
    expect(muettes).toEqual([]);
  });
});
