import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, SaisieInvalide } from '#src/kernel/refus.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import {
  approuver,
  confirmerReactivation,
  creerBrouillon,
  demanderAnnulation,
  demanderReactivation,
  reactiverEnUrgence,
  refuserReactivation,
} from '#src/domain/politique/commandes.ts';
import {
  chronologie,
  lireSoumission,
  reactivationsEnAttente,
} from '#src/domain/politique/consultation/lectures.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import {
  DejaEnVigueur,
  PasseNonMesure,
  PeriodeHorsDuFichier,
  QuatreYeux,
  ReactivationTraitee,
  RetroactiviteNonMesuree,
  TrouDansLaValidite,
  VersionNonProgrammee,
} from '#src/domain/politique/versions/refus.ts';
import { controlerBrouillon } from '#src/domain/politique/porte/numeros.ts';
import { chargerRegistre, recharger, suivrePublications } from '#src/domain/politique/registre/base.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { approuverLa, etudier, FAITS, monter, publier, quotas, soumettreTexte, type Decor } from './decor.ts';

const silence = { warn: () => undefined, info: () => undefined };

// Each test has a copy of the quotas file of its own.
const COPIES = Array.from({ length: 14 }, (_, rang) => `quotas-${rang}`);
const restantes = [...COPIES];
let decor: Decor;
let jeu: string;
beforeAll(async () => {
  decor = await monter('2026-03-02', ['quotas', 'estimation-ps'], COPIES);
});
beforeEach(() => {
  decor.horloge.regler('2026-03-02');
  jeu = restantes.pop() ?? '';
});
afterAll(() => decor.fermer());

const livree = (): string => decor.livrees.find((version) => version.jeu === jeu)?.empreinte ?? '';
/** Version that rules a day, as known now. */
const version = async (date: string): Promise<string> =>
  (await decor.registre.decider(jeu, date, FAITS)).decision.version;
/** Version that was known to rule a day. */
const versionConnue = async (date: string, connuLe: string): Promise<string> =>
  (await decor.registre.deciderConnuAu(jeu, date, new Date(connuLe), FAITS)).decision.version;

describe('two times', () => {
  it('answers what was decided in March with what was known then, and what it should have been knowing the circular of May', async () => {
    const { horloge } = decor;
    horloge.regler('2026-05-10');
    await publier(decor, await quotas('1.1.0', { du: '2026-03-01', valeur: 2 }, jeu), { du: '2026-03-01' });
    const mars = '2026-03-15';
    expect(
      (await decor.registre.deciderConnuAu(jeu, mars, new Date('2026-03-15T12:00:00Z'), FAITS)).decision
        .issues,
    ).toEqual(['QUOTA_ATTEINT']);
    expect((await decor.registre.decider(jeu, mars, FAITS)).decision.issues).toEqual(['EN_ATTENTE_CAF']);
    expect(await version('2026-02-28')).toBe('1.0.0');
    expect(await versionConnue('2026-02-28', '2026-06-01T00:00:00Z')).toBe('1.0.0');
    await expect(
      decor.registre.deciderConnuAu(jeu, mars, new Date('2020-01-01T00:00:00Z'), FAITS),
    ).rejects.toThrow('connu');
  });

  it('a version approved for some days only leaves the others to the one it cuts, before and after', async () => {
    await publier(decor, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }, jeu), {
      du: '2026-06-01',
      au: '2026-07-01',
    });
    expect(await Promise.all(['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map(version))).toEqual([
      '1.0.0',
      '1.1.0',
      '1.1.0',
      '1.0.0',
    ]);
    expect(
      await decor.executeur.lire(agent(), async (unite) =>
        (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
      ),
    ).toEqual([]);
    const { activations, versions } = await decor.executeur.lire(agent(), (unite) =>
      chronologie(unite, 'regles', jeu),
    );
    expect(activations.map(({ numero, du, au, connuAu }) => [numero, du, au, connuAu !== null])).toEqual([
      ['1.0.0', '2026-07-01', null, false],
      ['1.1.0', '2026-06-01', '2026-07-01', false],
      ['1.0.0', '2015-01-01', '2026-06-01', false],
      ['1.0.0', '2015-01-01', null, true],
    ]);
    expect(versions.map(({ numero, etat }) => [numero, etat])).toEqual([
      ['1.1.0', 'programmee'],
      ['1.0.0', 'en-vigueur'],
    ]);
  });

  it('a version approved too late for its days to be only future ones is refused until its past is measured', async () => {
    const soumise = await soumettreTexte(decor, await quotas('1.1.0', { du: '2026-04-01', valeur: 2 }, jeu), {
      du: '2026-04-01',
    });
    decor.horloge.regler('2026-04-02');
    await expect(approuverLa(decor, soumise)).rejects.toBeInstanceOf(RetroactiviteNonMesuree);
  });
});

