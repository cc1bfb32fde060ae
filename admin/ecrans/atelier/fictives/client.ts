import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranFictives } from '#admin/ecrans/atelier/fictives/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranFictives>('fictives');

export type PageFictives = DonneesDe<typeof ecranFictives>;

/** A file in force with fictitious values, and the reader's own draft of it. */
export type FichierFictif = PageFictives['fichiers'][number];
