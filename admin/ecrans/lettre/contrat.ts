import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranLettre } from '#admin/ecrans/lettre/serveur.ts';

export type PageDeLettre = DonneesDe<typeof ecranLettre>;
