import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranDecision } from '#admin/ecrans/decision/serveur.ts';
import { clientDe } from '#admin/ui/ecran.tsx';

/** The screen, as its page speaks to it. */
export const ecran = clientDe<typeof ecranDecision>('decision');

export type PageDeDecision = DonneesDe<typeof ecranDecision>;
export type RejeuEnMots = ReponseDe<typeof ecranDecision, 'rejouer'>;
