import { expect, it } from 'vitest';
import { toutesLesCommandes } from '#test/support/commandes.ts';

it('a command that says what must hold of its record says how it is loaded: the executor would ask nothing otherwise', async () => {
  const commandes = (await toutesLesCommandes()).map(([, commande]) => commande);
  expect(commandes.length).toBeGreaterThan(120);
  const ignorees = commandes.filter(({ condition, charger }) => condition && !charger);
  expect(ignorees.map(({ nom }) => nom)).toEqual([]);
});
