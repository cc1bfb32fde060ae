import type { EntityManager } from '@mikro-orm/postgresql';
import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Faits, FactSource, Registre } from '#src/kernel/registre.ts';
import type { Job } from '#src/kernel/jobs.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import type { ActionDe, Ressource } from '#src/kernel/droits/table.ts';

// A schema that names no sentence of its own would answer in the library's English.
z.config({
  customError: ({ input, path }) => {
    const champ = path === undefined || path.length === 0 ? 'Cette saisie' : `Le champ « ${path.join('.')} »`;
    return input === undefined
      ? `${champ} est obligatoire.`
      : `${champ} n’est pas de la forme attendue. Vérifiez-le, puis recommencez.`;
  },
});

/** What a decision of record is about. */
export interface DemandeDeDecision {
  readonly jeu: string;
  /** Reference date of the rule file, `AAAA-MM-JJ`. */
  readonly date: string;
  readonly faits: Faits;
  /** Who has checked the names of the facts; the caller when not said. */
  readonly factSource?: FactSource;
  readonly sujet: { readonly type: string; readonly id: string; readonly detail?: string };
  readonly cafId: string;
  readonly partenaireId: string | null;
}

/** What is read with: a transaction that sees only the actor's rows. */
export interface UniteDeLecture {
  readonly em: EntityManager;
  readonly acteur: Acteur;
  readonly registre: Registre;
  /** Civil date at the actor's Caf. */
  readonly aujourdhui: Temporal.PlainDate;
  readonly maintenant: Date;
}

/** One transaction: data, decision log and journal are written together or not at all. */
export interface UniteDeTravail extends UniteDeLecture {
  readonly requeteId: string;
  /** Evaluates a rule file and records the decision. */
  decider(demande: DemandeDeDecision): Promise<Decision>;
  /** Adds a journal line that no changed field would show. */
  journaliser(evenement: {
    readonly entite: string;
    readonly entiteId: string;
    readonly motif?: string;
    readonly details?: Readonly<Record<string, unknown>>;
  }): void;
  /** Reason given by the actor; kept on every journal line of this unit. */
  motiver(motif: string): void;
  /**
   * For the program, when a person acts through it (shell): the journal lines of this command are that
   * person's.
   */
  auNomDe(compte: string): void;
  /** Queues a mail; it leaves only if the transaction is committed. */
  envoyer(courriel: {
    readonly destinataire: string;
    readonly objet: string;
    readonly corps: string;
    readonly cafId: string | null;
  }): void;
  /**
   * Has something done in the background once the transaction is committed, by any server.
   * @param cafId the Caf whose people see it if it fails; by default the actor's
   */
  mettreEnFile<Schema extends z.ZodType>(
    job: Job<Schema>,
    donnees: z.output<Schema>,
    cafId?: string | null,
  ): void;
  /** Absolute address of a path of ours, for links in mails. */
  adresse(chemin: string): string;
}

/**
 * Whether a unit writes: only then are rows locked; a page that only reads may read once for all its rows.
 */
export const ecrit = (unite: UniteDeLecture): unite is UniteDeTravail => 'decider' in unite;

/**
 * A use case that writes, said once: its right, its input, the record it is on, what must hold of it, what it
 * does. The executor goes through them in this order; screens, API and imports are thin adapters of it.
 * `Jugee` is what the condition reads of the record: a screen may show less than the act loads.
 */
export interface Commande<
  Schema extends z.ZodType,
  Resultat,
  Fiche extends object = object,
  Constate = unknown,
  Jugee extends object = Fiche,
> {
  /** `noun.verb`, as the journal shows it. */
  readonly nom: string;
  /** The right it asks for, looked up in the rights table before anything is read. */
  readonly droit: Droit;
  readonly saisie: Schema;
  /**
   * The record the act is on: loaded in the actor's scope, locked where another act could change what is
   * judged, right over this very record and version checked. Absent where there is none yet.
   * @throws Introuvable | VersionPerimee | ActionInterdite
   */
  charger?(unite: UniteDeTravail, saisie: z.output<Schema>): Promise<Fiche>;
  /**
   * What must hold of the record whatever is typed: its state, and what the actor is to it. The executor asks
   * it of the record `charger` holds, a screen of the one it shows: an act is open or closed there by the very
   * check that would refuse it. What it found is handed to `executer`.
   * @throws Refus
   */
  condition?(unite: UniteDeLecture, fiche: Jugee): Constate | Promise<Constate>;
  executer(
    unite: UniteDeTravail,
    saisie: z.output<Schema>,
    fiche: Fiche,
    constate: Constate,
  ): Promise<Resultat>;
}

