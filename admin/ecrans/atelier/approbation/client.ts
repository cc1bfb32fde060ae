import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranApprobation } from '#admin/ecrans/atelier/approbation/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranApprobation>('approbation');

export type PageApprobation = DonneesDe<typeof ecranApprobation>;
