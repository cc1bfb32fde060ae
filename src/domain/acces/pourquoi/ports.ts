import { definirPort } from '#src/kernel/port.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Qui } from '#src/kernel/droits/remedy.ts';

/** Who can lift a refusal, as the reader may know it. */
export interface Titulaires {
  /** In a word: « l’administrateur partenaire ou un responsable habilitations ». */
  readonly qui: string;
  /** Their names, with what they are; empty where none is known or may be told. */
  readonly personnes: readonly string[];
}

/** Names of those who can lift a refusal, within what the reader may know. */
export const titulairesDe = definirPort<[unite: UniteDeLecture, qui: Qui], Promise<Titulaires>>(
  'pourquoi.titulairesDe',
);

/** The sentence for a reader already given the role asked for, who only waits for his Caf; null otherwise. */
export const attenteDe = definirPort<[unite: UniteDeLecture, qui: Qui], Promise<string | null>>(
  'pourquoi.attenteDe',
);
