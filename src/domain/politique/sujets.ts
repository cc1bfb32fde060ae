import type { AliasableExpression, RawBuilder } from 'kysely';
import type { Ecart } from '#src/domain/politique/reprise/vues.ts';
import { definirPort } from '#src/kernel/port.ts';
import type { CampagneTouchee } from '#src/domain/politique/consultation/vues.ts';

/**
 * What later contexts tell in SQL of the record a decision `d` is about, so that one query reads a batch of
 * decisions with it: whose table it is, is their business.
 */
export interface SujetsEnSql {
  /** Condition: no person has settled the decision. */
  readonly nonTranchee: RawBuilder<boolean>;
  /** Joins that `ecart` reads. */
  readonly jointures: RawBuilder<unknown>;
  /** Why the record waits no longer, as an `Ecart`; null while it does. */
  readonly ecart: (aujourdhui: string) => RawBuilder<Ecart | null>;
  /** Joins giving the equipment of the record as `e`. */
  readonly equipement: RawBuilder<unknown>;
}
export const sujetsEnSql = definirPort<[], SujetsEnSql>('politique.sujetsEnSql');

/** A version with the day it takes effect. */
export interface Effet extends Pick<CampagneTouchee, 'genre' | 'jeu' | 'numero' | 'empreinte' | 'approuvee'> {
  readonly effet_le: string;
}

/** Campaigns open while a version takes effect, those that are not over on a day. */
export const pendantUneCampagne = definirPort<
  [effets: AliasableExpression<Effet>, jour: string],
  AliasableExpression<CampagneTouchee>
>('politique.pendantUneCampagne');
