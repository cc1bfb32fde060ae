import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Courrier } from '#src/domain/suivi/courrier/courrier.ts';
import { peut } from '#src/kernel/droits/droits.ts';

/** Letters kept for a decision, the latest first; none for whoever may not read them. */
export async function courriersDe({ em, acteur }: UniteDeLecture, decision: string): Promise<Courrier[]> {
  return peut(acteur, 'Courrier', 'lire')
    ? em.find(Courrier, { decision }, { orderBy: { le: 'desc', id: 'asc' } })
    : [];
}

/**
 * What the agent wrote in his last letter, whatever the decision: address, ways of appeal and signature are
 * most often the same.
 */
export async function dernieresParts({
  em,
  acteur,
}: UniteDeLecture): Promise<Pick<Courrier, 'adresseCaf' | 'recours' | 'signature'> | null> {
  return acteur.type === 'agent'
    ? em.findOne(Courrier, { par: acteur.compteId }, { orderBy: { le: 'desc', id: 'asc' } })
    : null;
}
