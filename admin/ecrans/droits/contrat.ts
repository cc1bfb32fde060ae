import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranDroits } from '#admin/ecrans/droits/serveur.ts';

export type PageDesDroits = DonneesDe<typeof ecranDroits>;
