import type { Ecran } from '#admin/definition/ecran.ts';
import { ECRANS_DE_L_ATELIER } from '#admin/ecrans/atelier/ecrans.ts';
import { ecranDecision } from '#admin/ecrans/decision/serveur.ts';
import { ecranDroits } from '#admin/ecrans/droits/serveur.ts';
import { ecranLettre } from '#admin/ecrans/lettre/serveur.ts';
import type { ecranQuiPeutQuoi } from '#admin/ecrans/qui-peut-quoi/serveur.ts';

const DECLARES = [...ECRANS_DE_L_ATELIER, ecranDecision, ecranLettre, ecranDroits] as const;

/** Any of the screens, with the types of its own functions. */
export type UnEcran = (typeof DECLARES)[number] | ReturnType<typeof ecranQuiPeutQuoi>;

/** Every screen that is not a resource, but the one that shows what the whole application serves. */
export const ECRANS: readonly Ecran[] = DECLARES;
