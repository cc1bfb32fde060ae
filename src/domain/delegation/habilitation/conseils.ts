import type { UniteDeLecture } from '#src/kernel/commande.ts';

/** To whom the source would give a role: said to who grants it, never in the way. */
export interface Conseil {
  readonly role: string;
  readonly message: string;
  readonly source: string;
}

/** « (SRC-1#a) » after the document: one table of it gives them all. */
const POINTS_CITES = /\s*\([A-Z0-9#a-z, -]+\)$/;

/**
 * What the rule file `conseil-role` advises for roles on types of equipment, each advice once; nothing where
 * it is not published.
 */
export async function conseilsDeRole(
  { registre, aujourdhui }: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>,
  types: readonly string[],
  roles: readonly string[],
): Promise<Conseil[]> {
  const date = aujourdhui.toString();
  if (!registre.estEnVigueur('conseil-role', date)) return [];
  const conseils = new Map<string, Conseil>();
  for (const role of roles) {
    for (const typeEquipement of types) {
      if (!registre.admet('conseil-role', date, { typeEquipement, role })) continue;
      const { decision } = await registre.decider('conseil-role', date, { typeEquipement, role });
      for (const { message, source } of decision.constats)
        conseils.set(`${role} ${message}`, { role, message, source: source.replace(POINTS_CITES, '') });
    }
  }
  return [...conseils.values()];
}
