import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, SaisieInvalide } from '#src/kernel/refus.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import {
  approuver,
  confirmerReactivation,
  creerBrouillon,
  demanderAnnulation,
  demanderReactivation,
  refuserReactivation,
} from '#src/domain/politique/commandes.ts';
import {
  chronologie,
  lireSoumission,
  reactivationsEnAttente,
} from '#src/domain/politique/consultation/lectures.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import { QuatreYeux, VersionNonProgrammee } from '#src/domain/politique/versions/refus.ts';
import { controlerBrouillon } from '#src/domain/politique/porte/numeros.ts';
import { chargerRegistre, recharger, suivrePublications } from '#src/domain/politique/registre/base.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { etudier, FAITS, monter, publier, quotas, soumettreTexte, type Fixture } from './fixture.ts';
import { COPIES, livree, version, versionConnue } from './jeux-neufs.ts';

const silence = { warn: () => undefined, info: () => undefined };
const restantes = [...COPIES];
let fixture: Fixture;
let jeu: string;
beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas', 'estimation-ps'], COPIES);
});
beforeEach(() => {
  fixture.horloge.regler('2026-03-02');
  jeu = restantes.pop() ?? '';
});
afterAll(() => fixture.fermer());

describe('a programmed version', () => {
  const programmer = async (numero: string, du: string): Promise<string> =>
    (await publier(fixture, await quotas(numero, { du, valeur: 2 }, jeu), { du })).empreinte;
  const annuler = async (empreinte: string): Promise<void> => {
    const { id, version: lue } = await fixture.executeur.executer(analyste(1), demanderAnnulation, {
      empreinte,
      motif: 'Circulaire reportée',
    });
    await fixture.executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await recharger(fixture.registre, fixture.orm);
  };
  const etats = async () =>
    (await fixture.executeur.lire(agent(), (unite) => chronologie(unite, 'regles', jeu))).versions.map(
      ({ numero, etat, intervalles }) => [numero, etat, intervalles],
    );

  it('is cancelled before its day by two people, and its days go back to the version before', async () => {
    const { executeur, horloge } = fixture;
    const empreinte = await programmer('1.1.0', '2026-06-01');
    horloge.regler('2026-03-05');
    await expect(
      executeur.executer(analyste(1), demanderAnnulation, { empreinte, motif: ' ' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(agent(), demanderAnnulation, { empreinte, motif: 'x' }),
    ).rejects.toBeInstanceOf(ActionInterdite);
    await expect(
      executeur.executer(analyste(1), demanderAnnulation, { empreinte: livree(fixture, jeu), motif: 'x' }),
    ).rejects.toBeInstanceOf(VersionNonProgrammee);
    const { id, version: lue } = await executeur.executer(analyste(1), demanderAnnulation, {
      empreinte,
      motif: 'Circulaire reportée',
    });
    expect(await executeur.lire(analyste(3), reactivationsEnAttente)).toMatchObject([
      { id, nature: 'annulation', numero: '1.1.0', du: '2026-06-01', au: null },
    ]);
    await expect(
      executeur.executer(analyste(1), confirmerReactivation, { id, version: lue }),
    ).rejects.toBeInstanceOf(QuatreYeux);
    expect(await version(fixture, jeu, '2026-07-01')).toBe('1.1.0');
    await executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await recharger(fixture.registre, fixture.orm);
    expect(await version(fixture, jeu, '2026-07-01')).toBe('1.0.0');
    expect(await etats()).toEqual([
      ['1.1.0', 'annulee', []],
      ['1.0.0', 'en-vigueur', [{ du: '2015-01-01', au: null }]],
    ]);
    // What was known in between stays known.
    expect(await versionConnue(fixture, jeu, '2026-07-01', '2026-03-04T00:00:00Z')).toBe('1.1.0');
    const lignes = await executeur.lire(systeme, ({ em }) =>
      em.find(Journal, { entiteId: id }, { orderBy: { rang: 'asc' } }),
    );
    expect(lignes.map(({ commande, motif, acteurId }) => [commande, motif, acteurId])).toEqual([
      ['regle.demanderAnnulation', 'Circulaire reportée', analyste(1).compteId],
      ['regle.confirmerReactivation', 'Circulaire reportée', analyste(2).compteId],
    ]);
  });

  it('is no longer cancelled once its day has come', async () => {
    const { executeur, horloge } = fixture;
    const empreinte = await programmer('1.1.0', '2026-03-04');
    const { id, version: lue } = await executeur.executer(analyste(1), demanderAnnulation, {
      empreinte,
      motif: 'Trop tard',
    });
    horloge.regler('2026-03-04');
    await expect(
      executeur.executer(analyste(2), confirmerReactivation, { id, version: lue }),
    ).rejects.toBeInstanceOf(VersionNonProgrammee);
    await recharger(fixture.registre, fixture.orm);
    expect(await version(fixture, jeu, '2026-03-05')).toBe('1.1.0');
    await executeur.executer(analyste(2), refuserReactivation, {
      id,
      version: lue,
      motif: 'Le jour est venu',
    });
  });

  it('below another one gives its days to what ruled before both, whichever is cancelled first', async () => {
    const un = await programmer('1.1.0', '2026-06-01');
    const deux = await programmer('1.2.0', '2026-09-01');
    await annuler(un);
    expect(
      await Promise.all(
        ['2026-05-31', '2026-07-01', '2026-09-01'].map((date) => version(fixture, jeu, date)),
      ),
    ).toEqual(['1.0.0', '1.0.0', '1.2.0']);
    await annuler(deux);
    expect(await etats()).toEqual([
      ['1.2.0', 'annulee', []],
      ['1.1.0', 'annulee', []],
      ['1.0.0', 'en-vigueur', [{ du: '2015-01-01', au: null }]],
    ]);
    expect(
      await fixture.executeur.lire(agent(), async (unite) =>
        (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
      ),
    ).toEqual([]);
  });

  it('is what a new draft follows: its number is free, and a taken one is told by the checks', async () => {
    const { executeur } = fixture;
    await programmer('1.1.0', '2026-06-01');
    await soumettreTexte(fixture, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }, jeu), {
      du: '2026-09-01',
    });
    const brouillon = await executeur.executer(analyste(), creerBrouillon, { depuis: livree(fixture, jeu) });
    expect(brouillon.numero).toBe('1.3.0');
    const controler = async (numero: string) =>
      await executeur.lire(analyste(), async (unite) =>
        controlerBrouillon(unite, {
          genre: 'regles',
          jeu,
          texte: await quotas(numero, { du: '2026-06-01', valeur: 4 }, jeu),
        }),
      );
    expect(await controler('1.3.0')).toMatchObject({ valide: true, anomalies: [] });
    for (const [numero, etat] of [
      ['1.1.0', 'publiee'],
      ['1.2.0', 'soumise'],
    ] as const) {
      expect(await controler(numero)).toMatchObject({
        valide: false,
        anomalies: [
          {
            ligne: 5,
            message: `le numéro ${numero} est déjà celui d’une version ${etat === 'publiee' ? 'publiée' : etat} de « ${jeu} » : prenez-en un autre, par exemple 1.3.0`,
          },
        ],
      });
    }
  });
});

it('two servers change over together, and each running unit of work keeps its picture', async () => {
  const { orm, urlApplication, executeur } = fixture;
  const instances = await Promise.all([chargerRegistre(orm), chargerRegistre(orm)]);
  const arrets = await Promise.all(
    instances.map((instance) => suivrePublications(instance, orm, urlApplication, silence)),
  );
  try {
    const figes = instances.map((instance) => instance.fige());
    const decident = async (
      registres: readonly { decider: Fixture['registre']['decider'] }[],
    ): Promise<string[]> =>
      Promise.all(
        registres.map(
          async (registre) => (await registre.decider(jeu, '2026-03-01', FAITS)).decision.version,
        ),
      );
    await publier(fixture, await quotas('1.1.0', { du: '2026-01-01', valeur: 2 }, jeu));
    await expect.poll(() => decident(instances)).toEqual(['1.1.0', '1.1.0']);
    // A re-activation adds no version: only what is in force moves.
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      empreinte: livree(fixture, jeu),
      motif: 'Retour',
    });
    await etudier(fixture);
    await executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await expect.poll(() => decident(instances)).toEqual(['1.0.0', '1.0.0']);
    expect(await decident(figes)).toEqual(['1.0.0', '1.0.0']);
    expect(
      instances.map(({ versions }) => versions.filter((candidate) => candidate.jeu === jeu).length),
    ).toEqual([2, 2]);
  } finally {
    await Promise.all(arrets.map((arreter) => arreter()));
  }
});

it('two approvals of one file at once end one after the other, without overlap', async () => {
  const soumises = [
    await soumettreTexte(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }, jeu), {
      du: '2026-06-01',
    }),
    await soumettreTexte(fixture, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }, jeu), {
      du: '2026-07-01',
    }),
  ];
  await etudier(fixture);
  const lues = await Promise.all(
    soumises.map(({ id }) => fixture.executeur.lire(analyste(2), (unite) => lireSoumission(unite, id))),
  );
  await Promise.all(
    lues.map(({ id, version: lue, empreinte, empreinteRapports }) =>
      fixture.executeur.executer(analyste(2), approuver, { id, version: lue, empreinte, empreinteRapports }),
    ),
  );
  await recharger(fixture.registre, fixture.orm);
  expect(await version(fixture, jeu, '2026-08-01')).toMatch(/^1\.[12]\.0$/);
  expect(await version(fixture, jeu, '2026-06-15')).toBe('1.1.0');
  expect(
    await fixture.executeur.lire(systeme, async (unite) =>
      (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
    ),
  ).toEqual([]);
});
