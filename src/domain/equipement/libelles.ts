import type { InstanceCaf } from '#src/domain/equipement/equipement.ts';
import types from '#src/domain/equipement/types-equipement.json' with { type: 'json' };

/** Who decides at the Caf: the Ca, or the commission it gave the power to. */
export const LIBELLES_INSTANCE: Readonly<Record<InstanceCaf, string>> = {
  'conseil-administration': 'Conseil d’administration',
  'commission-delegataire': 'Commission délégataire',
};

const LIBELLES_DES_TYPES = new Map(types.types.map(({ id, libelle }) => [id, libelle]));

/** « Ram » of « Relais assistants maternels (Ram) », for where the whole name does not fit; an unknown type by its code. */
export function sigleDuType(type: string): string {
  return /\((.+)\)$/.exec(LIBELLES_DES_TYPES.get(type) ?? '')?.[1] ?? type;
}
