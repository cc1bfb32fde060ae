import type { Acteur, ActeurAgent } from '#src/kernel/acteur.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';

export class AgentRequis extends ActionInterdite {
  constructor() {
    super('Cette action se fait au nom d’une Caf : elle est réservée à un agent de cette Caf.');
  }
}

/**
 * The agent who acts: a contract is made in the name of his Caf.
 * @throws AgentRequis for anybody else, the system included
 */
export function exigerAgent(acteur: Acteur): ActeurAgent {
  if (acteur.type !== 'agent') throw new AgentRequis();
  return acteur;
}
