import type { Ecran } from '#admin/definition/ecran.ts';
import { ECRANS_DE_L_ATELIER } from '#admin/ecrans/atelier/ecrans.ts';
import { ECRANS_DES_DECISIONS } from '#admin/ecrans/decision/serveur.ts';
import { ECRANS_DU_PASSE } from '#admin/ecrans/droits/serveur.ts';

/** Every screen that is not a resource. */
export const ECRANS: readonly Ecran[] = [...ECRANS_DE_L_ATELIER, ...ECRANS_DES_DECISIONS, ...ECRANS_DU_PASSE];
