import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { enDate, enJours } from '#test/rules/calendrier.ts';
import { ANIMATEUR, ANIMATRICE } from './donnees.ts';
import type { Ligne, Cas } from './periodes.ts';
import { fermetures, absences, animateur, fiche, juger, issues, faitsDe, portee, EXC } from './periodes.ts';

describe('a period typed in several rows is one period', () => {
  it('hands a closure of four months to the Ca, also typed in two lines with two motives', async () => {
    const deux = await juger({
      activite: fermetures([EXC, '2019-03-01', '2019-05-01'], [EXC, '2019-05-01', '2019-07-01']),
    });
    expect(issues(deux)).toEqual(expect.arrayContaining(['DECISION_CA', 'PERIODES_REUNIES']));
    expect(issues(deux)).not.toContain('PS_NON_VERSEE');
    expect(deux.enAttente).toMatchObject([
      { titre: 'Fermeture 1 et 2', faits: { debut: '2019-03-01', fin: '2019-07-01' } },
    ]);
    expect(portee(deux)).toEqual(
      portee(await juger({ activite: fermetures([EXC, '2019-03-01', '2019-07-01']) })),
    );
  });

  it('names every row, each field of them pointed at', async () => {
    const { controles } = await juger({
      activite: fermetures(
        [EXC, '2019-05-01', '2019-07-01'],
        ['traditionnelle', '2019-08-01', '2019-09-01'],
        [EXC, '2019-03-01', '2019-05-02'],
      ),
    });
    const chevauchement = controles.find(({ issue }) => issue === 'LIGNES_CHEVAUCHANTES');
    expect(chevauchement).toMatchObject({ titre: 'Fermeture 1 et 3', gravite: 'avertissement' });
    expect(chevauchement?.champs).toEqual([
      'fermetures.liste.2.debut',
      'fermetures.liste.0.debut',
      'fermetures.liste.2.fin',
      'fermetures.liste.0.fin',
    ]);
    expect(chevauchement?.message).toContain('du 1er mars 2019 au 30 juin 2019');
  });

  it('keeps two closures apart when the Ram was open one day between them', async () => {
    const analyse = await juger({
      activite: fermetures([EXC, '2019-03-01', '2019-05-01'], [EXC, '2019-05-02', '2019-07-01']),
    });
    expect(issues(analyse).filter((issue) => issue === 'PS_NON_VERSEE')).toHaveLength(2);
    expect(analyse.enAttente).toEqual([]);
  });

  it('counts a closure or an absence typed twice once, and points the doubled row out', async () => {
    const fermee = await juger({
      activite: fermetures([EXC, '2019-03-01', '2019-05-01'], [EXC, '2019-03-01', '2019-05-01']),
    });
    expect(issues(fermee)).toContain('LIGNE_EN_DOUBLE');
    // 18 060 × 10 / 12
    expect(fermee.estimation.montant).toBe('15050.00');
    const absente = await juger({
      activite: absences(
        [ANIMATRICE, '2019-03-10', '2019-09-01'],
        [ANIMATRICE, '2019-03-10', '2019-09-01'],
        [ANIMATRICE, '2019-05-01', '2019-06-01'],
      ),
    });
    expect(faitsDe(absente, 'etp')).toMatchObject([{ moisPresence: 7, moisOuverture: 12 }]);
  });

  it('prorates a sick leave prolonged in a second line as one leave', async () => {
    const deux = await juger({
      activite: absences([ANIMATRICE, '2019-03-10', '2019-04-15'], [ANIMATRICE, '2019-04-15', '2019-05-20']),
    });
    expect(faitsDe(deux, 'etp')).toMatchObject([{ moisPresence: 11 }]);
    expect(portee(deux)).toEqual(
      portee(await juger({ activite: absences([ANIMATRICE, '2019-03-10', '2019-05-20']) })),
    );
  });

  it('points out closures of two natures on the same days, and a motive that contradicts the nature', async () => {
    const analyse = await juger({
      activite: {
        ...fermetures([EXC, '2019-07-01', '2019-08-15'], ['traditionnelle', '2019-08-01', '2019-09-01']),
        'fermetures.liste.1.motif': 'conges',
      },
    });
    expect(issues(analyse).filter((issue) => issue === 'NATURES_CHEVAUCHANTES')).toHaveLength(2);
    expect(
      issues(
        await juger({
          activite: {
            ...fermetures(['traditionnelle', '2019-08-01', '2019-09-01']),
            'fermetures.liste.0.motif': 'maladie',
          },
        }),
      ),
    ).toContain('MOTIF_CONTRAIRE');
  });

  it('judges a closure begun in an earlier declaration whole, and takes only its own months off', async () => {
    const anterieures = {
      fermeturesAnterieures: [
        { nature: EXC, debut: '2018-11-01', fin: '2019-02-01' },
        { nature: EXC, debut: '2018-03-01', fin: '2018-04-01' },
      ],
    };
    const analyse = await juger({
      activite: fermetures([EXC, '2019-02-01', '2019-03-01']),
      contexte: anterieures,
    });
    expect(faitsDe(analyse, 'fermeture')).toEqual([
      { natureFermeture: EXC, debut: '2018-11-01', fin: '2019-03-01' },
    ]);
    expect(issues(analyse)).toEqual(expect.arrayContaining(['DECISION_CA', 'SUITE_ANTERIEURE']));
    const tranchee = await juger({
      activite: fermetures([EXC, '2019-02-01', '2019-03-01']),
      contexte: anterieures,
      choix: [{ jeu: 'fermeture', faits: analyse.enAttente[0]?.faits ?? {}, choix: 'SUSPENSION' }],
    });
    // January and February 2019: 18 060 × 10 / 12
    expect(tranchee.estimation.montant).toBe('15050.00');
  });

  it('still counts a closure of an earlier declaration that goes on and that nobody typed again', async () => {
    const analyse = await juger({
      contexte: { fermeturesAnterieures: [{ nature: EXC, debut: '2018-12-01', fin: '2019-02-01' }] },
    });
    expect(faitsDe(analyse, 'fermeture')).toHaveLength(1);
    expect(analyse.estimation.montant).toBe('16555.00');
  });

  it('leaves a closure of the same year, declared for another conventionnement, to that declaration unless it goes on here', async () => {
    const ailleurs = { fermeturesAnterieures: [{ nature: EXC, debut: '2019-03-01', fin: '2019-05-01' }] };
    expect(faitsDe(await juger({ contexte: ailleurs }), 'fermeture')).toEqual([]);
    // A second conventionnement begins in the middle of it: two months before, two and a half after.
    const suite = await juger({
      activite: { 'ouverture.debut': '2019-04-15', ...fermetures([EXC, '2019-04-15', '2019-07-01']) },
      contexte: ailleurs,
    });
    expect(faitsDe(suite, 'fermeture')).toEqual([
      { natureFermeture: EXC, debut: '2019-03-01', fin: '2019-07-01' },
    ]);
    expect(issues(suite)).toContain('DECISION_CA');
  });

  it('takes a month off once when an absence and a closure overlap: by the closure', async () => {
    const memes = await juger({
      activite: {
        ...fermetures([EXC, '2019-03-01', '2019-05-01']),
        ...absences([ANIMATRICE, '2019-03-01', '2019-05-01']),
      },
    });
    expect(faitsDe(memes, 'etp')).toMatchObject([{ moisPresence: 12 }]);
    expect(memes.estimation.montant).toBe('15050.00');
    expect(issues(memes)).toContain('DOUBLE_PRORATISATION_EVITEE');
    // Absent in March, April and May, closed in May and June: May is the closure's.
    const enPartie = await juger({
      activite: {
        ...fermetures([EXC, '2019-05-01', '2019-07-01']),
        ...absences([ANIMATRICE, '2019-03-01', '2019-06-01']),
      },
    });
    expect(faitsDe(enPartie, 'etp')).toMatchObject([{ moisPresence: 10 }]);
    expect(faitsDe(enPartie, 'estimation-ps')).toMatchObject([{ moisSansVersement: 2 }]);
  });

  it('leaves the absence its months while the Ca has not decided on the closure', async () => {
    const analyse = await juger({
      activite: {
        ...fermetures([EXC, '2019-03-01', '2019-07-01']),
        ...absences([ANIMATRICE, '2019-03-01', '2019-07-01']),
      },
    });
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 8 }]);
    expect(faitsDe(analyse, 'estimation-ps')).toMatchObject([{ moisSansVersement: 0 }]);
  });
});

