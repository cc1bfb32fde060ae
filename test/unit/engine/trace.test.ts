import { describe, expect, it } from 'vitest';
import { deciderAvecTrace } from '#src/engine/decider.ts';
import { LIBRARY_VERSIONS } from '#src/engine/trace.ts';
import { DATE, jeu, regle } from './appui.ts';

describe('the trace', () => {
  it('tells each rule, each comparison, the value found, the threshold and the parameter it comes from', async () => {
    const { decision, trace } = await deciderAvecTrace(jeu(), { date: DATE, faits: { montant: '1500' } });
    expect(decision.constats[0]).toMatchObject({
      message: 'Le montant 1\u202f500,00\u00a0€ dépasse 1\u202f000,00\u00a0€.',
      commentCorriger: 'Baissez-le.',
    });
    expect(trace).toEqual({
      faits: { montant: '1500' },
      derives: {},
      parametres: {
        seuil: {
          libelle: 'Seuil',
          valeur: '1000',
          du: '2019-01-01',
          certitude: 'explicite',
          sources: ['SRC-1#a'],
        },
      },
      regles: [
        {
          regle: 'ESS-001',
          issue: 'DEPASSE',
          declenchee: true,
          condition: {
            groupe: 'all',
            resultat: true,
            conditions: [
              {
                fait: 'montant',
                operateur: 'greaterThan',
                obtenu: '1500',
                attendu: '1000',
                parametre: { nom: 'seuil', du: '2019-01-01' },
                resultat: true,
              },
            ],
          },
        },
      ],
      bibliotheques: LIBRARY_VERSIONS,
    });
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  it('shows a refused comparison with its contrary operator', async () => {
    const compile = jeu({
      regles: [
        regle('ESS-001', 'DEPASSE', {
          not: {
            any: [
              { fact: 'montant', operator: 'lessThan', value: '5' },
              { fact: 'montant', operator: 'equal', value: '7' },
            ],
          },
        }),
      ],
    });
    const { trace } = await deciderAvecTrace(compile, { date: DATE, faits: { montant: '7' } });
    expect(trace.regles[0]).toMatchObject({
      declenchee: false,
      condition: {
        groupe: 'all',
        conditions: [
          { operateur: 'greaterThanInclusive', resultat: true },
          { operateur: 'notEqual', obtenu: '7', attendu: '7', resultat: false },
        ],
      },
    });
  });

  it('names the libraries actually installed', async () => {
    const { readFile } = await import('node:fs/promises');
    for (const [nom, version] of Object.entries(LIBRARY_VERSIONS)) {
      const paquet = JSON.parse(await readFile(`node_modules/${nom}/package.json`, 'utf8')) as {
        version: string;
      };
      expect([nom, paquet.version]).toEqual([nom, version]);
    }
  });
});
