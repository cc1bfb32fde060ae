import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranFictives } from '#admin/ecrans/atelier/fictives/serveur.ts';

export type PageFictives = DonneesDe<typeof ecranFictives>;

/** A file in force with fictitious values, and the reader's own draft of it. */
export type FichierFictif = PageFictives['fichiers'][number];
