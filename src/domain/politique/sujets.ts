import { definirPort } from '#src/kernel/port.ts';

/**
 * What later contexts tell in SQL of the record a decision `d` is about, so that one query reads a batch of
 * decisions with it: whose table it is, is their business.
 */
export interface SujetsEnSql {
  /** Condition: no person has settled the decision. */
  readonly nonTranchee: string;
  /** Joins that `ecart` reads. */
  readonly jointures: string;
  /** Why the record waits no longer, as an `Ecart`; null while it does. One parameter: today. */
  readonly ecart: string;
  /** Joins giving the equipment of the record as `e`. */
  readonly equipement: string;
}
export const sujetsEnSql = definirPort<[], SujetsEnSql>('politique.sujetsEnSql');

/**
 * Campaigns open while a version takes effect. @param effets query of versions with their day, `effet_le`;
 * the SQL takes one parameter more: today
 */
export const pendantUneCampagne = definirPort<[effets: string], string>('politique.pendantUneCampagne');
