import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranDroits } from '#admin/ecrans/droits/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranDroits>('droits');

export type PageDesDroits = DonneesDe<typeof ecranDroits>;
