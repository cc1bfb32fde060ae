import type { DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { ecranDecision } from '#admin/ecrans/decision/serveur.ts';

export type PageDeDecision = DonneesDe<typeof ecranDecision>;
export type RejeuEnMots = ReponseDe<typeof ecranDecision, 'rejouer'>;
