import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranListe } from '#admin/ecrans/atelier/liste/serveur.ts';

export type PageListe = DonneesDe<typeof ecranListe>;
