import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { comparerFormulaires } from '#src/domain/formulaire/comparer.ts';

const RAM = JSON.parse(readFileSync('rules/formulaires/ram/2.0.0.json', 'utf8')) as DefinitionDeFormulaire;
const comparer = (apres: unknown) =>
  comparerFormulaires(RAM, apres as DefinitionDeFormulaire, { avant: 'a', apres: 'b' });

/** The definition with the first text or number found below a part made different. */
function avecUneFeuilleChangee(partie: unknown): unknown {
  if (typeof partie === 'string') return `${partie} (autre)`;
  if (typeof partie === 'number') return partie + 1;
  if (typeof partie !== 'object' || partie === null) return partie;
  const [cle, valeur] =
    Object.entries(partie).findLast(([, une]) => typeof une !== 'boolean' && une !== null) ?? [];
  if (cle === undefined) return partie;
  const change = avecUneFeuilleChangee(valeur);
  return Array.isArray(partie)
    ? partie.map((une, rang) => (rang === Number(cle) ? change : une))
    : { ...partie, [cle]: change };
}

describe('Two versions of a form', () => {
  const parties = Object.keys(RAM).filter((cle) => !['$schema', 'format', 'id', 'version'].includes(cle));

  test.each(parties)('a change of « %s » is shown', (cle) => {
    const { rubriques, enveloppe } = comparer({
      ...RAM,
      [cle]: avecUneFeuilleChangee(Reflect.get(RAM, cle)),
    });
    expect(rubriques.length + enveloppe.length).toBeGreaterThan(0);
  });

  test('what is read of former declarations changes what is computed: a minor change', () => {
    const { contexte } = RAM;
    const { niveau, rubriques } = comparer({
      ...RAM,
      contexte: { ...contexte, anterieures: { ...contexte?.anterieures, exercices: 3 } },
    });
    expect(niveau).toBe('mineur');
    expect(rubriques).toEqual([
      {
        libelle: 'Contexte',
        ajoutes: [],
        retires: [],
        modifies: [{ id: 'anterieures', quoi: ['exercices précédents'] }],
      },
    ]);
  });

  test('what a new declaration takes over changes what is asked: a minor change', () => {
    const { actualisee, ...perennites } = RAM.perennites;
    const { niveau, rubriques } = comparer({
      ...RAM,
      perennites: { ...perennites, actualisee: { ...actualisee, reprend: undefined } },
    });
    expect(niveau).toBe('mineur');
    expect(rubriques).toMatchObject([
      { libelle: 'Pérennités', modifies: [{ id: 'actualisee', quoi: ['valeurs reprises'] }] },
    ]);
  });
});
