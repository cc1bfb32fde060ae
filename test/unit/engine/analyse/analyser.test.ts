import { describe, expect, it } from 'vitest';
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import { analyser } from '#src/engine/analyse/index.ts';
import { hasard } from '#src/engine/analyse/cellules.ts';
import { observer } from '#src/engine/analyse/observation.ts';
import type { Condition, FichierDeRegles, Regle } from '#src/engine/format.ts';
import { combinaisons } from '#test/rules/appui.ts';
import { DATE, derive, jeu, regle } from '../appui.ts';

const NATURE = { libelle: 'Nature', type: 'enum', valeurs: ['a', 'b', 'c'], origine: 'x' } as const;
const AGE = { libelle: 'Âge', type: 'entier', min: 0, max: 120, origine: 'x' } as const;
const DEBUT = { libelle: 'Début', type: 'date', origine: 'x' } as const;
const FIN = { libelle: 'Fin', type: 'date', origine: 'x' } as const;
const MONTANT = { libelle: 'Montant', type: 'euro', min: '0', origine: 'x' } as const;
const UNIQUE: FichierDeRegles['decision'] = {
  strategie: 'unique',
  siAucuneRegle: 'erreur',
  siFaitManquant: 'suspendre',
  issues: {
    CONFORME: { libelle: 'x', gravite: 'information' },
    DEPASSE: { libelle: 'x', gravite: 'bloquant' },
  },
};
const compare = (
  fact: string,
  operator: 'equal' | 'notEqual' | 'lessThan' | 'lessThanInclusive' | 'greaterThan' | 'greaterThanInclusive',
  value: string | number | boolean,
): Condition => ({ fact, operator, value });
const tout = (...conditions: Condition[]): { all: Condition[] } => ({ all: conditions });

/** A file whose rules are these, without scenario: the analysis has nothing to lean on. */
function rapport(
  faits: FichierDeRegles['faits'],
  regles: readonly Regle[],
  plus: Partial<FichierDeRegles> = {},
): RapportDAnalyse {
  return analyser(
    jeu({
      faits,
      regles,
      parametres: {},
      scenarios: [],
      decision: UNIQUE,
      messages: { fr: { depasse: { quoi: 'x', corriger: 'x' } } },
      ...plus,
    }),
  );
}
const genres = ({ constats }: RapportDAnalyse): string[] =>
  constats.map(({ genre, regles }) => `${genre} ${regles.join('+')}`.trim()).sort();
const CUMUL = { decision: { ...UNIQUE, strategie: 'cumul', siAucuneRegle: 'CONFORME' } as const };

