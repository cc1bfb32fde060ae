import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { creerBase, supprimerBases } from './postgres.ts';
import type { Base } from './postgres.ts';

/**
 * A migrated database, empty but for what migrations write, for the file or the test that asks. Dropped at
 * the end of the file.
 * Call it in `beforeAll` or in a test, never at the top of a module.
 */
export async function baseDeTest(): Promise<Base> {
  const serveur = inject('essais');
  const base = await creerBase(serveur, `essai_${randomBytes(6).toString('hex')}`, serveur.modele);
  aSupprimer.add(base.nom);
  return base;
}

const aSupprimer = new Set<string>();

afterAll(async () => {
  if (aSupprimer.size > 0)
    await supprimerBases(inject('essais'), new RegExp(`^(${[...aSupprimer].join('|')})$`));
  aSupprimer.clear();
});
