import type { EtatHabilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { couvreJour, type Periode } from '#src/domain/delegation/mandat/periodes.ts';

/** The four states one may search by (source: « État de l'habilitation * »). */
export const ETATS_AFFICHES = ['actif', 'historique', 'inactif', 'non-attribue'] as const;
export type EtatAffiche = (typeof ETATS_AFFICHES)[number];

interface Datee extends Periode {
  readonly etat: EtatHabilitation;
}

/**
 * The state shown for a habilitation on a day. The source names four states and defines none:
 * Actif = in force today; Historique = ended, refused or withdrawn; Inactif = exists but opens nothing today
 * (pending, suspended, not yet begun). « Non attribué » is the absence of any.
 */
export function etatAffiche(habilitation: Datee, jour: string): Exclude<EtatAffiche, 'non-attribue'> {
  const { etat, au } = habilitation;
  if (etat === 'refusee' || etat === 'retiree' || (au !== null && au <= jour)) return 'historique';
  return etat === 'accordee' && couvreJour(habilitation, jour) ? 'actif' : 'inactif';
}

/** Whether a habilitation, ended or not yet begun, still lets its role count as attributed. */
export function occupeLeRole(habilitation: Datee, jour: string): boolean {
  return etatAffiche(habilitation, jour) !== 'historique';
}
