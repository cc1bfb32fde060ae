import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranImpact } from '#admin/ecrans/atelier/impact/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranImpact>('impact');

export type PageImpact = DonneesDe<typeof ecranImpact>;

/** A report in words, and its parts. */
export type ImpactMontre = NonNullable<PageImpact['rapport']>;
export type VoletMontre = ImpactMontre['cas'];
export type ComptesMontres = VoletMontre['issues'][number];
export type MontantMontre = VoletMontre['montants'][number];
export type GroupeMontre = VoletMontre['parCaf'][number];
/** Recorded decisions of past days that would be otherwise. */
export type PasseMontre = NonNullable<ImpactMontre['passe']>;
