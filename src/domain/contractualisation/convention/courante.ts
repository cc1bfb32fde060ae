import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { enVigueur } from '#src/domain/contractualisation/convention/etat.ts';

/** The convention that counts on a day: the one in force, else the one of the latest period. */
export function conventionCourante<C extends Pick<Convention, 'etat' | 'du' | 'au' | 'resilieeLe'>>(
  conventions: readonly C[],
  jour: { toString(): string },
): C | null {
  const recentes = [...conventions].sort((a, b) => b.du.localeCompare(a.du));
  return recentes.find((convention) => enVigueur(convention, jour.toString())) ?? recentes[0] ?? null;
}