describe('analysis of a « unique » file', () => {
  it('proves a partition by one threshold', () => {
    const lu = rapport({ age: AGE }, [
      regle('R-1', 'CONFORME', tout(compare('age', 'lessThan', 18))),
      regle('R-2', 'DEPASSE', tout(compare('age', 'greaterThanInclusive', 18))),
    ]);
    expect(lu).toMatchObject({ exacte: true, constats: [] });
    expect(lu.methode).toContain('Démonstration sur tous les cas complets');
  });

  it('finds the one value two thresholds leave out, with a witness ready to be a scenario', () => {
    const lu = rapport({ age: AGE }, [
      regle('R-1', 'CONFORME', tout(compare('age', 'lessThan', 18))),
      regle('R-2', 'DEPASSE', tout(compare('age', 'greaterThan', 18))),
    ]);
    expect(genres(lu)).toEqual(['trou']);
    expect(lu.constats[0]).toMatchObject({
      prouve: true,
      bloquant: true,
      message: expect.stringContaining('Âge = 18') as string,
      temoin: { id: 'TROU', etantDonne: { age: 18 } },
    });
  });

  it('finds a conflict, and an overlap when the outcomes are the same', () => {
    const regles = (issue: string): Regle[] => [
      regle('R-1', 'CONFORME', tout(compare('age', 'lessThanInclusive', 18))),
      regle('R-2', issue, tout(compare('age', 'greaterThanInclusive', 18))),
    ];
    expect(genres(rapport({ age: AGE }, regles('DEPASSE')))).toEqual(['conflit R-1+R-2']);
    expect(genres(rapport({ age: AGE }, regles('CONFORME')))).toEqual(['recouvrement R-1+R-2']);
  });

  it('sees through derived facts: an enumeration computed from a sum of two facts', () => {
    const plus = {
      faitsDerives: {
        place: derive('enum', 'age + autres < 2 ? "libre" : nature == "a" ? "complet" : "inconnu"', {
          valeurs: ['libre', 'complet', 'inconnu'],
        }),
      },
    };
    const faits = { age: AGE, autres: AGE, nature: NATURE };
    const pour = (place: string): Regle =>
      regle(`R-${place.toUpperCase()}`, 'CONFORME', tout(compare('place', 'equal', place)));
    expect(rapport(faits, [pour('libre'), pour('complet'), pour('inconnu')], plus)).toMatchObject({
      exacte: true,
      constats: [],
    });
    const [trou, ...autres] = rapport(faits, [pour('libre'), pour('complet')], plus).constats;
    expect(autres).toEqual([]);
    expect(trou?.temoin?.etantDonne['nature']).not.toBe('a');
  });

  it('compares dates of the case with each other, and respects the constraints', () => {
    const regles = [
      regle('R-1', 'CONFORME', tout(compare('enOrdre', 'equal', true))),
      regle('R-2', 'DEPASSE', tout(compare('enOrdre', 'equal', false))),
    ];
    const plus = { faitsDerives: { enOrdre: derive('booleen', 'debut < fin') } };
    expect(rapport({ debut: DEBUT, fin: FIN }, regles, plus)).toMatchObject({ exacte: true, constats: [] });
    const contraint = {
      ...plus,
      contraintes: [{ id: 'C1', formule: 'debut < fin', champ: 'fin', message: 'x' }],
    };
    expect(genres(rapport({ debut: DEBUT, fin: FIN }, regles, contraint))).toEqual(['inatteignable R-2']);
  });

  it('judges each state of the parameters', () => {
    const datee = {
      sources: ['SRC-1#a'],
      certitude: 'explicite',
      derniereVerification: '2019-01-01',
    } as const;
    const parametres = {
      seuil: {
        libelle: 'Seuil',
        type: 'entier',
        valeurs: [
          { du: '2019-01-01', valeur: 18, ...datee },
          { du: '2021-01-01', valeur: 21, ...datee },
        ],
      },
    } as const;
    const lu = rapport(
      { age: AGE },
      [
        regle('R-1', 'CONFORME', tout({ fact: 'age', operator: 'lessThan', value: { parametre: 'seuil' } })),
        regle('R-2', 'DEPASSE', tout(compare('age', 'greaterThanInclusive', 18))),
      ],
      { parametres },
    );
    expect(lu.dates).toEqual(['2019-01-01', '2021-01-01']);
    expect(genres(lu)).toEqual(['conflit R-1+R-2']);
    expect(lu.constats[0]?.temoin?.date).toBe('2021-01-01');
  });

  it('does not hide what it could only sample: two functions of the calendar that cannot both hold', () => {
    const plus = {
      faitsDerives: {
        long: derive('booleen', 'moisCivils_1(debut, fin) > 3'),
        court: derive('booleen', 'moisCivilsEntiers_1(debut, fin) < 2'),
      },
    };
    const lu = rapport(
      { debut: DEBUT, fin: FIN },
      [
        regle('R-1', 'CONFORME', tout(compare('long', 'equal', false))),
        regle('R-2', 'DEPASSE', tout(compare('long', 'equal', true))),
        regle('R-3', 'DEPASSE', tout(compare('long', 'equal', true), compare('court', 'equal', true))),
      ],
      plus,
    );
    expect(lu.exacte).toBe(false);
    expect(lu.methode).toMatch(/Sur échantillon seulement : .*essais/);
  });

  it('finds a formula that fails though no rule reads it', () => {
    const lu = rapport(
      { montant: MONTANT },
      [regle('R-1', 'CONFORME', tout(compare('montant', 'greaterThanInclusive', '0')))],
      { faitsDerives: { part: derive('taux', 'euro(1) / montant') } },
    );
    expect(lu.constats).toMatchObject([
      { genre: 'defaut', message: expect.stringContaining('division par zéro') as string },
    ]);
  });
});

describe('analysis of a « cumul » file', () => {
  const cumul = (
    faits: FichierDeRegles['faits'],
    regles: readonly Regle[],
    plus: Partial<FichierDeRegles> = {},
  ): RapportDAnalyse => rapport(faits, regles, { ...CUMUL, ...plus });

  it('calls unreachable what the conditions, the domain or a needed presence exclude', () => {
    expect(
      genres(
        cumul({ age: AGE }, [
          regle('R-1', 'DEPASSE', tout(compare('age', 'lessThan', 5), compare('age', 'greaterThan', 4))),
        ]),
      ),
    ).toEqual(['inatteignable R-1']);
    expect(
      genres(cumul({ age: AGE }, [regle('R-1', 'DEPASSE', tout(compare('age', 'greaterThan', 120)))])),
    ).toEqual(['inatteignable R-1']);
    const faits = {
      nature: NATURE,
      age: { ...AGE, requisSi: { all: [{ fact: 'nature', operator: 'equal', value: 'a' }] } },
    } as const;
    expect(
      genres(
        cumul(faits, [regle('R-1', 'DEPASSE', tout(compare('absent', 'equal', true)))], {
          faitsDerives: { absent: derive('booleen', 'nature == "a" && !present(age)') },
        }),
      ),
    ).toEqual(['inatteignable R-1']);
  });

  it('reports a rule another one makes useless, and two rules that always come together; neither blocks', () => {
    const inutile = cumul({ age: AGE }, [
      regle('R-1', 'DEPASSE', tout(compare('age', 'greaterThan', 10))),
      regle('R-2', 'DEPASSE', tout(compare('age', 'greaterThan', 20))),
    ]);
    expect(inutile.constats).toMatchObject([
      {
        genre: 'recouvrement',
        regles: ['R-1', 'R-2'],
        bloquant: false,
        message: expect.stringContaining("R-2 n'ajoute aucune issue") as string,
        temoin: { attendu: { regles: ['R-1', 'R-2'] } },
      },
    ]);
    const jumelles = cumul({ age: AGE }, [
      regle('R-1', 'DEPASSE', tout(compare('age', 'greaterThan', 10))),
      regle('R-2', 'CONFORME', tout(compare('age', 'greaterThanInclusive', 11))),
    ]);
    expect(jumelles.constats).toMatchObject([{ genre: 'conflit', regles: ['R-1', 'R-2'], bloquant: false }]);
    expect(
      cumul({ age: AGE }, [
        regle('R-1', 'DEPASSE', tout(compare('age', 'greaterThan', 10))),
        regle('R-2', 'CONFORME', tout(compare('age', 'greaterThan', 11))),
      ]).constats,
    ).toEqual([]);
  });
});

