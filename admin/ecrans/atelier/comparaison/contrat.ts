import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranComparaison } from '#admin/ecrans/atelier/comparaison/serveur.ts';

export type PageComparaison = DonneesDe<typeof ecranComparaison>;
export type ComparaisonMontree = NonNullable<PageComparaison['comparaison']>;
