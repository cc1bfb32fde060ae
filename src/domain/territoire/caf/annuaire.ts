import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/territoire/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

/**
 * Code and name of every Caf, by name: a multi-caf bulletin lists them. All the rest of another Caf is out of
 * sight.
 */
export const annuaireDesCaf = ({
  em,
}: UniteDeLecture): Promise<{ readonly id: string; readonly nom: string }[]> =>
  appeler(em, fonction('mcp_annuaire_des_caf'));
