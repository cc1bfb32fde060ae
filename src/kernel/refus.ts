import type { Remedy } from '#src/kernel/droits/remedy.ts';
import type { Constat } from '#src/engine/format.ts';

/**
 * What a command answers when it does not do what it was asked: a sentence for the person,
 * the fields at fault, and the HTTP status a door answers with. Nothing was written.
 */
export abstract class Refus extends Error {
  abstract readonly statut: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 422 | 429 | 503;
  /** Message per field of the input, e.g. `{ courriel: 'L’adresse mail est obligatoire.' }`. */
  readonly champs: Readonly<Record<string, string>>;
  /**
   * Name of the rule applied, where it is neither a line of the rights table, nor a rule file, nor the
   * record's state.
   */
  readonly principe?: string;
  /** Who can lift it, and how. Given by those refusals that a screen foresees. */
  readonly remedy?: Remedy;
  constructor(message: string, champs: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.champs = champs;
  }
}

/** The input does not have the form the command needs. */
export class SaisieInvalide extends Refus {
  override readonly statut = 422;
}

/** One field is at fault, told by a business check rather than by its form. */
export class ChampRefuse extends Refus {
  override readonly statut = 422;
  constructor(champ: string, message: string) {
    super(message, { [champ]: message });
  }
}

/** The actor has no right to do this; says who can. */
export class ActionInterdite extends Refus {
  override readonly statut = 403;
}

/** The record does not exist, or not for this actor: the two are not told apart. */
export class Introuvable extends Refus {
  override readonly statut = 404;
  constructor(quoi: string) {
    super(`${quoi} introuvable. Vérifiez le lien ou revenez à la liste.`);
  }
}

/** Somebody else changed the record since the form was filled from it. */
export class VersionPerimee extends Refus {
  override readonly statut = 409;
  /** The record's values as they are now, to show beside those typed. */
  readonly actuel: Readonly<Record<string, unknown>>;
  constructor(actuel: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(
      'Cette fiche a été modifiée par une autre personne depuis que vous l’avez ouverte. Vérifiez ses valeurs actuelles, puis recommencez.',
      {},
      options,
    );
    this.actuel = actuel;
  }
}

/** A value that must be unique is already taken. */
export class DejaPris extends Refus {
  override readonly statut = 409;
}

/** The record is not in a state in which this can be done. */
export class EtatIncompatible extends Refus {
  override readonly statut = 409;
}

/** Which published version found something. */
export interface OrigineDeConstats {
  /** Hash of the version. */
  readonly empreinte: string;
  readonly constats: readonly Constat[];
}

/** A rule file's blocking findings, or a case it does not settle, stand in the way. */
export class RefusParRegle extends Refus {
  override readonly statut = 422;
  readonly constats: readonly Constat[];
  /** The versions that found them, so that the rule can be named. */
  readonly origines: readonly OrigineDeConstats[];
  constructor(
    message: string,
    constats: readonly Constat[],
    champs: Readonly<Record<string, string>> = {},
    origines: readonly OrigineDeConstats[] = [],
  ) {
    super(message, champs);
    this.constats = constats;
    this.origines = origines;
  }
}

/** The database does not serve: nothing was written, the same act may be tried again. */
export class BaseIndisponible extends Refus {
  override readonly statut = 503;
  /** Seconds after which trying again makes sense (`Retry-After`). */
  readonly reessayerDans: number;
  constructor(
    options?: ErrorOptions,
    message = 'La base de données ne répond pas. Rien n’a été enregistré : réessayez dans un instant.',
    reessayerDans = 10,
  ) {
    super(message, {}, options);
    this.reessayerDans = reessayerDans;
  }
}
