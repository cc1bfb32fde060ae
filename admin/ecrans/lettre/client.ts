import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranLettre } from '#admin/ecrans/lettre/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranLettre>('lettre');

export type PageDeLettre = DonneesDe<typeof ecranLettre>;
