import type { Envoi } from '#src/kernel/commande.ts';

/**
 * What somebody whose access is opened is mailed, told by what was queued; null when nothing was. The same
 * whether or not his address has an account.
 */
export const direOuverture = (envois: readonly Envoi[]): string | null =>
  envois.length === 0 ? null : 'Un mail lui a été envoyé, avec la marche à suivre.';