describe('exactness', () => {
  it('gives up a file too large for a proof in bearable time, and says so', () => {
    const noms = Array.from({ length: 24 }, (_, rang) => `fait${rang}`);
    const faits = Object.fromEntries(noms.map((nom) => [nom, { ...AGE, min: 0 }]));
    const regles = noms.map((_, rang) =>
      regle(`R-${rang}`, 'CONFORME', {
        any: noms.map((autre, place) => compare(autre, 'equal', (rang * 7 + place * 3) % 90)),
      }),
    );
    const lu = rapport(faits, regles);
    expect(lu.exacte).toBe(false);
    expect(lu.methode).toContain('Sur échantillon seulement : ');
    expect(lu.cellules).toBeLessThan(60_000);
  });

  it('says of 120 generated files what trying every case says', () => {
    const tirer = hasard(2019);
    const au = <T>(choix: readonly T[]): T => choix[tirer(choix.length)]!;
    const feuille = (): Condition => {
      const fact = au(['x', 'y', 'nature', 'ouvert', 'loin', 'rang']);
      if (fact === 'nature' || fact === 'rang')
        return compare(fact, au(['equal', 'notEqual']), au(['a', 'b', 'c']));
      if (fact === 'ouvert' || fact === 'loin') return compare(fact, 'equal', tirer(2) === 0);
      return compare(
        fact,
        au(['equal', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']),
        tirer(4),
      );
    };
    const condition = (): Regle['conditions'] =>
      au([
        () => tout(feuille()),
        () => tout(feuille(), feuille()),
        () => ({ any: [feuille(), feuille()] }),
        () => ({ not: tout(feuille(), feuille()) }),
      ])();
    const [x, ouvert] = [
      { ...AGE, max: 3 },
      {
        libelle: 'x',
        type: 'booleen',
        origine: 'x',
        requisSi: { all: [{ fact: 'nature', operator: 'equal', value: 'a' }] },
      } as const,
    ];
    const cas = combinaisons({ x: [0, 1, 2, 3], y: [0, 1, 2, 3], nature: ['a', 'b', 'c'] }).flatMap((un) =>
      [true, false, null].map((valeur) => ({ ...un, ouvert: valeur })),
    );
    let constats = 0;
    for (let rang = 0; rang < 120; rang++) {
      const faitsDerives = {
        loin: derive(
          'booleen',
          au([
            'x + y >= 4',
            'x - y > 1',
            'abs(x - y) <= 1',
            'max(x, y) == 3',
            'present(ouvert) ? ouvert : x < y',
          ]),
        ),
        rang: derive(
          'enum',
          au(['x < y ? "a" : loin ? "b" : "c"', 'nature == "a" ? "b" : nature', 'loin && x > 1 ? "a" : "b"']),
          { valeurs: ['a', 'b', 'c'] },
        ),
      };
      const regles = [1, 2, 3].map((numero) =>
        regle(`R-${numero}`, au(['CONFORME', 'DEPASSE']), condition()),
      );
      const essai = jeu({
        faits: { x, y: x, nature: NATURE, ouvert },
        faitsDerives,
        regles,
        parametres: {},
        scenarios: [],
        decision: UNIQUE,
        messages: { fr: { depasse: { quoi: 'x', corriger: 'x' } } },
      });
      const vus = new Set<string>();
      const atteintes = new Set<string>();
      for (const un of cas) {
        const observation = observer(essai, DATE, un);
        if (observation.genre === 'defaut' && observation.regles) vus.add(observation.regles.join('+'));
        if ('regles' in observation) for (const id of observation.regles ?? []) atteintes.add(id);
      }
      const lu = analyser(essai);
      expect(lu.exacte).toBe(true);
      expect(
        new Set(
          lu.constats
            .filter(({ genre }) => genre !== 'inatteignable')
            .map(({ regles: ids }) => ids.join('+')),
        ),
      ).toEqual(vus);
      expect(
        lu.constats.filter(({ genre }) => genre === 'inatteignable').flatMap(({ regles: ids }) => ids),
      ).toEqual(['R-1', 'R-2', 'R-3'].filter((id) => !atteintes.has(id)));
      constats += lu.constats.length;
    }
    expect(constats).toBeGreaterThan(100);
  });
});
