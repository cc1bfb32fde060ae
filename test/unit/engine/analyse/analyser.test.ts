import { describe, expect, it } from 'vitest';
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import type { FichierDeRegles, Regle } from '#src/engine/format.ts';
import { derive, regle } from '../appui.ts';
import { NATURE, AGE, DEBUT, FIN, MONTANT, compare, tout, rapport, genres, CUMUL } from './fixture.ts';

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
        message: expect.stringContaining('R-2 n’ajoute aucune issue') as string,
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
