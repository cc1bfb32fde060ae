import { listeFr } from '#src/kernel/francais.ts';
import type { Envoi } from '#src/kernel/commande.ts';

/** Addresses said one by one; beyond, their number says enough. */
const ADRESSES_DITES = 3;

/** What leaves with an act, as the sentence that follows its success; empty when no mail does. */
export function direEnvois(envois: readonly Envoi[]): string {
  const adresses = [...new Set(envois.map(({ destinataire }) => destinataire))];
  if (adresses.length === 0) return '';
  if (adresses.length > ADRESSES_DITES) return `Un courriel part à ${adresses.length} personnes.`;
  return `Un courriel part à ${listeFr(adresses)}.`;
}
