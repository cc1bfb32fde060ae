import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranApprobation } from '#admin/ecrans/atelier/approbation/serveur.ts';

export type PageApprobation = DonneesDe<typeof ecranApprobation>;
