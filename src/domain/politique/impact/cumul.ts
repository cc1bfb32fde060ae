/** The counts of a whole study, to which each batch is joined in its order, whoever judged it. */
import type { FichierClos } from '#src/engine/index.ts';
import { Agregats, type AgregatsEcrits } from './agregats.ts';
import { faitsEnEuros } from './mesure.ts';
import type { CasChange } from './types.ts';

/** What was made of one batch, on its own. */
export interface Partiel {
  /** Stored cases that change, each as JSON text; drawn ones are in the counts only. */
  readonly changes: readonly string[];
  readonly agregats: AgregatsEcrits;
}

/**
 * What a batch brought, and the counts from the beginning of the study to its end. As texts: a server passes
 * them on to its database and reads none.
 */
export interface ResultatDeLot {
  /** Cases that change. */
  readonly nombre: number;
  /** JSON list of {@link CasChange}. */
  readonly changes: string;
  /** JSON text of {@link AgregatsEcrits}. */
  readonly agregats: string;
}

export function partiel(changes: readonly CasChange[], agregats: AgregatsEcrits): Partiel {
  return { changes: changes.map((change) => JSON.stringify(change)), agregats };
}

export class Cumul {
  private readonly comptes: Agregats;

  /** @param depuis counts to go on from */
  constructor(avant: FichierClos, apres: FichierClos, depuis: AgregatsEcrits) {
    this.comptes = Agregats.depuis(depuis, faitsEnEuros(avant, apres));
  }

  joindre({ changes, agregats }: Partiel): ResultatDeLot {
    for (const change of changes) this.comptes.enchainer(change);
    this.comptes.joindre(agregats);
    return {
      nombre: changes.length,
      changes: `[${changes.join()}]`,
      agregats: JSON.stringify(this.comptes.ecrire()),
    };
  }
}
