import type { DonneesDe } from '#admin/definition/ecran.ts';
import type { ecranReprise } from '#admin/ecrans/atelier/reprise/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranReprise>('reprise');

export type PageReprise = DonneesDe<typeof ecranReprise>;

/** An act of judging again. */
export type ActeDeReprise = PageReprise['actes'][number];
/** What an answer changes: foreseen, or done. */
export type BilanDeReprise = NonNullable<PageReprise['apercu']> | NonNullable<PageReprise['acte']>;
