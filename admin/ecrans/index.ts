import type { Ecran } from '#admin/definition/ecran.ts';
import { ECRANS_DE_L_ATELIER } from '#admin/ecrans/atelier/ecrans.ts';
import { ecranDecision } from '#admin/ecrans/decision/serveur.ts';
import { ecranDroits } from '#admin/ecrans/droits/serveur.ts';
import { ecranLettre } from '#admin/ecrans/lettre/serveur.ts';

/** Every screen that is not a resource, but the one that shows what the whole application serves. */
export const ECRANS: readonly Ecran[] = [...ECRANS_DE_L_ATELIER, ecranDecision, ecranLettre, ecranDroits];
