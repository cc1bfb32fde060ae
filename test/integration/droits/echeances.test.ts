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
  type DeclarationFixture,
} from '../declaration/fixture.ts';
import { aLaCaf, MINUITS } from './minuits.ts';

let fixture: DeclarationFixture;
let registre: RegistreVivant;
beforeAll(async () => {
  registre = await registreDesFichiers();
  fixture = await planterUneDeclaration(registre);
});
afterAll(() => fixture.fermer());

/** The person as the next request would make him, at an instant. */
async function a(
  instant: string,
  { compteId }: Pick<ActeurPartenaire, 'compteId'>,
): Promise<ActeurPartenaire | null> {
  fixture.horloge.regler(instant);
  const acteur = (await lireProfils(fixture.orm.em.fork(), fixture, compteId))?.profils[0]?.acteur;
  return acteur?.type === 'partenaire' ? acteur : null;
}
const roles = async (instant: string, qui: Pick<ActeurPartenaire, 'compteId'>): Promise<string[]> => {
  const acteur = await a(instant, qui);
  return acteur ? [...rolesDe(acteur)].sort() : ['personne'];
};

describe.each(MINUITS)('at midnight of the Caf, %s', (fuseau, veille, jour) => {
  it('a habilitation, a mandate and an access end, and begin', async () => {
    await aLaCaf(fixture, fuseau);
    const { utilisateurId, compteId, acteur } = await fixture.personne(`MINUIT${fuseau.slice(0, 2)}`, {
      ouvertLe: '2026-01-01',
    });
    const [finit, commence] = [randomUUID(), randomUUID()];
    for (const [id, role, du, au] of [
      [finit, 'CONSULTANT', '2026-01-01', '2026-03-03'],
      [commence, 'FOURNISSEUR_FINANCIER', '2026-03-03', null],
    ] as const) {
      await fixture.sql(
        `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, au, etat, demande_par, demande_le)
        values ($1, '451', $2, $3, $4, 'activite', $5, $6, $7, 'accordee', $8, now())`,
        [
          id,
          fixture.partenaireId,
          utilisateurId,
          role,
          fixture.equipementId,
          du,
          au,
          fixture.administrateur.compteId,
        ],
      );
    }
    await fixture.sql(
      `insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, roles, equipements, du, au, cree_le) values ($1, '451', $2, $3, $4, '[]', '[]', '2026-01-01', '2026-03-03', now())`,
      [randomUUID(), fixture.partenaireId, fixture.administrateur.utilisateurId, utilisateurId],
    );
    expect(await roles(veille, acteur())).toEqual([
      'consultation',
      'responsable-habilitations',
      'utilisateur',
    ]);
    expect(await roles(jour, acteur())).toEqual(['saisie-finances', 'utilisateur']);
    await fixture.sql("update utilisateur set clos_le = '2026-03-03' where compte_id = $1", [compteId]);
    expect(await roles(veille, acteur())).toContain('consultation');
    expect(await roles(jour, acteur())).toEqual(['personne']);
  });

  it('an expired convention suspends the transmission, as the rule file `echeance` says, and keeps the drafts', async () => {
    await aLaCaf(fixture, fuseau);
    await vider(fixture);
    await fixture.sql("update convention set au = '2027-01-01' where caf_id = '451'");
    const declaration = await remplir(fixture);
    await fixture.sql("update convention set au = '2026-03-03' where caf_id = '451'");
    const [approbateur, lendemain] = [
      await a(veille, fixture.approbateur),
      await a(jour, fixture.approbateur),
    ];
    if (!approbateur || !lendemain) throw new Error('the approbateur has lost his access');
    const donnees = async () =>
      fixture.sql('select etat, donnees_activite, donnees_finances from declaration where id = $1', [
        declaration,
      ]);
    const avant = await donnees();
    fixture.horloge.regler(jour);
    const refus = await fixture.executeur
      .executer(lendemain, transmettre, { declaration })
      .catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(TransmissionRefusee);
    expect((refus as TransmissionRefusee).constats.map(({ issue }) => issue)).toEqual([
      'TRANSMISSION_SUSPENDUE',
    ]);
    expect(await donnees()).toEqual(avant);
    fixture.horloge.regler(veille);
    await expect(
      fixture.executeur.executer(approbateur, transmettre, { declaration }),
    ).resolves.toMatchObject({
      numero: 1,
    });
  });

  it('goes on typing a draft under an expired convention', async () => {
    await aLaCaf(fixture, fuseau);
    await vider(fixture);
    const declaration = await commencer(fixture);
    await fixture.sql("update convention set au = '2026-03-03' where caf_id = '451'");
    const directrice = await a(jour, fixture.directrice);
    if (!directrice) throw new Error('the directrice has lost her access');
    await expect(
      fixture.executeur.executer(directrice, enregistrerActivite, {
        declaration,
        version: 1,
        donnees: activite(fixture),
      }),
    ).resolves.toMatchObject({ version: 2 });
  });

  it('a habilitation that ends closes the signature with it', async () => {
    await aLaCaf(fixture, fuseau);
    await vider(fixture);
    await fixture.sql("update convention set au = '2027-01-01' where caf_id = '451'");
    const declaration = await remplir(fixture);
    await fixture.sql("update habilitation set au = '2026-03-03' where utilisateur_id = $1", [
      fixture.approbateur.utilisateurId,
    ]);
    // Even as somebody whose request began before midnight: a signature reads the habilitation again.
    const commencee = await a(veille, fixture.approbateur);
    if (!commencee) throw new Error('the approbateur has lost his access');
    fixture.horloge.regler(jour);
    await expect(fixture.executeur.executer(commencee, transmettre, { declaration })).rejects.toThrow(
      HabilitationRequise,
    );
    fixture.horloge.regler(veille);
    await expect(fixture.executeur.executer(commencee, transmettre, { declaration })).resolves.toMatchObject({
      numero: 1,
    });
    await fixture.sql('update habilitation set au = null where utilisateur_id = $1', [
      fixture.approbateur.utilisateurId,
    ]);
  });

  it('a bulletin that ends opens no role any more', async () => {
    await aLaCaf(fixture, fuseau);
    await fixture.sql("update bulletin_adhesion set au = '2026-03-03' where caf_id = '451'");
    const accorder = async (instant: string, du: string) => {
      const administrateur = await a(instant, fixture.administrateur);
      const { utilisateurId } = await fixture.personne(`BULLETIN${randomUUID().slice(0, 4)}`);
      return fixture.executeur.executer(administrateur ?? fixture.collegue, affecterRole, {
        utilisateur: utilisateurId,
        role: 'CONSULTANT',
        du,
        portee: 'activite',
        equipements: [fixture.equipementId],
      });
    };
    await expect(accorder(veille, '2026-03-02')).resolves.toHaveLength(1);
    await expect(accorder(jour, '2026-03-03')).rejects.toThrow(RoleNonOuvert);
    // So that the next tests may remove the declarations with their decisions.
    await fixture.sql('update habilitation set decision_id = null');
    await fixture.sql("update bulletin_adhesion set au = '2027-01-01' where caf_id = '451'");
  });
});

