import { raw, type FilterQuery } from '@mikro-orm/core';
import { Temporal } from 'temporal-polyfill';
import type { Registre } from '#src/kernel/registre.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { EtatAffiche } from '#src/domain/contractualisation/convention/etat.ts';

/** Conventions in a state as people see it on a day: `etatDeLaConvention`, asked of the database. */
export function conventionsEnEtat(etat: EtatAffiche, jour: string): FilterQuery<Convention> {
  const valable: FilterQuery<Convention> = {
    $or: [{ etat: 'active' }, { etat: 'resiliee', resilieeLe: { $gt: jour } }],
  };
  switch (etat) {
    case 'active':
      return { $and: [valable, { au: { $gt: jour } }] };
    case 'echue':
      return { $and: [valable, { au: { $lte: jour } }] };
    case 'resiliee':
      return { etat, $or: [{ resilieeLe: null }, { resilieeLe: { $lte: jour } }] };
    default:
      return { etat };
  }
}

/** How long before its term the renewal of a convention is to be prepared, in months. */
export const preavisDeRenouvellement = (registre: Registre, jour: string): number =>
  Number(registre.parametre('conventions', 'preavisRenouvellement', jour));

/**
 * Active conventions that have expired, or will within the notice, and whose next period nobody has drafted.
 */
export function conventionsARenouveler(registre: Registre, jour: string): FilterQuery<Convention> {
  const limite = Temporal.PlainDate.from(jour)
    .add({ months: preavisDeRenouvellement(registre, jour) })
    .toString();
  const sansSuite = raw(
    (alias) => `not exists (select 1 from convention suite where suite.renouvelle_id = ${alias}.id)`,
  );
  return { $and: [{ etat: 'active', au: { $lte: limite } }, { [sansSuite]: [] }] };
}
