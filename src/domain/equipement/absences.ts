import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AbsenceAnimateur, type Animateur } from '#src/domain/equipement/equipement.ts';
import {
  AbsenceApresLeDepart,
  AbsenceAvantLArrivee,
  AbsenceHorsDeLaPeriode,
  RetourAvantLAbsence,
} from '#src/domain/equipement/refus.ts';
import { nomDe } from '#src/domain/equipement/succession.ts';
import { dateEnLettres } from '#src/engine/index.ts';

/** From the first day to the day before the end; null: no end known. */
interface Periode {
  readonly du: string;
  readonly au: string | null;
}

/**
 * An absence lies within the time the animateur is there; whoever leaves without coming back has no day of
 * return.
 * @throws RetourAvantLAbsence | AbsenceAvantLArrivee | AbsenceApresLeDepart
 */
export function exigerAbsenceCoherente(animateur: Animateur, { du, au }: Periode): void {
  if (au !== null && au <= du) throw new RetourAvantLAbsence();
  if (du < animateur.du) throw new AbsenceAvantLArrivee(nomDe(animateur), animateur.du);
  const depart = animateur.au ?? null;
  if (depart === null) return;
  if (du >= depart) throw new AbsenceApresLeDepart('du', nomDe(animateur), veille(depart));
  if (au !== null && au > depart) throw new AbsenceApresLeDepart('au', nomDe(animateur), veille(depart));
}

/**
 * @throws AbsenceHorsDeLaPeriode when an absence already recorded would no longer lie within the time the
 * animateur is there
 */
export async function exigerAbsencesDans(
  { em }: UniteDeLecture,
  animateur: string,
  { du, au }: Periode,
): Promise<void> {
  const absences = await em.find(AbsenceAnimateur, { animateur }, { orderBy: { du: 'asc' } });
  for (const absence of absences) {
    if (absence.du < du) throw new AbsenceHorsDeLaPeriode('du', enClair(absence));
    if (au !== null && (absence.du >= au || (absence.au && absence.au > au)))
      throw new AbsenceHorsDeLaPeriode('au', enClair(absence));
  }
}

const veille = (jour: string): string => Temporal.PlainDate.from(jour).subtract({ days: 1 }).toString();
const enClair = ({ du, au }: Pick<AbsenceAnimateur, 'du' | 'au'>): string =>
  au ? `du ${dateEnLettres(du)} au ${dateEnLettres(veille(au))}` : `depuis le ${dateEnLettres(du)}`;
