import { expect, it } from 'vitest';
import type { UniteDeLecture, UniteDeTravail } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';

/** Units of which only what they are is asked. */
const quiLit = () => ({}) as UniteDeLecture;
const quiEcrit = () => ({ decider: () => undefined }) as unknown as UniteDeTravail;

it('a reading is made once per unit that reads and per subject, and anew in a unit that writes', async () => {
  const faites: string[] = [];
  const lire = parUnite(
    (_unite: UniteDeLecture, sujet: string) => Promise.resolve(faites.push(sujet)),
    (sujet) => sujet,
  );
  const page = quiLit();
  await Promise.all([lire(page, 'a'), lire(page, 'a'), lire(page, 'b')]);
  expect(faites).toEqual(['a', 'b']);
  await lire(quiLit(), 'a');
  expect(faites).toEqual(['a', 'b', 'a']);
  const acte = quiEcrit();
  await lire(acte, 'a');
  await lire(acte, 'a');
  expect(faites).toEqual(['a', 'b', 'a', 'a', 'a']);
});
