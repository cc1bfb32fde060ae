import { dateFr, veille } from '#src/kernel/francais.ts';
import type { Intervalle } from '#src/domain/politique/consultation/vues.ts';

/** Days of a version, the last one included. */
export const periode = ({ du, au }: Intervalle): string =>
  du === null
    ? au === null
      ? 'toujours'
      : `jusqu’au ${dateFr(veille(au))}`
    : au === null
      ? `depuis le ${dateFr(du)}`
      : `du ${dateFr(du)} au ${dateFr(veille(au))}`;

/** Same for days to come or gone by: « à partir du 01/01/2031 » while it is still ahead. */
export function periodeSans(intervalle: Intervalle, aujourdhui: string): string {
  const { du, au } = intervalle;
  return au === null && du !== null && du > aujourdhui ? `à partir du ${dateFr(du)}` : periode(intervalle);
}
