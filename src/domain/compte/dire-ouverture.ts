import type { Envoi } from '#src/domain/commun/commande.ts';
import { OBJET_INVITATION } from '#src/domain/compte/lettres.ts';

/** What somebody whose access is opened is mailed, told by what was queued; null when nothing was. */
export function direOuverture(envois: readonly Envoi[]): string | null {
  if (envois.length === 0) return null;
  return envois.some(({ objet }) => objet === OBJET_INVITATION) ? 'Une invitation lui a été envoyée.' : 'Un mail l’en prévient ; son mot de passe reste le même.';
}
