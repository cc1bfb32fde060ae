import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registre } from '#src/kernel/registre.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse, ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { enDate, enJours } from '#test/rules/calendrier.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ANIMATEUR, ANIMATRICE, activite, contexte, finances } from './donnees.ts';

let registre: Registre;
let definition: DefinitionDeFormulaire;
beforeAll(async () => {
  registre = await registreDesFichiers();
  definition = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
});

/** A period as a row has it: key (nature, or animateur), first day, first day after. */
type Ligne = readonly [cle: string, debut: string, fin: string];
const fermetures = (...lignes: Ligne[]): Brut =>
  Object.assign(
    {},
    ...lignes.map(([nature, debut, fin], rang) => ({
      [`fermetures.liste.${rang}.nature`]: nature,
      [`fermetures.liste.${rang}.motif`]: rang % 2 === 0 ? 'travaux' : 'maladie',
      [`fermetures.liste.${rang}.debut`]: debut,
      [`fermetures.liste.${rang}.fin`]: fin,
    })),
  ) as Brut;
const absences = (...lignes: Ligne[]): Brut =>
  Object.assign(
    {},
    ...lignes.map(([animateur, debut, fin], rang) => ({
      [`absences.liste.${rang}.animateur`]: animateur,
      [`absences.liste.${rang}.motif`]: rang % 2 === 0 ? 'maladie' : 'maternite',
      [`absences.liste.${rang}.debut`]: debut,
      [`absences.liste.${rang}.fin`]: fin,
    })),
  ) as Brut;
const animateur = (rang: number, id: string, etp: string, autres: Brut = {}): Brut => ({
  [`animateurs.liste.${rang}.animateur`]: id,
  [`animateurs.liste.${rang}.etpContrat`]: etp,
  [`animateurs.liste.${rang}.etpDeclare`]: etp,
  [`animateurs.liste.${rang}.remplacement`]: 'aucun',
  ...autres,
});
const fiche = (id: string, etpContrat: string, autres: ContexteJson = {}): ContexteJson => ({
  id,
  nom: id === ANIMATRICE ? 'Mona' : 'Ali',
  etpContrat,
  profilValide: true,
  poste: id,
  du: '2018-01-01',
  au: null,
  ...autres,
});

interface Cas {
  readonly activite?: Brut;
  readonly finances?: Brut;
  readonly contexte?: ContexteJson;
  readonly choix?: readonly ChoixHumain[];
}
async function juger(cas: Cas): Promise<Analyse> {
  const leContexte = contexte(cas.contexte);
  const lire = (volet: 'activite' | 'finances', brut: Brut) =>
    lireVolet(definition, volet, 'reelle', brut, leContexte).donnees;
  return analyser(
    {
      definition,
      perennite: 'reelle',
      activite: lire('activite', activite(cas.activite)),
      finances: lire('finances', finances(cas.finances)),
      contexte: leContexte,
      choix: cas.choix ?? [],
    },
    'saisie',
    sansTrace(registre),
    () => [],
  );
}
const issues = ({ controles }: Analyse): (string | null)[] => controles.map(({ issue }) => issue);
const faitsDe = ({ decisions }: Analyse, jeu: string) =>
  decisions.filter(({ demande }) => demande.jeu === jeu).map(({ demande }) => demande.faits);
/**
 * What a declaration is worth: decisions on periods and amounts, without what merely tells how the rows were
 * typed.
 */
const portee = ({ decisions, estimation, enAttente, bloquants }: Analyse) => ({
  decisions: decisions
    .filter(({ demande }) => demande.jeu !== 'periodes')
    .map(({ demande, decision }) => ({
      jeu: demande.jeu,
      faits: demande.faits,
      issues: decision?.issues,
      calculs: decision?.calculs,
    })),
  montant: estimation.montant,
  attente: enAttente.map(({ jeu, faits }) => ({ jeu, faits })),
  bloquants: bloquants.map(({ issue }) => issue),
});
const EXC = 'exceptionnelle';

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

