import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesDe, type ActeurPartenaire } from '#src/kernel/acteur.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import { enregistrerActivite, transmettre } from '#src/domain/declaration/commandes.ts';
import { HabilitationRequise, TransmissionRefusee } from '#src/domain/declaration/refus.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { RoleNonOuvert } from '#src/domain/delegation/habilitation/refus.ts';
import { rolesOuverts } from '#src/domain/delegation/habilitation/roles-ouverts.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import {
  activite,
  commencer,
  planterUneDeclaration,
  remplir,
  vider,
  type DecorDeDeclaration,
} from '../declaration/decor.ts';
import { aLaCaf, MINUITS } from './minuits.ts';

let decor: DecorDeDeclaration;
let registre: RegistreVivant;
beforeAll(async () => {
  registre = await registreDesFichiers();
  decor = await planterUneDeclaration(registre);
});
afterAll(() => decor.fermer());

/** The person as the next request would make him, at an instant. */
async function a(
  instant: string,
  { compteId }: Pick<ActeurPartenaire, 'compteId'>,
): Promise<ActeurPartenaire | null> {
  decor.horloge.regler(instant);
  const acteur = (await lireProfils(decor.orm.em.fork(), decor.horloge, compteId))?.profils[0]?.acteur;
  return acteur?.type === 'partenaire' ? acteur : null;
}
const roles = async (instant: string, qui: Pick<ActeurPartenaire, 'compteId'>): Promise<string[]> => {
  const acteur = await a(instant, qui);
  return acteur ? [...rolesDe(acteur)].sort() : ['personne'];
};

describe.each(MINUITS)('at midnight of the Caf, %s', (fuseau, veille, jour) => {
  it('a habilitation, a mandate and an access end, and begin', async () => {
    await aLaCaf(decor, fuseau);
    const { utilisateurId, compteId, acteur } = await decor.personne(`MINUIT${fuseau.slice(0, 2)}`, {
      ouvertLe: '2026-01-01',
    });
    const [finit, commence] = [randomUUID(), randomUUID()];
    for (const [id, role, du, au] of [
      [finit, 'CONSULTANT', '2026-01-01', '2026-03-03'],
      [commence, 'FOURNISSEUR_FINANCIER', '2026-03-03', null],
    ] as const) {
      await decor.sql(
        `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, au, etat, demande_par, demande_le)
        values ($1, '451', $2, $3, $4, 'activite', $5, $6, $7, 'accordee', $8, now())`,
        [
          id,
          decor.partenaireId,
          utilisateurId,
          role,
          decor.equipementId,
          du,
          au,
          decor.administrateur.compteId,
        ],
      );
    }
    await decor.sql(
      `insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, roles, equipements, du, au, cree_le) values ($1, '451', $2, $3, $4, '[]', '[]', '2026-01-01', '2026-03-03', now())`,
      [randomUUID(), decor.partenaireId, decor.administrateur.utilisateurId, utilisateurId],
    );
    expect(await roles(veille, acteur())).toEqual(['consultant', 'responsable-habilitations', 'utilisateur']);
    expect(await roles(jour, acteur())).toEqual(['fournisseur-financier', 'utilisateur']);
    await decor.sql("update utilisateur set clos_le = '2026-03-03' where compte_id = $1", [compteId]);
    expect(await roles(veille, acteur())).toContain('consultant');
    expect(await roles(jour, acteur())).toEqual(['personne']);
  });

  it('an expired convention suspends the transmission, as the rule file `echeance` says, and keeps the drafts', async () => {
    await aLaCaf(decor, fuseau);
    await vider(decor);
    await decor.sql("update convention set au = '2027-01-01' where caf_id = '451'");
    const declaration = await remplir(decor);
    await decor.sql("update convention set au = '2026-03-03' where caf_id = '451'");
    const [approbateur, lendemain] = [await a(veille, decor.approbateur), await a(jour, decor.approbateur)];
    if (!approbateur || !lendemain) throw new Error('the approbateur has lost his access');
    const donnees = async () =>
      decor.sql('select etat, donnees_activite, donnees_finances from declaration where id = $1', [
        declaration,
      ]);
    const avant = await donnees();
    decor.horloge.regler(jour);
    const refus = await decor.executeur
      .executer(lendemain, transmettre, { declaration })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(TransmissionRefusee);
    expect((refus as TransmissionRefusee).constats.map(({ issue }) => issue)).toEqual([
      'TRANSMISSION_SUSPENDUE',
    ]);
    expect(await donnees()).toEqual(avant);
    decor.horloge.regler(veille);
    await expect(decor.executeur.executer(approbateur, transmettre, { declaration })).resolves.toMatchObject({
      numero: 1,
    });
  });

  it('goes on typing a draft under an expired convention', async () => {
    await aLaCaf(decor, fuseau);
    await vider(decor);
    const declaration = await commencer(decor);
    await decor.sql("update convention set au = '2026-03-03' where caf_id = '451'");
    const directrice = await a(jour, decor.directrice);
    if (!directrice) throw new Error('the directrice has lost her access');
    await expect(
      decor.executeur.executer(directrice, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: activite(decor),
      }),
    ).resolves.toMatchObject({ version: 2 });
  });

  it('a habilitation that ends closes the signature with it', async () => {
    await aLaCaf(decor, fuseau);
    await vider(decor);
    await decor.sql("update convention set au = '2027-01-01' where caf_id = '451'");
    const declaration = await remplir(decor);
    await decor.sql("update habilitation set au = '2026-03-03' where utilisateur_id = $1", [
      decor.approbateur.utilisateurId,
    ]);
    // Even as somebody whose request began before midnight: a signature reads the habilitation again.
    const commencee = await a(veille, decor.approbateur);
    if (!commencee) throw new Error('the approbateur has lost his access');
    decor.horloge.regler(jour);
    await expect(decor.executeur.executer(commencee, transmettre, { declaration })).rejects.toThrow(
      HabilitationRequise,
    );
    decor.horloge.regler(veille);
    await expect(decor.executeur.executer(commencee, transmettre, { declaration })).resolves.toMatchObject({
      numero: 1,
    });
    await decor.sql('update habilitation set au = null where utilisateur_id = $1', [
      decor.approbateur.utilisateurId,
    ]);
  });

  it('a bulletin that ends opens no role any more', async () => {
    await aLaCaf(decor, fuseau);
    await decor.sql("update bulletin_adhesion set au = '2026-03-03' where caf_id = '451'");
    const accorder = async (instant: string, du: string) => {
      const administrateur = await a(instant, decor.administrateur);
      const { utilisateurId } = await decor.personne(`BULLETIN${randomUUID().slice(0, 4)}`);
      return decor.executeur.executer(administrateur ?? decor.collegue, affecterRole, {
        utilisateur: utilisateurId,
        role: 'CONSULTANT',
        du,
        portee: 'activite',
        equipements: [decor.equipementId],
      });
    };
    await expect(accorder(veille, '2026-03-02')).resolves.toHaveLength(1);
    await expect(accorder(jour, '2026-03-03')).rejects.toThrow(RoleNonOuvert);
    // So that the next tests may remove the declarations with their decisions.
    await decor.sql('update habilitation set decision_id = null');
    await decor.sql("update bulletin_adhesion set au = '2027-01-01' where caf_id = '451'");
  });
});

