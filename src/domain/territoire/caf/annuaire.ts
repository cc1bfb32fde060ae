import type { UniteDeLecture } from '#src/kernel/commande.ts';

/**
 * Code and name of every Caf, by name: a multi-caf bulletin lists them. All the rest of another Caf is out of
 * sight.
 */
export const annuaireDesCaf = ({
  em,
}: UniteDeLecture): Promise<{ readonly id: string; readonly nom: string }[]> =>
  em.execute<{ id: string; nom: string }[]>('select id, nom from mcp_annuaire_des_caf()');
