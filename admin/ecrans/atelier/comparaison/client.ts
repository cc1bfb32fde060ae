import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranComparaison } from '#admin/ecrans/atelier/comparaison/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranComparaison>('comparaison');

export type PageComparaison = DonneesDe<typeof ecranComparaison>;
export type ComparaisonMontree = NonNullable<PageComparaison['comparaison']>;
