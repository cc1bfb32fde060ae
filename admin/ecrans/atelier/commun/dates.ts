import { formaterDate } from '#admin/definition/affichage.ts';
import type { Intervalle } from '#src/domain/politique/consultation/vues.ts';

/** Days of a version, the last one included. */
export const periode = ({ du, au }: Intervalle): string =>
  du === null
    ? au === null
      ? 'toujours'
      : `jusqu’au ${formaterDate(veille(au))}`
    : au === null
      ? `depuis le ${formaterDate(du)}`
      : `du ${formaterDate(du)} au ${formaterDate(veille(au))}`;

/** The last day included of a period whose end is excluded. */
export const veille = (iso: string): string =>
  new Date(Date.parse(`${iso}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Same for days to come or gone by: « à partir du 01/01/2031 » while it is still ahead. */
export function periodeSans(intervalle: Intervalle, aujourdhui: string): string {
  const { du, au } = intervalle;
  return au === null && du !== null && du > aujourdhui
    ? `à partir du ${formaterDate(du)}`
    : periode(intervalle);
}
