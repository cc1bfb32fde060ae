import { describe, expect, it } from 'vitest';
import { scenariosAuxBornes } from '#src/engine/analyse/index.ts';
import { compiler } from '#src/engine/compiler.ts';
import { confronter } from '#src/engine/comparer/confrontation.ts';
import type { ScoreDeMutation } from '#src/engine/mutation/index.ts';
import { mutants, scoreDeMutation } from '#src/engine/mutation/index.ts';
import { Schemas } from '#src/engine/schema.ts';
import { readFileSync } from 'node:fs';
import { IDS, charger } from '#test/rules/appui.ts';
import { clos, fichier, jeu, regle } from '../appui.ts';

describe('mutants', () => {
  it('are the small edits of each rule and parameter, each with its own name', () => {
    const noms = mutants(clos()).map(({ id }) => id);
    expect(noms).toEqual([
      'regle-supprimee:ESS-001',
      'issue-changee:ESS-001',
      'regle-contredite:ESS-001',
      'regle-inatteignable:ESS-001',
      'operateur-change:ESS-001/0:greaterThanInclusive',
      'operateur-change:ESS-001/0:lessThanInclusive',
      'parametre-decale:seuil/0:999.99',
      'parametre-decale:seuil/0:1000.01',
    ]);
  });

  it('remove a condition, misspell and change a value, shift a constant', () => {
    const faits = {
      nature: { libelle: 'x', type: 'enum', valeurs: ['rouge', 'verte'], origine: 'x' },
      age: { libelle: 'x', type: 'entier', origine: 'x' },
    } as const;
    const regles = [
      regle('ESS-001', 'DEPASSE', {
        all: [
          { fact: 'nature', operator: 'equal', value: 'rouge' },
          { not: { fact: 'age', operator: 'in', value: [3] } },
        ],
      }),
    ];
    expect(mutants(clos({ faits, regles })).map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'condition-retiree:ESS-001/0',
        'valeur-fautive:ESS-001/0/0:roue',
        'valeur-changee:ESS-001/0/0:verte',
        'condition-retiree:ESS-001/1/not',
        'constante-decalee:ESS-001/1/not/0:4',
      ]),
    );
  });

  it('keep to the schema of rule files', () => {
    const schemas = new Schemas([
      {
        nom: 'regles.schema.json',
        schema: JSON.parse(readFileSync('rules/schemas/regles.schema.json', 'utf8')) as object,
      },
    ]);
    const { fonctions: _fonctions, ...base } = charger('eligibilite').fichier;
    expect(schemas.controler('regles.schema.json', base)).toEqual([]);
    for (const {
      fichier: { fonctions: _calculees, ...mutant },
    } of mutants(charger('eligibilite').fichier))
      expect(schemas.controler('regles.schema.json', mutant)).toEqual([]);
  });
});

describe('score', () => {
  it('is 100 % where every mutant fails a scenario', () => {
    expect(scoreDeMutation(jeu())).toMatchObject({
      mutants: 8,
      tuesParLesScenarios: 8,
      tues: 8,
      equivalents: 0,
      pourcentDesScenarios: 100,
      pourcent: 100,
      survivants: [],
    });
  });

  it('shows scenarios that stay away from the threshold, which the boundary scenarios make up for', () => {
    const eloignes = fichier().scenarios.map((scenario, rang) => ({
      ...scenario,
      etantDonne: { montant: rang === 0 ? '1' : '5000' },
    }));
    const score = scoreDeMutation(jeu({ scenarios: eloignes }));
    expect(score.tuesParLesScenarios).toBe(5);
    expect(score).toMatchObject({ pourcentDesScenarios: 62, pourcent: 100, survivants: [] });
  });

  it('proves a mutant equivalent rather than blaming the scenarios for it', () => {
    const regles = [
      regle('ESS-001', 'DEPASSE', {
        all: [
          { fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } },
          { fact: 'montant', operator: 'greaterThan', value: '10' },
        ],
      }),
    ];
    const { survivants, pourcent } = scoreDeMutation(jeu({ regles }));
    expect(pourcent).toBe(100);
    expect(survivants.map(({ mutant }) => mutant)).toContain('condition-retiree:ESS-001/1');
    expect(
      survivants.every(
        ({ verdict, preuve }) => verdict === 'equivalent' && preuve.includes('Il est démontré'),
      ),
    ).toBe(true);
  });

  it('can be limited and stopped', () => {
    expect(scoreDeMutation(jeu(), { maximum: 3 }).mutants).toBe(3);
    expect(() => scoreDeMutation(jeu(), { arret: AbortSignal.abort() })).toThrow();
  });
});

describe('shipped files', () => {
  const scores = new Map<string, ScoreDeMutation>();

  it.each(IDS)('%s: scenarios and analysis catch every mutant that changes a case', (id) => {
    const lu = charger(id);
    const score = scoreDeMutation(lu);
    scores.set(id, score);
    expect(score.survivants.filter(({ verdict }) => verdict !== 'equivalent')).toEqual([]);
    expect(score.pourcent).toBe(100);
    // The proof of equivalence is held against every boundary case of the file.
    const cas = score.equivalents > 0 ? [...lu.fichier.scenarios, ...scenariosAuxBornes(lu)] : [];
    const equivalents = new Set(score.survivants.map(({ mutant }) => mutant));
    for (const { id: nom, fichier: mutant } of mutants(lu.fichier).filter((candidat) =>
      equivalents.has(candidat.id),
    )) {
      const compile = compiler(mutant);
      expect(
        cas.filter(({ date, etantDonne }) => confronter(lu, compile, date, etantDonne)),
        nom,
      ).toEqual([]);
    }
  });

  it('makes at least 200 mutants, of every kind', () => {
    const total = [...scores.values()].reduce((somme, score) => somme + score.mutants, 0);
    expect(total).toBeGreaterThanOrEqual(200);
    const genres = new Set(IDS.flatMap((id) => mutants(charger(id).fichier).map(({ genre }) => genre)));
    expect(genres.size).toBe(10);
  });
});
