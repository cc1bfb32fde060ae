import type { InstanceCaf } from '#src/domain/equipement/equipement.ts';
import { entreesAu } from '#src/kernel/referentiel.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** Who decides at the Caf: the Ca, or the commission it gave the power to. */
export const LIBELLES_INSTANCE: Readonly<Record<InstanceCaf, string>> = {
  'conseil-administration': 'Conseil d’administration',
  'commission-delegataire': 'Commission délégataire',
};

/** « Ram » on the days it bears that name, for where the whole one does not fit; an unknown type by its code. */
export function sigleDuType(registre: Registre, type: string, jour: string): string {
  const entree = entreesAu(registre, 'types-equipement', jour).find(({ code }) => code === type);
  return typeof entree?.['sigle'] === 'string' ? entree['sigle'] : type;
}
