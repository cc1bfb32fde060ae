/**
 * Variables of an analysis: the declared facts, and the terms it does not look into (calendar, products,
 * roundings).
 */
import { estEntier } from '#src/engine/cel/unites.ts';
import { Jour } from '#src/engine/dates.ts';
import { convertir } from '#src/engine/faits.ts';
import type { DeclarationDeFait } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Forme } from './formes.ts';
import { entier, formeConstante, formeVariable, moins } from './formes.ts';
import type { Inegalite } from './inegalites.ts';
import { rangDuJour } from './jours.ts';

export interface Variable {
  readonly entiere: boolean;
  /** Values of a text variable, when they are known. */
  readonly domaine: readonly string[] | undefined;
  readonly bornes: readonly Inegalite[];
}

const PREMIER_JOUR = '1900-01-01';
const DERNIER_JOUR = '2999-12-31';

/** Variables by name; unknown terms are added as formulas meet them, under a name that says what they are. */
export class Univers {
  readonly #variables = new Map<string, Variable>();
  readonly faits: ReadonlyMap<string, DeclarationDeFait>;

  constructor(faits: ReadonlyMap<string, DeclarationDeFait>) {
    this.faits = faits;
    for (const [nom, declaration] of faits) this.#variables.set(nom, variableDe(nom, declaration));
  }

  /** Where comparisons cut the space of cases: forms whose sign was asked. */
  readonly coupures = new Map<string, Forme>();

  /** Declares a term nothing is known of but these inequalities. */
  declarerTerme(nom: string, terme: Variable): void {
    if (!this.#variables.has(nom)) this.#variables.set(nom, terme);
  }
  variable(nom: string): Variable {
    return this.#variables.get(nom) ?? { entiere: false, domaine: undefined, bornes: [] };
  }
  readonly estEntiere = (nom: string): boolean => this.variable(nom).entiere;
}

function variableDe(nom: string, { type, valeurs, min, max }: DeclarationDeFait): Variable {
  if (type === 'enum' || type === 'texte' || type === 'booleen')
    return { entiere: false, domaine: valeurs, bornes: [] };
  const date = type === 'date';
  const borner = (borne: unknown, sens: 1 | -1): Inegalite[] => {
    const forme = borne === undefined ? undefined : formeDeLaBorne(type, borne);
    return forme
      ? [
          {
            forme: sens === 1 ? moins(forme, formeVariable(nom)) : moins(formeVariable(nom), forme),
            stricte: false,
          },
        ]
      : [];
  };
  return {
    entiere: date || estEntier(type),
    domaine: undefined,
    bornes: [
      ...borner(min ?? (date ? PREMIER_JOUR : undefined), 1),
      ...borner(max ?? (date ? DERNIER_JOUR : undefined), -1),
    ],
  };
}

function formeDeLaBorne(type: DeclarationDeFait['type'], borne: unknown): Forme | undefined {
  const lue = convertir(type, borne);
  if ('refus' in lue) return undefined;
  return formeDeLaValeur(lue.valeur);
}

/** A number or a date as a constant form; `undefined` for anything else. */
export function formeDeLaValeur(valeur: unknown): Forme | undefined {
  if (valeur instanceof Nombre) return formeConstante(new Nombre(valeur.n, valeur.d));
  if (valeur instanceof Jour) return formeConstante(entier(rangDuJour(valeur.iso)));
  return undefined;
}
