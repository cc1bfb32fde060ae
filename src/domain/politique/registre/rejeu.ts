import canonicalize from 'canonicalize';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DecisionTracee, Registre } from '#src/kernel/registre.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { ErreurDuMoteur } from '#src/engine/index.ts';

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
  const refaite = await registre.redecider(
    decision.empreinte,
    decision.dateReference,
    decision.faits,
    decision.referentiels ?? null,
  );
  const differences = COMPARES.filter(
    (partie) => canonicalize(refaite.decision[partie]) !== canonicalize(decision[partie]),
  );
  return { id: decision.id, differences, refaite };
}

/** A decision whose version the application can no longer evaluate; `raison` is a French sentence. */
export interface RejeuImpossible {
  readonly id: string;
  readonly raison: string;
}

const LOT = 500;

/**
 * Every recorded decision, replayed in the order of their ids, a batch in memory at a time. One that cannot
 * be replayed does not stop the others.
 */
export async function* rejouerTout(
  em: EntityManager,
  registre: Registre,
): AsyncGenerator<Rejeu | RejeuImpossible> {
  for (let dernier = '00000000-0000-0000-0000-000000000000'; ; ) {
    const lot = await em.find(
      Decision,
      { id: { $gt: dernier } },
      { orderBy: { id: 'asc' }, limit: LOT, disableIdentityMap: true },
    );
    for (const decision of lot) yield tenter(registre, decision);
    const fin = lot.at(-1);
    if (!fin) return;
    dernier = fin.id;
  }
}

async function tenter(registre: Registre, decision: Decision): Promise<Rejeu | RejeuImpossible> {
  try {
    return await rejouer(registre, decision);
  } catch (erreur) {
    if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    return { id: decision.id, raison: erreur.message };
  }
}
