import { Decimal } from 'decimal.js';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import type { Animateur, Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import { faitsDeConventionnement, faitsDEtp } from '#src/domain/equipement/faits.ts';
import type { Constat } from '#src/engine/format.ts';

/** Work contracts that one conventionnement cannot carry whole. */
export interface ContratsAuDelaDuPlafond {
  readonly etpContrats: string;
  /** What `etp-equipement` would find if they were all validated together. */
  readonly constats: readonly Constat[];
}

/**
 * Says, before the Ca is asked, that the work contracts of an equipment call for a second conventionnement; null when they do not,
 * when it already has two, or when the rules do not settle its type.
 */
export async function contratsAuDelaDuPlafond(
  { registre, aujourdhui }: UniteDeLecture, equipement: Equipement, animateurs: readonly Animateur[], conventionnements: readonly Pick<Conventionnement, 'au'>[],
): Promise<ContratsAuDelaDuPlafond | null> {
  const jour = aujourdhui.toString();
  const presents = animateurs.filter(({ au }) => !au || au > jour);
  if (conventionnements.filter(({ au }) => au > jour).length > 1) return null;
  const { decision } = await registre.decider('conventionnement', jour, faitsDeConventionnement(equipement, presents.length, true));
  if (decision.etat === 'source-muette') return null;
  const etpContrats = presents.reduce((total, { etpContrat }) => total.plus(etpContrat), new Decimal(0)).toFixed();
  const { decision: limites } = await registre.decider('etp-equipement', jour, faitsDEtp(presents, etpContrats));
  const constats = limites.constats.filter(({ gravite }) => gravite === 'bloquant');
  return constats.length > 0 ? { etpContrats, constats } : null;
}
