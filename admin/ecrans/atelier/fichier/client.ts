import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranFichier } from '#admin/ecrans/atelier/fichier/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranFichier>('regle');

export type PageFichier = DonneesDe<typeof ecranFichier>;

/** What the scenarios of a version catch: rules visited, and small errors slipped into the file. */
export type MesureDesScenarios = ReponseDe<typeof ecranFichier, 'mesurer'>;
