import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { enVigueur } from '#src/domain/contractualisation/convention/etat.ts';

/**
 * Whether a bulletin opens its service on a civil day: its own period has begun, not ended, and its
 * convention gives access.
 */
export function bulletinActif(
  bulletin: Pick<BulletinAdhesion, 'du' | 'au'>,
  convention: Pick<Convention, 'etat' | 'du' | 'au' | 'resilieeLe'>,
  jour: { toString(): string },
): boolean {
  const leJour = jour.toString();
  return bulletin.du <= leJour && leJour < bulletin.au && enVigueur(convention, leJour);
}