describe('the portée of a bulletin signed with another Caf', () => {
  /** Roles open to the commune at Caf 451 by a bulletin of Caf 771 alone. */
  async function ouverts(portee: string, cafs: readonly string[], jour = '2026-03-02'): Promise<string[]> {
    await decor.sql("update bulletin_adhesion set roles = '[]' where caf_id = '451'");
    await decor.sql(
      'update partenaire set organisme_id = (select organisme_id from partenaire where id = $1) where id = $2',
      [decor.partenaireId, decor.etranger.partenaireId],
    );
    await decor.sql(
      `update bulletin_adhesion set roles = '["CONSULTANT"]', portee = $1, cafs = $2, au = '2026-03-03' where caf_id = '771'`,
      [portee, JSON.stringify(cafs)],
    );
    decor.horloge.regler('2026-03-02');
    return decor.executeur.lire(decor.administrateur.acteur(), async (unite) => [
      ...(await rolesOuverts(unite, jour)),
    ]);
  }

  it('opens nothing here when it is local, or lists other Caf', async () => {
    expect(await ouverts('locale', [])).toEqual([]);
    expect(await ouverts('multi-caf', ['771', '974'])).toEqual([]);
  });

  it('opens its roles here when it is national, or lists this Caf, until its last day', async () => {
    expect(await ouverts('nationale', [])).toEqual(['CONSULTANT']);
    expect(await ouverts('multi-caf', ['771', '451'])).toEqual(['CONSULTANT']);
    expect(await ouverts('nationale', [], '2026-03-03')).toEqual([]);
  });

  it('opens nothing to another organisme', async () => {
    await ouverts('nationale', []);
    const { id } = (
      await decor.sql<{ id: string }>(
        "insert into organisme (id, siren, raison_sociale, forme) values (gen_random_uuid(), '552100554', 'AUTRE', 'commune') returning id",
      )
    )[0] ?? { id: '' };
    await decor.sql('update partenaire set organisme_id = $1 where id = $2', [
      id,
      decor.etranger.partenaireId,
    ]);
    expect(
      await decor.executeur.lire(decor.administrateur.acteur(), async (unite) => [
        ...(await rolesOuverts(unite, '2026-03-02')),
      ]),
    ).toEqual([]);
  });
});