describe('presence is the one measure of Etp', () => {
  const enTour = (fin: string, debut: string, etps: readonly [string, string] = ['1', '1']): Cas => ({
    activite: {
      ...animateur(0, ANIMATRICE, etps[0], { 'animateurs.liste.0.depart': fin }),
      ...animateur(1, ANIMATEUR, etps[1], { 'animateurs.liste.1.arrivee': debut }),
    },
    contexte: {
      animateurs: [
        fiche(ANIMATRICE, etps[0], { au: enDate(enJours(fin) + 1) }),
        fiche(ANIMATEUR, etps[1], { poste: ANIMATRICE, du: debut }),
      ],
    },
  });

  it('gives two people in turn on one post the amount of one person', async () => {
    const analyse = await juger(enTour('2019-05-31', '2019-06-01'));
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 5 }, { moisPresence: 7 }]);
    expect(faitsDe(analyse, 'estimation-ps')).toMatchObject([{ etpReel: 1, etpRetenu: '1' }]);
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(faitsDe(analyse, 'etp-equipement')).toMatchObject([{ etpDeclareTotal: 1, etpContratTotal: 1 }]);
    expect(issues(analyse)).not.toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
    expect(issues(analyse)).not.toContain('DATES_DIFFERENTES');
  });

  it('tells once of an arrival and a departure: with the animateur, where his Etp is reduced', async () => {
    const { controles, decisions } = await juger(enTour('2019-05-31', '2019-06-01'));
    expect(
      controles.filter(
        ({ etape, gravite }) =>
          ['periodes-absences', 'presence'].includes(etape) && gravite === 'information',
      ),
    ).toEqual([]);
    expect(
      decisions
        .filter(({ demande }) => demande.jeu === 'presence')
        .map(({ intitule }) => intitule.replace(/ \(.*/, '')),
    ).toEqual(
      expect.arrayContaining(['Animateur 1, Dernier jour au Ram', 'Animateur 2, Premier jour au Ram']),
    );
    expect(
      controles.filter(({ etape, message }) => etape === 'etp' && /est présent/.test(message)),
    ).toHaveLength(2);
  });

  it('counts the month of the change once, at the larger contract of those present', async () => {
    const analyse = await juger(enTour('2019-06-15', '2019-06-16', ['0.8', '1']));
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 5 }, { moisPresence: 7 }]);
    const inverse = await juger(enTour('2019-06-15', '2019-06-16', ['1', '0.8']));
    expect(faitsDe(inverse, 'etp')).toMatchObject([{ moisPresence: 6 }, { moisPresence: 6 }]);
  });

  it('counts two people on two posts each for himself', async () => {
    const cas = enTour('2019-06-15', '2019-06-16');
    const analyse = await juger({
      ...cas,
      contexte: {
        conventionnement: { etpValide: '2' },
        animateurs: [
          fiche(ANIMATRICE, '1', { au: '2019-06-16' }),
          fiche(ANIMATEUR, '1', { du: '2019-06-16' }),
        ],
      },
    });
    expect(faitsDe(analyse, 'etp')).toMatchObject([{ moisPresence: 6 }, { moisPresence: 7 }]);
  });

  it('compares « declared above validated » at one moment', async () => {
    const ensemble = await juger(enTour('2019-07-31', '2019-06-01'));
    // On one post, even with two months in common, one of the two.
    expect(issues(ensemble)).not.toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
    const deuxPostes = await juger({
      ...enTour('2019-07-31', '2019-06-01'),
      contexte: {
        animateurs: [
          fiche(ANIMATRICE, '1', { au: '2019-08-01' }),
          fiche(ANIMATEUR, '1', { du: '2019-06-01' }),
        ],
      },
    });
    expect(issues(deuxPostes)).toContain('ETP_DECLARE_SUPERIEUR_VALIDE');
  });

  it('counts a replacement for the months the absence takes, and says which of its days are outside', async () => {
    const rempl = (debut: string, fin: string): Cas => ({
      activite: {
        ...absences([ANIMATRICE, '2019-03-10', '2019-05-20']),
        'animateurs.liste.0.remplacement': 'animateur',
        'animateurs.liste.0.remplacant': ANIMATEUR,
        'animateurs.liste.0.etpRemplacant': '1',
        'animateurs.liste.0.debutRemplacement': debut,
        'animateurs.liste.0.finRemplacement': fin,
      },
      contexte: {
        animateurs: [fiche(ANIMATRICE, '1')],
        animateursDuRam: [fiche(ANIMATRICE, '1'), fiche(ANIMATEUR, '1')],
      },
    });
    const dans = await juger(rempl('2019-03-10', '2019-05-19'));
    expect(faitsDe(dans, 'etp')).toMatchObject([
      {
        moisPresence: 11,
        moisRemplacement: 1,
        remplacement: 'animateur-valide',
        joursRemplacementHorsAbsence: 0,
      },
    ]);
    const dehors = await juger(rempl('2019-03-01', '2019-05-31'));
    expect(faitsDe(dehors, 'etp')).toMatchObject([{ moisRemplacement: 1, joursRemplacementHorsAbsence: 21 }]);
    expect(issues(dehors)).toContain('REMPLACEMENT_HORS_ABSENCE');
    const nonValide = await juger({
      ...rempl('2019-03-10', '2019-05-19'),
      contexte: { animateursDuRam: [fiche(ANIMATEUR, '1', { profilValide: false })] },
    });
    expect(issues(nonValide)).toContain('REMPLACANT_NON_VALIDE');
    const pasEncoreLa = await juger({
      ...rempl('2019-03-10', '2019-05-19'),
      contexte: { animateursDuRam: [fiche(ANIMATEUR, '1', { du: '2019-05-01' })] },
    });
    expect(faitsDe(pasEncoreLa, 'etp')).toMatchObject([{ moisRemplacement: 0 }]);
  });

  it('retains the contract the Caf recorded, and shows it a difference', async () => {
    const analyse = await juger({
      activite: animateur(0, ANIMATRICE, '1.5'),
      contexte: { conventionnement: { etpValide: '2' }, animateurs: [fiche(ANIMATRICE, '0.8')] },
    });
    expect(faitsDe(analyse, 'etp')).toMatchObject([
      { etpContrat: '0.8', etpContratDeclare: '1.5', etpValideCa: '0.8' },
    ]);
    expect(issues(analyse)).toContain('ETP_CONTRAT_DIFFERENT');
  });

  it('blocks a validated Etp above the contract, where the Caf records it per animateur', async () => {
    const analyse = await juger({ contexte: { animateurs: [fiche(ANIMATRICE, '0.8', { etpValide: '1' })] } });
    expect(analyse.bloquants.map(({ regle }) => regle)).toContain('ETP-001');
  });

  it('shows the Caf an arrival or a departure it has not recorded', async () => {
    expect(
      issues(
        await juger({
          activite: animateur(0, ANIMATRICE, '1', { 'animateurs.liste.0.depart': '2019-06-30' }),
          contexte: { animateurs: [fiche(ANIMATRICE, '1')] },
        }),
      ),
    ).toContain('DATES_DIFFERENTES');
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
