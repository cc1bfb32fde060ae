/** The house: one order of contexts, no knot of folders, each table read by its owner and those after it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTITES } from '#src/cli/entites.ts';
import CONTEXTES from '#src/domain/contextes.json' with { type: 'json' };
import { importsDe, noeuds, sourcesDe } from '#test/support/structure.ts';

const SRC = join(import.meta.dirname, '../../../src');
const ORDRE = ['engine', 'kernel', ...CONTEXTES.map((nom) => `domain/${nom}`)];

const SOURCES = sourcesDe('src');
const contexteDe = (chemin: string): string => {
  const [premier = '', second = ''] = chemin.split('/');
  return premier === 'domain' ? `domain/${second}` : premier;
};

const IMPORTS = importsDe('src');

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
    expect(noeuds(IMPORTS)).toEqual([]);
  });
});

describe('the folders of admin', () => {
  it('make no knot, types included, the files that stand beside their subfolders counted as a neighbour', () => {
    const imports = importsDe('admin');
    expect(imports.length).toBeGreaterThan(700);
    expect(noeuds(imports, 'with the files of the parent')).toEqual([]);
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
