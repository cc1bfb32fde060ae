import type { z } from 'zod';
import type { Commande, Droit, UniteDeLecture } from '#src/kernel/commande.ts';

/** An answer that takes long to compute: done once the transaction that read it is closed. */
export class Deferred<Reponse> {
  readonly calculer: () => Promise<Reponse>;
  constructor(calculer: () => Promise<Reponse>) {
    this.calculer = calculer;
  }
}

/** A screen that is not a resource: a report, a workshop. */
export interface Ecran {
  readonly nom: string;
  readonly libelle: string;
  readonly groupe: string | null;
  /** Right a reader needs. */
  readonly droit: Droit;
  /** Data of the screen; `parametres` is the query. */
  readonly donnees: (unite: UniteDeLecture, parametres: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Commands the screen may call, by the `action` of its POST body. */
  readonly commandes?: Readonly<Record<string, Commande<z.ZodType, unknown>>>;
  /**
   * Questions the screen asks by POST, because they carry a text: nothing is written; a {@link Deferred} is
   * computed after the reading. By the `action` of the body too.
   */
  readonly questions?: Readonly<
    Record<string, (unite: UniteDeLecture, saisie: Readonly<Record<string, unknown>>) => Promise<unknown>>
  >;
}

/**
 * Declares a screen. The types of its data and answers stay those of its functions: its page infers them, by
 * the types below, and repeats nothing.
 */
export const definirEcran = <const E extends Ecran>(ecran: E): E => ecran;

/** A value as its JSON gives it back. */
export type Json<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Date
    ? string
    : T extends object
      ? { readonly [Nom in keyof T]: Json<T[Nom]> }
      : T;

/** What a page receives of a handler made for a resource. */
export type JsonDe<Traiter extends (...args: never[]) => (demande: never) => Promise<unknown>> = Json<
  Awaited<ReturnType<ReturnType<Traiter>>>
>;

/** What a page receives of its screen. */
export type DonneesDe<E extends Ecran> = Json<Awaited<ReturnType<E['donnees']>>>;

/** Names of the commands and the questions of a screen. */
export type ActionDe<E extends Ecran> = (keyof E['commandes'] | keyof E['questions']) & string;

type Reponse<Action> =
  Action extends Commande<z.ZodType, infer Resultat>
    ? Resultat
    : Action extends (...args: never[]) => Promise<infer Resultat>
      ? Resultat extends Deferred<infer Calcule>
        ? Calcule
        : Resultat
      : never;

/** What a command or a question of a screen answers. */
export type ReponseDe<E extends Ecran, Nom extends ActionDe<E>> = Json<
  Reponse<
    Nom extends keyof E['commandes']
      ? E['commandes'][Nom]
      : Nom extends keyof E['questions']
        ? E['questions'][Nom]
        : never
  >
>;
