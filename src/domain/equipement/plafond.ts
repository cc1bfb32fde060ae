import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Animateur, Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import {
  etpDesContrats,
  faitsDeConventionnement,
  faitsDEtp,
  nombreDePostes,
} from '#src/domain/equipement/faits.ts';
import type { Constat } from '#src/engine/format.ts';

/** Work contracts that one conventionnement cannot carry whole. */
export interface ContratsAuDelaDuPlafond {
  readonly etpContrats: string;
  /** What `etp-equipement` would find if they were all validated together. */
  readonly constats: readonly Constat[];
}

/**
 * Says, before the Ca is asked, that the work contracts of an equipment call for a second conventionnement;
 * null when they do not,
 * when it already has two, or when the rules do not settle its type.
 */
export async function contratsAuDelaDuPlafond(
  { registre, aujourdhui }: UniteDeLecture,
  equipement: Equipement,
  animateurs: readonly Animateur[],
  conventionnements: readonly Pick<Conventionnement, 'au'>[],
): Promise<ContratsAuDelaDuPlafond | null> {
  const jour = aujourdhui.toString();
  const presents = animateurs.filter(({ au }) => !au || au > jour);
  if (conventionnements.filter(({ au }) => au > jour).length > 1) return null;
  const { decision } = await registre.decider(
    'conventionnement',
    jour,
    faitsDeConventionnement(equipement, nombreDePostes(presents), true),
  );
  if (decision.etat === 'source-muette') return null;
  // From today until the last of them has arrived.
  const dernierJour = presents.reduce((dernier, { du }) => (du > dernier ? du : dernier), jour);
  const aVenir = { du: jour, au: Temporal.PlainDate.from(dernierJour).add({ days: 1 }).toString() };
  const etpContrats = etpDesContrats(presents, aVenir);
  const { decision: limites } = await registre.decider(
    'etp-equipement',
    jour,
    faitsDEtp(presents, aVenir, etpContrats),
  );
  const constats = limites.constats.filter(({ gravite }) => gravite === 'bloquant');
  return constats.length > 0 ? { etpContrats, constats } : null;
}
