/** Who calls a rule file, and what he gives it. */
import type { FaitDonne } from '#src/domain/formulaire/faits-donnes.ts';
import type { Jours } from '#src/domain/politique/versions/activations.ts';

/** One call of a rule file. Plain JSON: it goes to the thread that checks. */
export interface Appelant {
  readonly jeu: string;
  /** In French, with its version: « formulaires/ram » 2.0.0, étape « controles-finances ». */
  readonly nom: string;
  /** The form or the file of calls it comes from: `formulaire/ram/2.0.0`. */
  readonly origine: string;
  readonly faits: Readonly<Record<string, FaitDonne>>;
  /** Declarations begun keep this form, whatever replaces it. */
  readonly garde?: true;
  /** Reference dates it may ask for. */
  readonly jours: Jours;
}

export const TOUJOURS: Jours = { du: null, au: null };
