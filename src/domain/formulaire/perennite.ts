/** Pérennités, as the referential `perennites` gives them on a day. */
import type { EntreeDeReferentiel } from '#src/engine/format.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { entreesAu } from '#src/kernel/referentiel.ts';
import type { Registre } from '#src/kernel/registre.ts';

/** Code of the account of a year a declaration gives: expected, brought up to date, final… */
export type Perennite = string;

/** Whom a pérennité is asked of; what it leaves out holds for all. */
interface Demande {
  readonly types?: readonly string[];
  readonly cafs?: readonly string[];
  readonly duExercice?: number;
  /** Included. */
  readonly auExercice?: number;
}

/** A pérennité of the referential. */
export interface PerenniteDuReferentiel {
  readonly code: Perennite;
  readonly libelle: string;
  readonly demandee: readonly Demande[];
}

/** The pérennités of a day, in the order of the year. */
export class Perennites {
  private readonly parCode: ReadonlyMap<Perennite, PerenniteDuReferentiel>;

  constructor(readonly liste: readonly PerenniteDuReferentiel[]) {
    this.parCode = new Map(liste.map((une) => [une.code, une]));
  }

  /** One that no version has any more is called by its code. */
  libelle(code: Perennite): string {
    return this.parCode.get(code)?.libelle ?? code;
  }

  /** Place in the year; those that are no longer known come first. */
  rang(code: Perennite): number {
    return this.liste.findIndex((une) => une.code === code);
  }

  /** Those a Caf asks of a type of equipment for an exercice. */
  demandees(type: string, caf: string, exercice: number): readonly PerenniteDuReferentiel[] {
    return this.liste.filter(({ demandee }) =>
      demandee.some(
        ({ types, cafs, duExercice = exercice, auExercice = exercice }) =>
          (types?.includes(type) ?? true) &&
          (cafs?.includes(caf) ?? true) &&
          duExercice <= exercice &&
          exercice <= auExercice,
      ),
    );
  }
}

/** By lines of a version, which never change. */
const LUES = new WeakMap<readonly EntreeDeReferentiel[], Perennites>();

/** The pérennités of a day (`AAAA-MM-JJ`); none where no version of the referential rules it. */
export function perennitesAu(registre: Pick<Registre, 'referentiel'>, jour: string): Perennites {
  const entrees = entreesAu(registre, 'perennites', jour);
  // Its schema says what a line holds.
  const perennites =
    LUES.get(entrees) ?? new Perennites(entrees as unknown as readonly PerenniteDuReferentiel[]);
  LUES.set(entrees, perennites);
  return perennites;
}

/** Those of the day of a unit of work. */
export const perennitesDuJour = ({
  registre,
  aujourdhui,
}: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>): Perennites =>
  perennitesAu(registre, aujourdhui.toString());
