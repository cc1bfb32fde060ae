import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranFichier } from '#admin/ecrans/atelier/fichier/serveur.ts';

export type PageFichier = DonneesDe<typeof ecranFichier>;

/** What the scenarios of a version catch: rules visited, and small errors slipped into the file. */
export type MesureDesScenarios = ReponseDe<typeof ecranFichier, 'mesurer'>;