describe('the portée of a bulletin signed with another Caf', () => {
  /** Roles open to the commune at Caf 451 by a bulletin of Caf 771 alone. */
  async function ouverts(portee: string, cafs: readonly string[], jour = '2026-03-02'): Promise<string[]> {
    await fixture.sql("update bulletin_adhesion set roles = '[]' where caf_id = '451'");
    await fixture.sql(
      'update partenaire set organisme_id = (select organisme_id from partenaire where id = $1) where id = $2',
      [fixture.partenaireId, fixture.etranger.partenaireId],
    );
    await fixture.sql(
      `update bulletin_adhesion set roles = '["CONSULTANT"]', portee = $1, cafs = $2, au = '2026-03-03' where caf_id = '771'`,
      [portee, JSON.stringify(cafs)],
    );
    fixture.horloge.regler('2026-03-02');
    return fixture.executeur.lire(fixture.administrateur.acteur(), async (unite) => [
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
      await fixture.sql<{ id: string }>(
        "insert into organisme (id, siren, raison_sociale, forme) values (gen_random_uuid(), '552100554', 'AUTRE', 'commune') returning id",
      )
    )[0] ?? { id: '' };
    await fixture.sql('update partenaire set organisme_id = $1 where id = $2', [
      id,
      fixture.etranger.partenaireId,
    ]);
    expect(
      await fixture.executeur.lire(fixture.administrateur.acteur(), async (unite) => [
        ...(await rolesOuverts(unite, '2026-03-02')),
      ]),
    ).toEqual([]);
  });
});
