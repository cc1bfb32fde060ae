import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { finEffective } from '#src/domain/contractualisation/convention/etat.ts';

type Periode = Pick<Convention, 'etat' | 'du' | 'au' | 'resilieeLe'>;

/**
 * The first day the partner was without a convention before one begins; null when nothing interrupts: the
 * former ends the day
 * this one begins, or there was none. One day is an interruption. Only those that were active count.
 */
export function interruptionAvant({ du }: Pick<Convention, 'du'>, autres: readonly Periode[]): string | null {
  const fins = autres
    .filter(({ etat }) => etat === 'active' || etat === 'resiliee')
    .filter((une) => une.du < du && une.du < finEffective(une))
    .map(finEffective);
  const derniere = fins.sort().at(-1);
  return derniere !== undefined && derniere < du ? derniere : null;
}
