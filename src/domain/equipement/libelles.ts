import type { InstanceCaf } from '#src/domain/equipement/equipement.ts';

/** Who decides at the Caf: the Ca, or the commission it gave the power to. */
export const LIBELLES_INSTANCE: Readonly<Record<InstanceCaf, string>> = {
  'conseil-administration': 'Conseil d’administration',
  'commission-delegataire': 'Commission délégataire',
};
