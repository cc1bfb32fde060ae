import type { Ressource, Source } from '#admin/definition/definition.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { ActionInterdite, type Refus } from '#src/kernel/refus.ts';
import { peut } from '#src/kernel/droits/droits.ts';

/** What every handler is made with. */
export interface Outils {
  readonly executeur: Executeur;
  readonly catalogue: Catalogue;
  /** Values offered by reference fields that are not resources. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Address the back-office is mounted at, `/gestion`. */
  readonly racine: string;
}

/** What is asked of an action, as the shell read it. */
export interface Demande {
  readonly acteur: Acteur;
  readonly methode: 'get' | 'post';
  /** The record it is about; absent for an action of a list. */
  readonly id?: string;
  /** Words searched for. */
  readonly texte?: string;
  /** Query of the address. */
  readonly requete: Readonly<Record<string, unknown>>;
  /** Fields of the form sent, as they were sent. */
  readonly corps?: Readonly<Record<string, unknown>>;
  readonly requeteId?: string;
  /** Gives the answer the HTTP status of a refusal. */
  readonly refuser: (refus: Refus) => void;
}

/** @throws ActionInterdite unless the person may read the resource */
export function exigerLecture({ acteur }: Demande, ressource: Ressource): void {
  if (!peut(acteur, ressource.droit, 'lire'))
    throw new ActionInterdite('Vous n’êtes pas habilité à consulter cette rubrique.');
}

/** Texts of the query; a repeated parameter is left out. */
export function departDe({ requete }: Demande): Record<string, string> {
  return Object.fromEntries(
    Object.entries(requete).filter((paire): paire is [string, string] => typeof paire[1] === 'string'),
  );
}
