import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ActionInterdite, SaisieInvalide } from '#src/kernel/refus.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Journal } from '#src/kernel/journal/journal.ts';
import {
  confirmerReactivation,
  demanderReactivation,
  reactiverEnUrgence,
  refuserReactivation,
} from '#src/domain/politique/commandes.ts';
import { chronologie, reactivationsEnAttente } from '#src/domain/politique/consultation/lectures.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import {
  DejaEnVigueur,
  PasseNonMesure,
  PeriodeHorsDuFichier,
  QuatreYeux,
  ReactivationTraitee,
  RetroactiviteNonMesuree,
  TrouDansLaValidite,
} from '#src/domain/politique/versions/refus.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import {
  approuverLa,
  etudier,
  FAITS,
  monter,
  publier,
  quotas,
  soumettreTexte,
  type Fixture,
} from './fixture.ts';
import { COPIES, livree, version, versionConnue } from './jeux-neufs.ts';

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

describe('two times', () => {
  it('answers what was decided in March with what was known then, and what it should have been knowing the circular of May', async () => {
    const { horloge } = fixture;
    horloge.regler('2026-05-10');
    await publier(fixture, await quotas('1.1.0', { du: '2026-03-01', valeur: 2 }, jeu), { du: '2026-03-01' });
    const mars = '2026-03-15';
    expect(
      (await fixture.registre.deciderConnuAu(jeu, mars, new Date('2026-03-15T12:00:00Z'), FAITS)).decision
        .issues,
    ).toEqual(['QUOTA_ATTEINT']);
    expect((await fixture.registre.decider(jeu, mars, FAITS)).decision.issues).toEqual(['EN_ATTENTE_CAF']);
    expect(await version(fixture, jeu, '2026-02-28')).toBe('1.0.0');
    expect(await versionConnue(fixture, jeu, '2026-02-28', '2026-06-01T00:00:00Z')).toBe('1.0.0');
    await expect(
      fixture.registre.deciderConnuAu(jeu, mars, new Date('2020-01-01T00:00:00Z'), FAITS),
    ).rejects.toThrow('connu');
  });

  it('a version approved for some days only leaves the others to the one it cuts, before and after', async () => {
    await publier(fixture, await quotas('1.1.0', { du: '2026-06-01', valeur: 2 }, jeu), {
      du: '2026-06-01',
      au: '2026-07-01',
    });
    expect(
      await Promise.all(
        ['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map((date) => version(fixture, jeu, date)),
      ),
    ).toEqual(['1.0.0', '1.1.0', '1.1.0', '1.0.0']);
    expect(
      await fixture.executeur.lire(agent(), async (unite) =>
        (await trousDeValidite(unite)).filter((trou) => trou.jeu === jeu),
      ),
    ).toEqual([]);
    const { activations, versions } = await fixture.executeur.lire(agent(), (unite) =>
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
    const soumise = await soumettreTexte(
      fixture,
      await quotas('1.1.0', { du: '2026-04-01', valeur: 2 }, jeu),
      {
        du: '2026-04-01',
      },
    );
    fixture.horloge.regler('2026-04-02');
    await expect(approuverLa(fixture, soumise)).rejects.toBeInstanceOf(RetroactiviteNonMesuree);
  });
});

describe('a hole in validity', () => {
  it('between two versions is refused unless it is said to be meant, and is then told', async () => {
    const { proprietaire } = fixture;
    // Another file, so that nothing rules it yet.
    const bis = (numero: string): Promise<string> => quotas(numero, undefined, 'quotas-bis');
    expect(
      (await approuverLa(fixture, await soumettreTexte(fixture, await bis('1.0.0'), { au: '2026-06-01' })))
        .trous,
    ).toEqual([{ du: '2026-06-01', au: null }]);
    const soumise = await soumettreTexte(fixture, await bis('1.1.0'), { du: '2026-09-01' });
    await expect(approuverLa(fixture, soumise)).rejects.toThrow(TrouDansLaValidite);
    await expect(approuverLa(fixture, soumise)).rejects.toThrow('du 01/06/2026 inclus au 01/09/2026 exclu');
    const {
      rows: [reste],
    } = await proprietaire.query('select etat from soumission_regle where id = $1', [soumise.id]);
    expect(reste).toEqual({ etat: 'soumis' });
    expect((await approuverLa(fixture, soumise, { accepterTrous: 'oui' })).trous).toEqual([
      { du: '2026-06-01', au: '2026-09-01' },
    ]);
    expect(await fixture.executeur.lire(analyste(), async (unite) => trousDeValidite(unite))).toEqual([
      { genre: 'regles', jeu: 'estimation-ps', du: '2031-01-01', au: null },
      { genre: 'regles', jeu: 'quotas-bis', du: '2026-06-01', au: '2026-09-01' },
    ]);
    await expect(fixture.registre.decider('quotas-bis', '2026-07-01', FAITS)).rejects.toThrow(
      'en vigueur au 2026-07-01',
    );
  });
});

describe('a roll-back', () => {
  beforeEach(async () => {
    await publier(fixture, await quotas('1.1.0', { du: '2026-01-01', valeur: 2 }, jeu));
  });
  const demande = { du: '2026-01-01', motif: 'Circulaire retirée' };

  it('is asked by one, with a reason, and confirmed by another', async () => {
    const { executeur, horloge } = fixture;
    horloge.regler('2026-03-05');
    await expect(
      executeur.executer(analyste(1), demanderReactivation, {
        ...demande,
        empreinte: livree(fixture, jeu),
        motif: '',
      }),
    ).rejects.toBeInstanceOf(SaisieInvalide);
    await expect(
      executeur.executer(agent(), demanderReactivation, { ...demande, empreinte: livree(fixture, jeu) }),
    ).rejects.toBeInstanceOf(ActionInterdite);
    await expect(
      executeur.executer(analyste(1), demanderReactivation, {
        ...demande,
        empreinte: livree(fixture, jeu),
        du: '2014-12-31',
      }),
    ).rejects.toBeInstanceOf(PeriodeHorsDuFichier);
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      ...demande,
      empreinte: livree(fixture, jeu),
    });
    await expect(
      executeur.executer(analyste(2), demanderReactivation, { ...demande, empreinte: livree(fixture, jeu) }),
    ).rejects.toThrow('attend déjà');
    expect(await version(fixture, jeu, '2026-03-05')).toBe('1.1.0');
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
    await etudier(fixture);
    expect(await executeur.lire(analyste(3), reactivationsEnAttente)).toMatchObject([
      { id, retroactivite: { du: '2026-01-01', au: '2026-03-05', rejouees: 0, changees: 0 } },
    ]);
    await executeur.executer(analyste(2), confirmerReactivation, { id, version: lue });
    await expect(
      executeur.executer(analyste(3), confirmerReactivation, { id, version: 2 }),
    ).rejects.toBeInstanceOf(ReactivationTraitee);
    await recharger(fixture.registre, fixture.orm);
    expect([await version(fixture, jeu, '2026-03-05'), await version(fixture, jeu, '2025-12-31')]).toEqual([
      '1.0.0',
      '1.1.0',
    ]);
    expect(await versionConnue(fixture, jeu, '2026-03-05', '2026-03-04T00:00:00Z')).toBe('1.1.0');
    await expect(
      executeur.executer(analyste(1), demanderReactivation, { ...demande, empreinte: livree(fixture, jeu) }),
    ).rejects.toBeInstanceOf(DejaEnVigueur);
  });

  it('may be refused, and changes nothing then', async () => {
    const { executeur } = fixture;
    const { id, version: lue } = await executeur.executer(analyste(1), demanderReactivation, {
      ...demande,
      empreinte: livree(fixture, jeu),
    });
    await executeur.executer(analyste(2), refuserReactivation, {
      id,
      version: lue,
      motif: 'La circulaire tient',
    });
    await recharger(fixture.registre, fixture.orm);
    expect(await version(fixture, jeu, '2026-03-05')).toBe('1.1.0');
  });

  it('in an emergency takes one person, at once; the journal says so and the other analysts are written to', async () => {
    const { executeur } = fixture;
    await executeur.executer(analyste(1), reactiverEnUrgence, {
      ...demande,
      empreinte: livree(fixture, jeu),
    });
    await recharger(fixture.registre, fixture.orm);
    expect(await version(fixture, jeu, '2026-03-05')).toBe('1.0.0');
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
      fixture.proprietaire.query(
        `insert into activation (id, genre, jeu, empreinte, du, connu_du, connu_au, origine, motif, demande_par, confirme_par, acte)
       select gen_random_uuid(), genre, jeu, empreinte, du, '2001-01-01', '2001-01-02', 'reactivation', 'x', $1, $1, acte from activation limit 1`,
        [analyste().compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'activation_quatre_yeux' });
    await expect(
      fixture.proprietaire.query(
        `insert into reactivation_regle (id, genre, jeu, empreinte, motif, demande_par, demande_le, etat, traite_par, traite_le, rapports)
       select gen_random_uuid(), genre, jeu, empreinte, 'x', $1, now(), 'confirmee', $1, now(), '{}' from version_regle limit 1`,
        [analyste().compteId],
      ),
    ).rejects.toMatchObject({ constraint: 'reactivation_regle_quatre_yeux' });
  });
});
