import { readFile } from 'node:fs/promises';
import { calculerEmplacement } from './emplacement.ts';
import { usagersInscrits, type Usager } from './etat.ts';
import { estVivant, processusDansDossier } from './processus.ts';

/** What runs of the embedded server and of those who opened it, and what should. */
export interface Auscultation {
  /** Process of the server, null when none runs. */
  readonly serveur: number | null;
  readonly vivants: readonly Usager[];
  /** Users of the server that ended without leaving it. */
  readonly morts: readonly Usager[];
}

/** Looks, starts and changes nothing: the next command that opens the base forgets the dead. */
export async function ausculterPostgres(instance = 'principal'): Promise<Auscultation> {
  const { etat, donnees } = await calculerEmplacement(instance);
  const usagers = usagersInscrits(await readFile(etat, 'utf8').catch(() => ''));
  const presents = await Promise.all(usagers.map(estVivant));
  const [postmaster] = (await processusDansDossier(donnees)).sort((a, b) => a.pid - b.pid);
  return {
    serveur: postmaster?.pid ?? null,
    vivants: usagers.filter((_, rang) => presents[rang]),
    morts: usagers.filter((_, rang) => !presents[rang]),
  };
}
