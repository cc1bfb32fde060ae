import { describe, expect, it } from 'vitest';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { fictivesDe, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { contexte } from './donnees.ts';
import { issues } from './analyse.ts';

const PERENNITES: readonly Perennite[] = ['previsionnelle', 'actualisee', 'reelle'];

const registre = await registreDesFichiers();

interface Cas {
  readonly exercice: number;
  readonly activite: Brut;
  readonly finances: Brut;
}
const CHARGES: Brut = { 'charges.c64': '300 000', 'produits.c74': '300 000' };
const EAJE: Cas = {
  exercice: 2019,
  activite: {
    'accueil.placesDebut': '20',
    'accueil.placesFin': '20',
    'accueil.couches': 'oui',
    'accueil.repas': 'oui',
    'accueil.tauxRegimeGeneral': '97',
    'heures.heuresRealisees': '30 000',
    'heures.heuresFacturees': '33 000',
    'heures.heuresOuvrantDroit': '33 000',
    'enfants.enfantsAccueillis': '40',
    'enfants.enfantsHandicap': '2',
    'enfants.journeesPedagogiques': '0',
  },
  finances: { ...CHARGES, 'participations.participationsFamiliales': '52 000' },
};
const ALSH: Cas = {
  exercice: 2018,
  activite: {
    'accueil.nature': 'periscolaire',
    'accueil.places': '40',
    'accueil.joursOuverture': '150',
    'accueil.tauxRegimeGeneral': '95',
    'heures.mercredisMoinsDeSix': '1 500,5',
    'heures.mercredisSixEtPlus': '1 499,5',
    'heures.joursScolairesSixEtPlus': '7 000',
    'droit.heuresOuvrantDroit': '10 000',
    'complements.planMercredi': 'oui',
    'complements.zonePrioritaire': 'non',
    'complements.heuresNouvelles': '100',
    'complements.enfantsAeeh': '0',
    'complements.heuresAeeh': '0',
    'rythmes.enfants': '0',
    'rythmes.heuresParSemaine': '0',
    'rythmes.semaines': '0',
  },
  finances: {
    'charges.c64': '24 000',
    'produits.c74': '24 000',
    'participations.participationsFamiliales': '9 000',
  },
};
const LAEP: Cas = {
  exercice: 2019,
  activite: {
    'heures.heuresOuverture': '300',
    'heures.heuresOrganisation': '100,5',
    'heures.seances': '100',
    'heures.accueillants': '2',
    'public.familles': '45',
    'public.enfants': '60',
  },
  finances: {
    'charges.c64': '40 000',
    'produits.c74': '40 000',
    'participations.participationsFamiliales': '0',
  },
};

/** What nine months and three months make of a whole year, for the fields a form splits. */
function ventiler(brut: Brut, ventiles: ReadonlySet<string>): Brut {
  return Object.fromEntries(
    Object.entries(brut).flatMap(([champ, texte]) =>
      ventiles.has(champ)
        ? [
            [`${champ}.reel`, texte],
            [`${champ}.prevu`, '0'],
          ]
        : [[champ, texte]],
    ),
  );
}

async function juger(
  type: string,
  cas: Cas,
  perennite: Perennite,
  changements: Partial<Record<'activite' | 'finances', Brut>> = {},
) {
  const { exercice } = cas;
  const definition = registre.formulaire(type, `${exercice}-12-31`)?.definition as DefinitionDeFormulaire;
  const leContexte = contexte({
    exercice,
    perennite,
    typeEquipement: type,
    finExercice: `${exercice}-12-31`,
    aujourdhui: `${exercice + 1}-02-10`,
  });
  const ventiles = new Set(
    definition.perennites[perennite]?.ventilation === undefined
      ? []
      : definition.sections.flatMap(({ id, champs }) =>
          champs.filter((champ) => 'ventile' in champ).map((champ) => `${id}.${champ.id}`),
        ),
  );
  const lire = (volet: 'activite' | 'finances') => {
    const brut = ventiler({ ...cas[volet], ...changements[volet] }, ventiles);
    const lu = lireVolet(definition, volet, perennite, brut, leContexte);
    expect(lu.erreurs).toEqual([]);
    return lu.donnees;
  };
  return analyser(
    {
      definition,
      perennite,
      contexte: leContexte,
      choix: [],
      activite: lire('activite'),
      finances: lire('finances'),
    },
    'saisie',
    sansTrace(registre),
    fictivesDe(registre),
  );
}

describe.each([
  // (5.28 × 33 000 − 52 000) × 0.97
  ['EAJE', EAJE, '118572.80'],
  // 0.30 × 1.80 × 10 000 × 0.95
  ['ALSH', ALSH, '5130.00'],
  // 40 000 ÷ 400.5 h is above the cap of 80: 0.30 × 80 × 400.5
  ['LAEP', LAEP, '9612.00'],
])('the shipped form of an %s', (type, cas, montant) => {
  it.each(PERENNITES)('estimates its %s declaration from what is typed, to the cent', async (perennite) => {
    const analyse = await juger(type, cas, perennite);
    expect(analyse.manquants).toEqual([]);
    expect(analyse.bloquants).toEqual([]);
    expect(analyse.estimation.montant).toBe(montant);
  });

  it('waits for both volets, and says what is missing', async () => {
    const vide = Object.fromEntries(Object.keys(cas.finances).map((champ) => [champ, '']));
    const analyse = await juger(type, cas, 'reelle', { finances: vide });
    expect(analyse.estimation.montant).toBeNull();
    expect(analyse.manquants).not.toEqual([]);
  });
});

describe('beside the estimate', () => {
  it('tells an Eaje its bonuses, and what stands out of the national scale', async () => {
    const analyse = await juger('EAJE', EAJE, 'reelle', {
      finances: { 'participations.participationsFamiliales': '170 000' },
    });
    expect(issues(analyse)).toEqual(
      expect.arrayContaining(['BONUS_INCLUSION', 'MOYENNE_AU_DESSUS_DU_BAREME']),
    );
  });

  it('pays an Eaje no more pedagogical days than the year allows', async () => {
    const analyse = await juger('EAJE', { ...EAJE, exercice: 2024 }, 'reelle', {
      activite: { 'enfants.journeesPedagogiques': '4' },
    });
    expect(issues(analyse)).toContain('JOURNEES_LIMITEES');
  });

  it('tells an Alsh the Plan mercredi and the Asre', async () => {
    const analyse = await juger('ALSH', ALSH, 'reelle', {
      activite: {
        'rythmes.enfants': '10',
        'rythmes.heuresParSemaine': '4',
        'rythmes.semaines': '36',
      },
    });
    expect(issues(analyse)).toEqual(expect.arrayContaining(['PLAN_MERCREDI', 'ASRE_LIMITEE']));
  });
});