describe('however periods are cut, doubled or listed', () => {
  const periode = fc
    .tuple(fc.integer({ min: -40, max: 380 }), fc.integer({ min: 1, max: 130 }))
    .map(
      ([debut, duree]) =>
        [enDate(enJours('2019-01-01') + debut), enDate(enJours('2019-01-01') + debut + duree)] as const,
    );
  const lignes = (cles: readonly string[]) =>
    fc
      .array(fc.tuple(fc.constantFrom(...cles), periode), { maxLength: 3 })
      .map((liste) => liste.map(([cle, [debut, fin]]): Ligne => [cle, debut, fin]));
  const autrement = (liste: readonly Ligne[]) =>
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 1 })), {
          minLength: liste.length,
          maxLength: liste.length,
        }),
        fc.boolean(),
      )
      .map(([facons, retourner]) => {
        const morceaux = liste.flatMap(([cle, debut, fin], rang): Ligne[] => {
          const [coupe, copies] = facons[rang] ?? [0, 0];
          const milieu = enDate(enJours(debut) + (coupe % (enJours(fin) - enJours(debut))));
          const moities: Ligne[] =
            milieu === debut
              ? [[cle, debut, fin]]
              : [
                  [cle, debut, milieu],
                  [cle, milieu, fin],
                ];
          return Array.from({ length: 1 + copies }, () => moities).flat();
        });
        return retourner ? morceaux.toReversed() : morceaux;
      });

  it('the decisions and the amount are the same', async () => {
    const cas = fc
      .record({ fermees: lignes([EXC, 'traditionnelle']), absentes: lignes([ANIMATRICE, ANIMATEUR]) })
      .chain((typees) =>
        fc.record({
          typees: fc.constant(typees),
          fermees: autrement(typees.fermees),
          absentes: autrement(typees.absentes),
          ordre: fc.boolean(),
        }),
      );
    const gens: Cas = {
      contexte: {
        conventionnement: { etpValide: '1.8' },
        animateurs: [fiche(ANIMATRICE, '1'), fiche(ANIMATEUR, '0.8', { poste: ANIMATRICE })],
      },
    };
    const equipe = (inverse: boolean): Brut =>
      inverse
        ? { ...animateur(1, ANIMATRICE, '1'), ...animateur(0, ANIMATEUR, '0.8') }
        : { ...animateur(0, ANIMATRICE, '1'), ...animateur(1, ANIMATEUR, '0.8') };
    const trie = (analyse: Analyse) => ({
      ...portee(analyse),
      decisions: portee(analyse)
        .decisions.map((decision) => JSON.stringify(decision))
        .sort(),
    });
    await fc.assert(
      fc.asyncProperty(cas, async ({ typees, fermees, absentes, ordre }) => {
        const commeTypees = await juger({
          ...gens,
          activite: { ...equipe(false), ...fermetures(...typees.fermees), ...absences(...typees.absentes) },
        });
        const autrementDit = await juger({
          ...gens,
          activite: { ...equipe(ordre), ...fermetures(...fermees), ...absences(...absentes) },
        });
        expect(trie(autrementDit)).toEqual(trie(commeTypees));
      }),
      { numRuns: 60 },
    );
  });
});
