import canonicalize from 'canonicalize';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DecisionTracee, Registre } from '#src/domain/commun/registre.ts';
import { Decision } from '#src/domain/decision/decision.ts';

/** What a replay compares: all that the decision answered. */
const COMPARES = ['etat', 'issues', 'constats', 'calculs', 'manquants'] as const;

/** A decision taken again from its hash, facts and date. */
export interface Rejeu {
  readonly id: string;
  /** Names of the parts that differ; empty when the replay is identical. */
  readonly differences: readonly (typeof COMPARES)[number][];
  readonly refaite: DecisionTracee;
}

/** Takes a recorded decision again with the very version it was made with. */
export async function rejouer(registre: Registre, decision: Decision): Promise<Rejeu> {
  const refaite = await registre.redecider(decision.empreinte, decision.dateReference, decision.faits);
  const differences = COMPARES.filter((partie) => canonicalize(refaite.decision[partie]) !== canonicalize(decision[partie]));
  return { id: decision.id, differences, refaite };
}

const LOT = 500;

/** Every recorded decision, replayed in the order of their ids, a batch in memory at a time. */
export async function* rejouerTout(em: EntityManager, registre: Registre): AsyncGenerator<Rejeu> {
  for (let dernier = '00000000-0000-0000-0000-000000000000'; ;) {
    const lot = await em.find(Decision, { id: { $gt: dernier } }, { orderBy: { id: 'asc' }, limit: LOT, disableIdentityMap: true });
    for (const decision of lot) yield rejouer(registre, decision);
    const fin = lot.at(-1);
    if (!fin) return;
    dernier = fin.id;
  }
}
