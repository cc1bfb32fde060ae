import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import { contexteDe } from '#src/domain/declaration/contexte.ts';
import { avecNoms, sansNoms } from '#src/domain/declaration/contexte/animateurs.ts';
import { dossierTransmis } from '#src/domain/declaration/dossier.ts';
import { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';
import { planterUneDeclaration, remplir, vider, type DeclarationFixture } from './fixture.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
afterAll(() => fixture.fermer());
beforeEach(async () => {
  await fixture.sql('delete from absence_animateur');
  await fixture.sql('delete from animateur where id <> $1', [fixture.animatriceId]);
});

async function animateur(
  nom: string,
  reste: { du?: string; au?: string | null; succedeA?: string; etpValide?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await fixture.sql(
    `insert into animateur (id, caf_id, partenaire_id, equipement_id, nom, prenom, etp_contrat, profil_valide, du, au, succede_a_id, etp_valide)
    values ($1, '451', $2, $3, $4, 'Jo', 0.5, false, $5, $6, $7, $8)`,
    [
      id,
      fixture.partenaireId,
      fixture.equipementId,
      nom,
      reste.du ?? '2020-01-01',
      reste.au ?? null,
      reste.succedeA ?? null,
      reste.etpValide ?? null,
    ],
  );
  return id;
}
const absence = (animateurId: string, du: string, au: string | null, motif = 'maladie') =>
  fixture.sql(
    "insert into absence_animateur (id, caf_id, partenaire_id, animateur_id, motif, du, au) values (gen_random_uuid(), '451', $1, $2, $3, $4, $5)",
    [fixture.partenaireId, animateurId, motif, du, au],
  );

const lire = (quoi: (unite: UniteDeLecture) => Promise<ContexteJson>) =>
  fixture.executeur.lire(fixture.directrice, quoi);
const contexte = () =>
  lire(async (unite) => {
    const conventionnement = await unite.em.findOneOrFail(
      Conventionnement,
      { id: fixture.conventionnementId },
      { populate: ['equipement'] },
    );
    const { caf, partenaire, equipement } = conventionnement;
    const definition = unite.registre.formulaire('RAM', '2025-12-31')?.definition as DefinitionDeFormulaire;
    return contexteDe(
      unite,
      { caf, partenaire, equipement, conventionnement, exercice: 2025, perennite: 'reelle' },
      definition,
      false,
    );
  });
const noms = (liste: unknown): unknown[] => (liste as readonly { nom: string }[]).map(({ nom }) => nom);

describe('what the Caf’s records tell a declaration of its animateurs', () => {
  it('is when each came and left, whom he took over from, the Etp validated for him, and when he was away', async () => {
    await absence(fixture.animatriceId, '2025-03-10', '2025-06-01');
    const id = await animateur('Suivant', {
      du: '2025-07-01',
      au: '2025-12-01',
      succedeA: fixture.animatriceId,
      etpValide: '0.4',
    });
    const { animateurs, absences } = await contexte();
    expect(absences).toEqual([
      { animateur: fixture.animatriceId, du: '2025-03-10', au: '2025-06-01', motif: 'maladie' },
    ]);
    expect(animateurs).toEqual([
      {
        id: fixture.animatriceId,
        nom: 'Mona LENOIR',
        etpContrat: '1.0000',
        profilValide: true,
        du: '2019-01-01',
        au: null,
        succedeA: null,
        poste: fixture.animatriceId,
        etpValide: null,
        absences: [{ du: '2025-03-10', au: '2025-06-01', motif: 'maladie' }],
      },
      {
        id,
        nom: 'Jo Suivant',
        etpContrat: '0.5000',
        profilValide: false,
        du: '2025-07-01',
        au: '2025-12-01',
        succedeA: fixture.animatriceId,
        poste: fixture.animatriceId,
        etpValide: '0.4000',
        absences: [],
      },
    ]);
  });
  it('leaves out absences that do not touch the exercice, and keeps the one not over yet', async () => {
    await absence(fixture.animatriceId, '2024-06-01', '2025-01-01');
    await absence(fixture.animatriceId, '2026-01-01', null);
    await absence(fixture.animatriceId, '2024-12-31', '2025-01-02', 'autre');
    await absence(fixture.animatriceId, '2025-12-31', null, 'maternite');
    expect((await contexte())['animateurs']).toMatchObject([
      {
        absences: [
          { du: '2024-12-31', au: '2025-01-02', motif: 'autre' },
          { du: '2025-12-31', au: null, motif: 'maternite' },
        ],
      },
    ]);
  });
  it('counts whoever took over, hand after hand, from somebody the conventionnement lists, and lists the others of the Ram apart', async () => {
    const relais = await animateur('Relais', {
      du: '2020-01-01',
      au: '2024-12-01',
      succedeA: fixture.animatriceId,
    });
    await animateur('Dernier', { du: '2024-12-01', succedeA: relais });
    await animateur('Autre');
    await animateur('Parti', { au: '2025-01-01' });
    await animateur('Futur', { du: '2026-01-01' });
    const { animateurs, animateursDuRam } = await contexte();
    expect(noms(animateurs)).toEqual(['Jo Dernier', 'Mona LENOIR']);
    expect(noms(animateursDuRam)).toEqual(['Jo Autre', 'Jo Dernier', 'Mona LENOIR']);
    expect((animateursDuRam as readonly object[])[0]).toEqual({
      id: expect.any(String) as string,
      nom: 'Jo Autre',
      etpContrat: '0.5000',
      profilValide: false,
      du: '2020-01-01',
      au: null,
    });
  });
  it('takes as many statements for twenty animateurs with absences as for one', async () => {
    const compter = async (): Promise<number> => {
      const connexion = fixture.orm.em.getConnection().getKnex();
      let requetes = 0;
      const noter = (): void => {
        requetes += 1;
      };
      connexion.on('query', noter);
      try {
        await contexte();
      } finally {
        connexion.off('query', noter);
      }
      return requetes;
    };
    const pourUn = await compter();
    for (let rang = 0; rang < 20; rang += 1)
      for (const debut of ['2025-02-01', '2025-03-01'])
        await absence(await animateur(`N${rang}${debut}`, { succedeA: undefined }), debut, null);
    expect(pourUn).toBeGreaterThan(3);
    expect(await compter()).toBe(pourUn);
  });
});

describe('what a transmission keeps of them', () => {
  it('has neither their names nor why they were away, and gets the names back as they are known on the day', async () => {
    await vider(fixture);
    await absence(fixture.animatriceId, '2025-03-10', '2025-06-01');
    const declaration = await remplir(fixture);
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    const [ligne] = await fixture.sql<{
      contexte: { animateurs: object[]; animateursDuRam: object[]; absences: object[] };
    }>("select donnees -> 'contexte' as contexte from transmission where declaration_id = $1", [declaration]);
    const { animateurs, animateursDuRam, absences } = ligne?.contexte ?? {
      animateurs: [],
      animateursDuRam: [],
      absences: [],
    };
    expect(animateurs).toMatchObject([
      { id: fixture.animatriceId, absences: [{ du: '2025-03-10', au: '2025-06-01' }] },
    ]);
    expect(absences).toHaveLength(1);
    expect(JSON.stringify([animateurs, animateursDuRam, absences])).not.toMatch(/LENOIR|maladie|motif/);
    const relu = await lire(async (unite) => {
      const fiche = await unite.em.findOneOrFail(Declaration, { id: declaration });
      return (
        await dossierTransmis(unite, fiche, await unite.em.findOneOrFail(Transmission, { declaration }))
      ).contexte;
    });
    expect([noms(relu['animateurs']), noms(relu['animateursDuRam'])]).toEqual([
      ['Mona LENOIR'],
      ['Mona LENOIR'],
    ]);
    await vider(fixture);
  });
  it('still reads when it was made before absences and the others of the Ram were given', () => {
    const ancien = {
      exercice: 2024,
      animateurs: [{ id: 'a', nom: 'Mona LENOIR', etpContrat: '1', profilValide: true }],
    };
    const garde = sansNoms(ancien);
    expect(garde).toEqual({ exercice: 2024, animateurs: [{ id: 'a', etpContrat: '1', profilValide: true }] });
    expect(avecNoms(garde, new Map([['a', 'Mona LENOIR']]))).toEqual(ancien);
    expect(avecNoms(garde, new Map())).toMatchObject({ animateurs: [{ nom: 'Animateur' }] });
  });
});
