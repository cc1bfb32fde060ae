import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranListe } from '#admin/ecrans/atelier/liste/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranListe>('regles');

export type PageListe = DonneesDe<typeof ecranListe>;