describe('a hole in validity', () => {
  it('between two versions is refused unless it is said to be meant, and is then told', async () => {
    const { proprietaire } = decor;
    // Another file, so that nothing rules it yet.
    const bis = (numero: string): Promise<string> => quotas(numero, undefined, 'quotas-bis');
    expect(
      (await approuverLa(decor, await soumettreTexte(decor, await bis('1.0.0'), { au: '2026-06-01' }))).trous,
    ).toEqual([{ du: '2026-06-01', au: null }]);
    const soumise = await soumettreTexte(decor, await bis('1.1.0'), { du: '2026-09-01' });
    await expect(approuverLa(decor, soumise)).rejects.toThrow(TrouDansLaValidite);
    await expect(approuverLa(decor, soumise)).rejects.toThrow('du 01/06/2026 inclus au 01/09/2026 exclu');
    const {
      rows: [reste],
    } = await proprietaire.query('select etat from soumission_regle where id = $1', [soumise.id]);
    expect(reste).toEqual({ etat: 'soumis' });
    expect((await approuverLa(decor, soumise, { accepterTrous: 'oui' })).trous).toEqual([
      { du: '2026-06-01', au: '2026-09-01' },
    ]);
    expect(await decor.executeur.lire(analyste(), async (unite) => trousDeValidite(unite))).toEqual([
      { genre: 'regles', jeu: 'estimation-ps', du: '2031-01-01', au: null },
      { genre: 'regles', jeu: 'quotas-bis', du: '2026-06-01', au: '2026-09-01' },
    ]);
    await expect(decor.registre.decider('quotas-bis', '2026-07-01', FAITS)).rejects.toThrow(
      'en vigueur au 2026-07-01',
    );
  });
});

