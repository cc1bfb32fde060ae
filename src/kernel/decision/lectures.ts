import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { exiger } from '#src/kernel/droits/droits.ts';

/** Every decision of record on a subject, the latest first. */
export function decisionsDe(unite: UniteDeLecture, sujetType: string, sujetId: string): Promise<Decision[]> {
  exiger(unite.acteur, 'Decision', 'lire');
  return unite.em.find(Decision, { sujetType, sujetId }, { orderBy: { priseLe: 'desc', id: 'asc' } });
}
