/** The trace of a decision: why it is what it is, as plain JSON. */
import { valeurEnJson } from './cel/unites.ts';
import type { Instantane, JeuCompile } from './jeu-compile.ts';
import type { Certitude } from './format.ts';

/** A value as a trace carries it; `null` = absent. */
export type ValeurTracee = string | boolean | readonly (string | boolean)[] | null;

/** One comparison as it was decided. */
export interface ComparaisonTracee {
  readonly fait: string;
  readonly operateur: string;
  /** Value of the fact; `null` = absent. */
  readonly obtenu: ValeurTracee;
  readonly attendu: ValeurTracee;
  /** The parameter the threshold comes from, and since when it has this value. */
  readonly parametre?: { readonly nom: string; readonly du: string };
  readonly resultat: boolean;
}
export type ConditionTracee =
  | ComparaisonTracee
  | {
      readonly groupe: 'all' | 'any';
      readonly resultat: boolean;
      readonly conditions: readonly ConditionTracee[];
    };

export interface ParametreTrace {
  readonly libelle: string;
  readonly valeur: string | boolean;
  readonly du: string;
  readonly certitude: Certitude;
  readonly sources: readonly string[];
}

/** Why the decision is what it is. Plain JSON, stored with the decision. */
export interface Trace {
  /** Declared facts, `null` = absent. */
  readonly faits: Readonly<Record<string, string | boolean | null>>;
  /** Derived facts, `null` = could not be computed. */
  readonly derives: Readonly<Record<string, string | boolean | null>>;
  /** Parameter values in force at the date, with where each comes from. */
  readonly parametres: Readonly<Record<string, ParametreTrace>>;
  readonly regles: readonly {
    readonly regle: string;
    readonly issue: string;
    readonly declenchee: boolean;
    readonly condition: ConditionTracee;
  }[];
  /** Libraries the decision was made with. */
  readonly bibliotheques: Readonly<Record<string, string>>;
}

/** Pinned versions, checked against the installed ones by a test. */
export const LIBRARY_VERSIONS: Readonly<Record<string, string>> = {
  'json-rules-engine': '7.3.1',
  '@marcbachmann/cel-js': '8.0.0',
  'decimal.js': '10.6.0',
};

/** Parameter values in force, with where each comes from. */
export function tracerParametres(
  jeu: JeuCompile,
  { parametres }: Instantane,
): Record<string, ParametreTrace> {
  return Object.fromEntries(
    [...parametres].map(([nom, { valeur, origine }]) => [
      nom,
      {
        libelle: jeu.fichier.parametres[nom]?.libelle ?? nom,
        valeur: valeurEnJson(valeur),
        du: origine.du,
        certitude: origine.certitude,
        sources: origine.sources,
      },
    ]),
  );
}
