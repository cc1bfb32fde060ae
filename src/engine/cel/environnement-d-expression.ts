/** The cel-js environment of expressions: operators over exact numbers, functions, and absence. */
import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import { Nombre } from '#src/engine/nombre.ts';
import { Absence, nombre, FONCTIONS } from './fonctions-d-expression.ts';
import type { Brut } from './fonctions-d-expression.ts';

const LIMITES = {
  maxAstNodes: 600,
  maxDepth: 60,
  maxListElements: 100,
  maxMapEntries: 50,
  maxCallArguments: 8,
};

interface MacroSinon {
  readonly args: readonly [unknown, unknown];
}
interface Verificateur {
  check(noeud: unknown, contexte: unknown): unknown;
  getType(nom: string): unknown;
}
interface Evaluateur {
  run(noeud: unknown, contexte: unknown): unknown;
}

/** The environment every expression starts from, without its variables. */
export function environnementDesExpressions(): Environment {
  const env = new Environment({ limits: LIMITES, homogeneousAggregateLiterals: false }).registerType(
    'Nombre',
    Nombre,
  );
  const operations: Readonly<Record<string, (a: Nombre, b: Nombre) => Nombre | boolean>> = {
    '+': (a, b) => a.plus(b, Nombre),
    '-': (a, b) => a.moins(b, Nombre),
    '*': (a, b) => a.fois(b, Nombre),
    '/': (a, b) => a.par(b, Nombre),
    '<': (a, b) => Nombre.compare(a, b) < 0,
    '<=': (a, b) => Nombre.compare(a, b) <= 0,
    '>': (a, b) => Nombre.compare(a, b) > 0,
    '>=': (a, b) => Nombre.compare(a, b) >= 0,
    '==': (a, b) => Nombre.compare(a, b) === 0,
  };
  for (const [operateur, calculer] of Object.entries(operations)) {
    const resultat = '+-*/'.includes(operateur) ? 'Nombre' : 'bool';
    const faire = (a: Brut, b: Brut): Nombre | boolean => calculer(nombre(a), nombre(b));
    env
      .registerOperator(`Nombre ${operateur} Nombre: ${resultat}`, faire)
      .registerOperator(`Nombre ${operateur} int: ${resultat}`, faire);
    if (operateur !== '==') env.registerOperator(`int ${operateur} Nombre: ${resultat}`, faire);
  }
  env.registerOperator('-Nombre: Nombre', (x: Nombre) => x.oppose(Nombre));
  for (const [nom, [arites, calculer]] of Object.entries(FONCTIONS)) {
    for (const arite of arites) {
      env.registerFunction(
        `${nom}(${Array.from({ length: arite }, () => 'dyn').join(', ')}): dyn`,
        (...args: Brut[]) => calculer(...args),
        { async: false },
      );
    }
  }
  env.registerFunction('sinon(ast, ast): dyn', ({ args: [voulu, defaut] }: MacroSinon) => ({
    async: false,
    typeCheck(verificateur: Verificateur, _macro: unknown, contexte: unknown): unknown {
      verificateur.check(voulu, contexte);
      verificateur.check(defaut, contexte);
      return verificateur.getType('dyn');
    },
    evaluate(evaluateur: Evaluateur, _macro: unknown, contexte: unknown): unknown {
      return ouAbsent(() => evaluateur.run(voulu, contexte)) ?? evaluateur.run(defaut, contexte);
    },
  }));
  return env;
}

/** Value, or `undefined` when something it needs is null or missing. */
export function ouAbsent(calculer: () => unknown): unknown {
  try {
    return calculer() ?? undefined;
  } catch (erreur) {
    if (estUneAbsence(erreur)) return undefined;
    throw erreur;
  }
}

function estUneAbsence(erreur: unknown): boolean {
  if (erreur instanceof Absence) return true;
  if (!(erreur instanceof EvaluationError)) return false;
  if (
    erreur.code === 'no_such_key' ||
    erreur.code === 'unknown_variable' ||
    erreur.code === 'index_out_of_bounds'
  )
    return true;
  return /\bnull\b/.test(erreur.summary);
}
