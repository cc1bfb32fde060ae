import type { Droit } from '#src/kernel/commande.ts';
import type { Capacite } from '#src/kernel/roles.ts';

/** What is to be done by delegation. */
export interface ObjetDuPouvoir {
  readonly roles?: readonly string[];
  readonly equipements?: readonly string[];
  readonly creerUtilisateurs?: boolean;
  /** Day from which what is granted has effect; it then lasts no longer than the mandate. */
  readonly du?: string;
}

/** Who can lift a refusal. The names are looked up for the reader, within what he may know. */
export type Qui =
  /** Holders of a right of the table, but for the account `sauf` (two different persons are asked for). */
  | { readonly genre: 'droit'; readonly droit: Droit; readonly sauf?: string | null }
  /** Whoever holds a role that gives one of the capacities on an equipment, and whoever may grant it. */
  | {
      readonly genre: 'capacite';
      readonly capacites: readonly Capacite[];
      readonly equipement: string;
    }
  /** Whoever was entrusted with this by delegation, but for the user `sauf`. */
  | {
      readonly genre: 'pouvoir';
      readonly objet: ObjetDuPouvoir;
      readonly administrateur?: true;
      readonly sauf?: string;
    }
  /** The reader's Caf. */
  | { readonly genre: 'caf' }
  /** The reader himself, by the act told. */
  | { readonly genre: 'vous' }
  /** The person the record is about, by himself. */
  | { readonly genre: 'interesse' }
  /** Whoever runs the application, by the command line. */
  | { readonly genre: 'exploitant' }
  /** Nobody: what happened is not undone. */
  | { readonly genre: 'personne' };

/** How a refusal is lifted, and by whom. */
export interface Remedy {
  /** The act that lifts it, as a sentence; absent when the refusal's own sentence says it. */
  readonly comment?: string;
  readonly qui: Qui;
}
