/** The CEL environment of rule files: unit types, exact arithmetic, the closed library. */
import { Environment } from '@marcbachmann/cel-js';
import { Jour } from '#src/engine/dates.ts';
import { Nombre } from '#src/engine/nombre.ts';
import { FONCTIONS } from './bibliotheque.ts';
import type { Unite } from './unites.ts';
import { ENTIER_NU, NOMS_SANS_DIMENSION, SURCHARGES, UNITES } from './unites.ts';

const LIMITES = {
  maxAstNodes: 400,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

type Operateur = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '==';
type Operande = Nombre | bigint;

const enNombre = (operande: Operande): Nombre =>
  typeof operande === 'bigint' ? new Nombre(operande, 1n) : operande;

function calculer(operateur: '+' | '-' | '*' | '/', resultat: Unite): (a: Operande, b: Operande) => Nombre {
  const { Genre } = resultat;
  switch (operateur) {
    case '+':
      return (a, b) => enNombre(a).plus(enNombre(b), Genre);
    case '-':
      return (a, b) => enNombre(a).moins(enNombre(b), Genre);
    case '*':
      return (a, b) => enNombre(a).fois(enNombre(b), Genre);
    case '/':
      return (a, b) => enNombre(a).par(enNombre(b), Genre);
  }
}

const COMPARAISONS: readonly (readonly [Operateur, (ecart: number) => boolean])[] = [
  ['<', (ecart) => ecart < 0],
  ['<=', (ecart) => ecart <= 0],
  ['>', (ecart) => ecart > 0],
  ['>=', (ecart) => ecart >= 0],
  ['==', (ecart) => ecart === 0],
];

function declarerArithmetique(env: Environment): void {
  for (const { operateur, gauche, droite, resultat } of SURCHARGES) {
    const faire = calculer(operateur, resultat);
    env.registerOperator(`${gauche.nom} ${operateur} ${droite.nom}: ${resultat.nom}`, faire);
    // A bare integer literal stands where an Entier may stand.
    if (droite === ENTIER_NU) env.registerOperator(`${gauche.nom} ${operateur} int: ${resultat.nom}`, faire);
    if (gauche === ENTIER_NU) env.registerOperator(`int ${operateur} ${droite.nom}: ${resultat.nom}`, faire);
  }
  for (const { nom, Genre } of UNITES) {
    env.registerOperator(`-${nom}: ${nom}`, (x: Nombre) => x.oppose(Genre));
  }
}

function declarerComparaisons(env: Environment): void {
  for (const [operateur, verdict] of COMPARAISONS) {
    const comparer = (a: Operande, b: Operande): boolean => verdict(Nombre.compare(enNombre(a), enNombre(b)));
    for (const { nom } of UNITES) {
      env.registerOperator(`${nom} ${operateur} ${nom}: bool`, comparer);
      env.registerOperator(`${nom} ${operateur} int: bool`, comparer);
      // cel-js mirrors `==` by itself.
      if (operateur !== '==') env.registerOperator(`int ${operateur} ${nom}: bool`, comparer);
    }
    NOMS_SANS_DIMENSION.forEach((gauche, rang) => {
      NOMS_SANS_DIMENSION.forEach((droite, autre) => {
        if (operateur === '==' ? rang < autre : rang !== autre)
          env.registerOperator(`${gauche} ${operateur} ${droite}: bool`, comparer);
      });
    });
    env.registerOperator(`Date ${operateur} Date: bool`, (a: Jour, b: Jour) => verdict(Jour.compare(a, b)));
  }
}

/** What cel-js hands to a macro; only what `present` uses (the library does not type macros). */
interface Macro {
  readonly args: readonly [{ readonly op: string; readonly args: string }];
}
interface Verificateur {
  check(ast: unknown, contexte: unknown): unknown;
  getType(nom: string): unknown;
}
interface Contexte {
  getValue(nom: string): unknown;
}

/** `present(nom)`: is this fact there? Reads nothing else, so it never makes a derived fact absent. */
function declarerPresent(env: Environment): void {
  env.registerFunction('present(ast): bool', ({ args }: Macro) => ({
    args,
    async: false,
    typeCheck(verificateur: Verificateur, _macro: unknown, contexte: unknown): unknown {
      verificateur.check(args[0], contexte);
      return verificateur.getType('bool');
    },
    evaluate: (_evaluateur: unknown, _macro: unknown, contexte: Contexte): boolean =>
      contexte.getValue(args[0].args) !== undefined,
  }));
}

let commun: Environment | undefined;

/** A fresh environment with every type, operator and function, and no variable. */
export function nouvelEnvironnement(): Environment {
  commun ??= construire();
  return commun.clone();
}

function construire(): Environment {
  const env = new Environment({ limits: LIMITES });
  for (const { nom, Genre } of UNITES) env.registerType(nom, Genre);
  env.registerType('Date', Jour);
  declarerArithmetique(env);
  declarerComparaisons(env);
  for (const { signature, calculer: handler } of FONCTIONS) {
    env.registerFunction(signature, handler, { async: false });
  }
  declarerPresent(env);
  return env;
}