describe('a roll-back', () => {
  beforeEach(async () => {
    await publier(decor, await quotas('1.1.0', { du: '2026-01-01', valeur: 2 }, jeu));
  });
  const demande = { du: '2026-01-01', motif: 'Circulaire retirée' };

  it('is asked by one, with a reason, and confirmed by another', async () => {
    const { executeur, horloge } = decor;
    horloge.regler('2026-03-05');
    await expect(
      executeur.executer(analyste(1), demanderReactivation, { ...demande, empreinte: livree(), motif: '' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(agent(), demanderReactivation, { ...demande, empreinte: livree() }),
    ).rejects.toBeInstanceOf(ActionInterdite);
    await expect(
      executeur.executer(analyste(1), demanderReactivation, {
        ...demande,
        empreinte: livree(),
        du: '2014-12-31',
      }),
    ).rejects.toBeInstanceOf(PeriodeHorsDuFichier);
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      ...demande,
      empreinte: livree(),
    });
    await expect(
      executeur.executer(analyste(2), demanderReactivation, { ...demande, empreinte: livree() }),
    ).rejects.toThrow('attend déjà');
    expect(await version('2026-03-05')).toBe('1.1.0');
    expect(await executeur.lire(analyste(3), reactivationsEnAttente)).toMatchObject([
      { id, numero: '1.0.0', motif: demande.motif, demandePar: { nom: 'Analyste 1 Robert' } },
    ]);
    await expect(
      executeur.executer(analyste(1), confirmerReactivation, { id, version: lue }),
    ).rejects.toBeInstanceOf(QuatreYeux);
    // It rules past days: the decisions that would be otherwise are counted first.
    await expect(
      executeur.executer(analyste(2), confirmerReactivation, { id, version: lue }),
    ).rejects.toBeInstanceOf(PasseNonMesure);
    await etudier(decor);
    expect(await executeur.lire(analyste(3), reactivationsEnAttente)).toMatchObject([
      { id, retroactivite: { du: '2026-01-01', au: '2026-03-05', rejouees: 0, changees: 0 } },
    ]);
    await executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await expect(
      executeur.executer(analyste(3), confirmerReactivation, { id, version: 2 }),
    ).rejects.toBeInstanceOf(ReactivationTraitee);
    await recharger(decor.registre, decor.orm);
    expect([await version('2026-03-05'), await version('2025-12-31')]).toEqual(['1.0.0', '1.1.0']);
    expect(await versionConnue('2026-03-05', '2026-03-04T00:00:00Z')).toBe('1.1.0');
    await expect(
      executeur.executer(analyste(1), demanderReactivation, { ...demande, empreinte: livree() }),
    ).rejects.toBeInstanceOf(DejaEnVigueur);
  });

  it('may be refused, and changes nothing then', async () => {
    const { executeur } = decor;
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      ...demande,
      empreinte: livree(),
    });
    await executeur.executer(analyste(2), refuserReactivation, {
      id,
      version: lue,
      motif: 'La circulaire tient',
    });
    await recharger(decor.registre, decor.orm);
    expect(await version('2026-03-05')).toBe('1.1.0');
  });

  it('in an emergency takes one person, at once; the journal says so and the other analysts are written to', async () => {
    const { executeur } = decor;
    await executeur.executer(analyste(1), reactiverEnUrgence, { ...demande, empreinte: livree() });
    await recharger(decor.registre, decor.orm);
    expect(await version('2026-03-05')).toBe('1.0.0');
    const lignes = await executeur.lire(systeme, ({ em }) =>
      em.find(Journal, { commande: 'regle.reactiverEnUrgence', genre: 'evenement' }),
    );
    expect(lignes).toMatchObject([
      {
        motif: demande.motif,
        acteurId: analyste(1).compteId,
        changements: { urgence: { apres: true }, seul: { apres: analyste(1).compteId } },
      },
    ]);
    const courriels = await executeur.lire(systeme, ({ em }) =>
      em.find(Courriel, {}, { orderBy: { destinataire: 'asc' } }),
    );
    expect(courriels.map(({ destinataire }) => destinataire)).toEqual([
      'analyste2@cnaf.example',
      'analyste3@cnaf.example',
    ]);
    expect(courriels[0]?.corps).toContain(demande.motif);
  });

  it('never goes through without two people outside that path, whoever writes', async () => {
    await expect(
      decor.proprietaire.query(
        `insert into activation (id, genre, jeu, empreinte, du, connu_du, connu_au, origine, motif, demande_par, confirme_par, acte)
       select gen_random_uuid(), genre, jeu, empreinte, du, '2001-01-01', '2001-01-02', 'reactivation', 'x', $1, $1, acte from activation limit 1`,
        [analyste().compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'activation_quatre_yeux' });
    await expect(
      decor.proprietaire.query(
        `insert into reactivation_regle (id, genre, jeu, empreinte, motif, demande_par, demande_le, etat, traite_par, traite_le, rapports)
       select gen_random_uuid(), genre, jeu, empreinte, 'x', $1, now(), 'confirmee', $1, now(), '{}' from version_regle limit 1`,
        [analyste().compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'reactivation_regle_quatre_yeux' });
  });
});

