import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranEssai } from '#admin/ecrans/atelier/essai/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranEssai>('essai');

export type PageEssai = DonneesDe<typeof ecranEssai>;

/** A case tried. Facts refused: message by fact; the empty name is the whole. */
export type ResultatDEssai = ReponseDe<typeof ecranEssai, 'essayer'>;
export type ConditionExpliquee = NonNullable<ResultatDEssai['trace']>['regles'][number]['condition'];