/**
 * Carries a command out inside a unit of work: the record, the condition, the act. Right and input are the
 * caller's: the executor checks them, and so does a command that carries out another one.
 */
export async function run<
  Schema extends z.ZodType,
  Resultat,
  Fiche extends Jugee,
  Constate,
  Jugee extends object,
>(
  unite: UniteDeTravail,
  commande: Commande<Schema, Resultat, Fiche, Constate, Jugee>,
  saisie: z.output<Schema>,
): Promise<Resultat> {
  // A command without a record is given neither it nor what its condition found: its types do not name them.
  if (!commande.charger) return commande.executer(unite, saisie, undefined as never, undefined as never);
  const fiche = await commande.charger(unite, saisie);
  return commande.executer(unite, saisie, fiche, (await commande.condition?.(unite, fiche)) as Constate);
}

export type Droit = { readonly [R in Ressource]: readonly [ressource: R, action: ActionDe<R>] }[Ressource];

/** Declares a command with its types inferred from its schema, its record and its condition. */
export function definirCommande<
  Schema extends z.ZodType,
  Resultat,
  Fiche extends Jugee,
  Constate = void,
  Jugee extends object = Fiche,
>(
  commande: Commande<Schema, Resultat, Fiche, Constate, Jugee>,
): Commande<Schema, Resultat, Fiche, Constate, Jugee> {
  return commande;
}

/** Runs one command inside a larger unit of work, with its own right and input checks. */
export type Faire = <Schema extends z.ZodType, Resultat>(
  commande: Commande<Schema, Resultat>,
  brut: unknown,
) => Promise<Resultat>;

/** A mail a command queued. */
export interface Envoi {
  readonly destinataire: string;
  readonly objet: string;
}

/**
 * What a command would do: the situation on both sides of it, the mails it would send, the journal lines it
 * would write.
 */
export interface Essai<Vue> {
  readonly avant: Vue;
  readonly apres: Vue;
  readonly courriels: readonly Envoi[];
  readonly changements: readonly ChangementPrevu[];
}
/** A record the command would create, change, remove or say something of. */
export interface ChangementPrevu {
  readonly entite: string;
  readonly entiteId: string;
  readonly champs: readonly string[];
}

/** Runs commands and reads; implemented by the database layer. */
export interface Executeur {
  /**
   * Runs a command as an actor.
   * @param brut the input as it came from a form or JSON: strings, missing keys… the command's schema decides
   * @throws Refus a sentence for the person; nothing was written
   */
  executer<Schema extends z.ZodType, Resultat>(
    acteur: Acteur,
    commande: Commande<Schema, Resultat>,
    brut: unknown,
    requeteId?: string,
  ): Promise<Resultat>;
  /** {@link executer}, with the mails it queued: a screen says what leaves by what leaves. */
  executerEtDire<Schema extends z.ZodType, Resultat>(
    acteur: Acteur,
    commande: Commande<Schema, Resultat>,
    brut: unknown,
    requeteId?: string,
  ): Promise<{ readonly resultat: Resultat; readonly envois: readonly Envoi[] }>;
  /**
   * Runs several commands of one actor in one transaction: all or nothing. For imports and bulk acts.
   * What a command returns is a picture of that moment: the next one reads the records anew.
   * @throws Refus the first one met; nothing of the whole was written
   */
  ensemble<Resultat>(
    acteur: Acteur,
    operations: (faire: Faire) => Promise<Resultat>,
    requeteId?: string,
  ): Promise<Resultat>;
  /**
   * Runs a command as `executer` would, looks at the situation before and after it, and undoes everything:
   * nothing is written, sent
   * or kept locked. No recent password is asked for, since nothing is done.
   * @param voir what is compared, read in the very transaction of the command
   * @throws Refus the one `executer` would meet
   */
  essayer<Schema extends z.ZodType, Resultat, Vue>(
    acteur: Acteur,
    commande: Commande<Schema, Resultat>,
    brut: unknown,
    voir: (unite: UniteDeLecture, saisie: z.output<Schema>) => Promise<Vue>,
  ): Promise<Essai<Vue>>;
  /** Reads in one transaction that sees only the actor's rows. */
  lire<Resultat>(acteur: Acteur, lecture: (unite: UniteDeLecture) => Promise<Resultat>): Promise<Resultat>;
}