describe('a programmed version', () => {
  const programmer = async (numero: string, du: string): Promise<string> =>
    (await publier(decor, await quotas(numero, { du, valeur: 2 }, jeu), { du })).empreinte;
  const annuler = async (empreinte: string): Promise<void> => {
    const { id, version: lue } = await decor.executeur.executer(analyste(1), demanderAnnulation, {
      empreinte,
      motif: 'Circulaire reportée',
    });
    await decor.executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await recharger(decor.registre, decor.orm);
  };
  const etats = async () =>
    (await decor.executeur.lire(agent(), (unite) => chronologie(unite, 'regles', jeu))).versions.map(
      ({ numero, etat, intervalles }) => [numero, etat, intervalles],
    );

  it('is cancelled before its day by two people, and its days go back to the version before', async () => {
    const { executeur, horloge } = decor;
    const empreinte = await programmer('1.1.0', '2026-06-01');
    horloge.regler('2026-03-05');
    await expect(
      executeur.executer(analyste(1), demanderAnnulation, { empreinte, motif: ' ' }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(agent(), demanderAnnulation, { empreinte, motif: 'x' }),
    ).rejects.toBeInstanceOf(ActionInterdite);
    await expect(
      executeur.executer(analyste(1), demanderAnnulation, { empreinte: livree(), motif: 'x' }),
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
    expect(await version('2026-07-01')).toBe('1.1.0');
    await executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await recharger(decor.registre, decor.orm);
    expect(await version('2026-07-01')).toBe('1.0.0');
    expect(await etats()).toEqual([
      ['1.1.0', 'annulee', []],
      ['1.0.0', 'en-vigueur', [{ du: '2015-01-01', au: null }]],
    ]);
    // What was known in between stays known.
    expect(await versionConnue('2026-07-01', '2026-03-04T00:00:00Z')).toBe('1.1.0');
    const lignes = await executeur.lire(systeme, ({ em }) =>
      em.find(Journal, { entiteId: id }, { orderBy: { rang: 'asc' } }),
    );
    expect(lignes.map(({ commande, motif, acteurId }) => [commande, motif, acteurId])).toEqual([
      ['regle.demanderAnnulation', 'Circulaire reportée', analyste(1).compteId],
      ['regle.confirmerReactivation', 'Circulaire reportée', analyste(2).compteId],
    ]);
  });

  it('is no longer cancelled once its day has come', async () => {
    const { executeur, horloge } = decor;
    const empreinte = await programmer('1.1.0', '2026-03-04');
    const { id, version: lue } = await executeur.executer(analyste(1), demanderAnnulation, {
      empreinte,
      motif: 'Trop tard',
    });
    horloge.regler('2026-03-04');
    await expect(
      executeur.executer(analyste(2), confirmerReactivation, { id, version: lue }),
    ).rejects.toBeInstanceOf(VersionNonProgrammee);
    await recharger(decor.registre, decor.orm);
    expect(await version('2026-03-05')).toBe('1.1.0');
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
    expect(await Promise.all(['2026-05-31', '2026-07-01', '2026-09-01'].map(version))).toEqual([
      '1.0.0',
      '1.0.0',
      '1.2.0',
    ]);
    await annuler(deux);
    expect(await etats()).toEqual([
      ['1.2.0', 'annulee', []],
      ['1.1.0', 'annulee', []],
      ['1.0.0', 'en-vigueur', [{ du: '2015-01-01', au: null }]],
    ]);
    expect(
      await decor.executeur.lire(agent(), async (unite) =>
        (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
      ),
    ).toEqual([]);
  });

  it('is what a new draft follows: its number is free, and a taken one is told by the checks', async () => {
    const { executeur } = decor;
    await programmer('1.1.0', '2026-06-01');
    await soumettreTexte(decor, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }, jeu), {
      du: '2026-09-01',
    });
    const brouillon = await executeur.executer(analyste(), creerBrouillon, { depuis: livree() });
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
  const { orm, urlApplication, executeur } = decor;
  const instances = await Promise.all([chargerRegistre(orm), chargerRegistre(orm)]);
  const arrets = await Promise.all(
    instances.map((instance) => suivrePublications(instance, orm, urlApplication, silence)),
  );
  try {
    const figes = instances.map((instance) => instance.fige());
    const decident = async (
      registres: readonly { decider: Decor['registre']['decider'] }[],
    ): Promise<string[]> =>
      Promise.all(
        registres.map(
          async (registre) => (await registre.decider(jeu, '2026-03-01', FAITS)).decision.version,
        ),
      );
    await publier(decor, await quotas('1.1.0', { du: '2026-01-01', valeur: 2 }, jeu));
    await expect.poll(() => decident(instances)).toEqual(['1.1.0', '1.1.0']);
    // A re-activation adds no version: only what is in force moves.
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      empreinte: livree(),
      motif: 'Retour',
    });
    await etudier(decor);
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
    await soumettreTexte(decor, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }, jeu), {
      du: '2026-06-01',
    }),
    await soumettreTexte(decor, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }, jeu), {
      du: '2026-07-01',
    }),
  ];
  await etudier(decor);
  const lues = await Promise.all(
    soumises.map(({ id }) => decor.executeur.lire(analyste(2), (unite) => lireSoumission(unite, id))),
  );
  await Promise.all(
    lues.map(({ id, version: lue, empreinte, empreinteRapports }) =>
      decor.executeur.executer(analyste(2), approuver, { id, version: lue, empreinte, empreinteRapports }),
    ),
  );
  await recharger(decor.registre, decor.orm);
  expect(await version('2026-08-01')).toMatch(/^1\.[12]\.0$/);
  expect(await version('2026-06-15')).toBe('1.1.0');
  expect(
    await decor.executeur.lire(systeme, async (unite) =>
      (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
    ),
  ).toEqual([]);
});
