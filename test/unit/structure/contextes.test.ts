/** The house: one order of contexts, no knot of folders, each table read by its owner and those after it. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTITES } from '#src/cli/entites.ts';
import CONTEXTES from '#src/domain/contextes.json' with { type: 'json' };

const SRC = join(import.meta.dirname, '../../../src');
const ORDRE = ['engine', 'kernel', ...CONTEXTES.map((nom) => `domain/${nom}`)];

const SOURCES = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((nom) => /\.(tsx?|mjs)$/.test(nom))
    .map((nom) => [nom, readFileSync(join(SRC, nom), 'utf8')]),
);
const contexteDe = (chemin: string): string => {
  const [premier = '', second = ''] = chemin.split('/');
  return premier === 'domain' ? `domain/${second}` : premier;
};

/** Imports of ours, those of types and at run time included. */
const IMPORTS = [...SOURCES].flatMap(([de, texte]) =>
  [...texte.matchAll(/(?:from|import\()\s*'(#src\/|\.{1,2}\/)([^']+)'/g)].map(
    ([, debut = '', suite = '']) => ({
      de,
      vers: debut === '#src/' ? suite : normalize(join(dirname(de), debut, suite)),
    }),
  ),
);

/** Groups of folders that reach one another, at each level: neighbours below one parent. */
function noeuds(): string[] {
  const niveaux = new Map<string, Map<string, Set<string>>>();
  for (const { de, vers } of IMPORTS) {
    const [a, b] = [dirname(de).split('/'), dirname(vers).split('/')];
    let commun = 0;
    while (commun < a.length && commun < b.length && a[commun] === b[commun]) commun += 1;
    if (commun === a.length || commun === b.length) continue;
    const niveau = a.slice(0, commun).join('/');
    const fleches = niveaux.get(niveau) ?? new Map<string, Set<string>>();
    const [depart = '', arrivee = ''] = [a[commun], b[commun]];
    fleches.set(depart, (fleches.get(depart) ?? new Set()).add(arrivee));
    niveaux.set(niveau, fleches);
  }
  return [...niveaux].flatMap(([niveau, fleches]) => {
    const atteints = (depart: string): Set<string> => {
      const vus = new Set<string>();
      const pile = [...(fleches.get(depart) ?? [])];
      for (let un = pile.pop(); un !== undefined; un = pile.pop()) {
        if (vus.has(un)) continue;
        vus.add(un);
        pile.push(...(fleches.get(un) ?? []));
      }
      return vus;
    };
    return [...fleches.keys()].filter((un) => atteints(un).has(un)).map((un) => `${niveau}/${un}`);
  });
}

describe('the folders of src', () => {
  it('are known by this test: every context of the domain stands in the order', () => {
    expect(
      readdirSync(join(SRC, 'domain'))
        .filter((nom) => !nom.includes('.'))
        .sort(),
    ).toEqual([...CONTEXTES].sort());
    expect(IMPORTS.length).toBeGreaterThan(2_000);
  });

  it('make no knot, types included, neither between contexts nor between the folders of one', () => {
    expect(noeuds()).toEqual([]);
  });
});

describe('a table', () => {
  it('is named in SQL by the context that owns it and those after it, never by one before', () => {
    const tables = new Map(
      ENTITES.map(({ meta: { tableName } }) => {
        const proprietaire = [...SOURCES].find(([, texte]) => texte.includes(`tableName: '${tableName}'`));
        return [tableName, contexteDe(proprietaire?.[0] ?? '')];
      }),
    );
    expect(tables.get('convention')).toBe('domain/contractualisation');
    const trop = [...SOURCES].flatMap(([chemin, texte]) => {
      const rang = ORDRE.indexOf(contexteDe(chemin));
      if (rang < 0) return [];
      return [
        ...texte.matchAll(/\b(?:from|join|into|update)\s+"?([a-z_]+)"?/g),
        ...texte.matchAll(/\b(?:selectFrom|\w+Join|\w+JoinLateral|updateTable|deleteFrom)\(\s*'([a-z_]+)/g),
      ]
        .filter(([, table = '']) => ORDRE.indexOf(tables.get(table) ?? '') > rang)
        .map(([, table]) => `${chemin}: ${table}`);
    });
    expect(trop).toEqual([]);
  });
});
