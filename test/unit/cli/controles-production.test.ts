import { expect, test } from 'vitest';
import { controlerProduction, ErreurProduction } from '#src/cli/controles-production.ts';
import type { FaitsProduction } from '#src/cli/controles-production.ts';

const SUR: FaitsProduction = {
  role: { nom: 'application', superutilisateur: false, contourneRls: false, tablesPossedees: 0 },
  comptesDemonstration: 0,
  valeursFictives: [],
};

test('a role that owns nothing, real values and no demonstration account: production opens', () => {
  expect(() => controlerProduction(SUR, { accepterValeursFictives: false })).not.toThrow();
});

test.each([
  [
    'a superuser',
    { role: { ...SUR.role, superutilisateur: true, tablesPossedees: 40 } },
    ['« application » est superutilisateur, ce qui'],
  ],
  [
    'a role with BYPASSRLS',
    { role: { ...SUR.role, contourneRls: true } },
    ['possède l’attribut BYPASSRLS, ce qui'],
  ],
  ['a role that owns a table', { role: { ...SUR.role, tablesPossedees: 1 } }, ['possède 1 table, ce qui']],
  [
    'an owner with BYPASSRLS',
    { role: { ...SUR.role, contourneRls: true, tablesPossedees: 40 } },
    ['BYPASSRLS et possède 40 tables'],
  ],
  ['a demonstration account', { comptesDemonstration: 1 }, ['Un compte de démonstration est ouvert']],
  ['demonstration accounts', { comptesDemonstration: 12 }, ['12 comptes de démonstration sont ouverts']],
  [
    'fictitious price caps',
    { valeursFictives: ['plafond 2025', 'plafond 2026'] },
    ['plafond 2025, plafond 2026'],
  ],
])('production refuses %s', (_, changement, extraits) => {
  const problemes = problemesDe({ ...SUR, ...changement });
  expect(problemes).toEqual(extraits.map((extrait) => expect.stringContaining(extrait)));
});

test('fictitious values may be accepted, nothing else', () => {
  const faits = { ...SUR, valeursFictives: ['plafond 2026'], comptesDemonstration: 1 };
  expect(problemesDe(faits)).toHaveLength(2);
  expect(problemesDe(faits, true)).toEqual([expect.stringContaining('démonstration')]);
});

function problemesDe(faits: FaitsProduction, accepterValeursFictives = false): readonly string[] {
  try {
    controlerProduction(faits, { accepterValeursFictives });
  } catch (erreur) {
    if (erreur instanceof ErreurProduction) return erreur.problemes;
    throw erreur;
  }
  return [];
}
