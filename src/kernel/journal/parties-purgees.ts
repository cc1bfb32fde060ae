import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Journal } from '#src/kernel/journal/journal.ts';

/**
 * Consecutive lines of a chain that were purged: first and last rank, the hash before the first and that of
 * the last.
 */
export interface PartiePurgee {
  readonly du: number;
  readonly au: number;
  readonly precedente: string;
  readonly empreinte: string;
}

/** Name of the purge in the journal: its line lists the parts purged until then. */
export const COMMANDE_DE_PURGE = 'journal.purger';

export const partiesPurgees = (em: EntityManager, chaine: string): Promise<PartiePurgee[]> =>
  lireLignes(
    em,
    tables
      .selectFrom('journal_purge')
      .select(['du_rang as du', 'au_rang as au', 'precedente', 'empreinte'])
      .where('chaine', '=', chaine)
      .orderBy('du_rang'),
  );

/** The parts a line of the purge says. The database does not keep the order of the keys. */
export function annoncees(changements: Journal['changements']): readonly PartiePurgee[] {
  const { parties } = changements;
  const liste = parties !== undefined && 'apres' in parties ? (parties.apres as readonly PartiePurgee[]) : [];
  return liste.map(({ du, au, precedente, empreinte }) => ({ du, au, precedente, empreinte }));
}

/** Neighbouring parts as one. @param parties in the order of their ranks */
export function reunir(parties: readonly PartiePurgee[]): PartiePurgee[] {
  const reunies: PartiePurgee[] = [];
  for (const partie of parties) {
    const derniere = reunies.at(-1);
    if (derniere && derniere.au + 1 === partie.du)
      reunies[reunies.length - 1] = { ...derniere, au: partie.au, empreinte: partie.empreinte };
    else reunies.push(partie);
  }
  return reunies;
}
