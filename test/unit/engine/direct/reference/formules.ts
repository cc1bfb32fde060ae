/**
 * A second reading of formulas: cel-js parses, everything after that is written here, with `fraction.js` for
 * numbers.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parse } from '@marcbachmann/cel-js';
import { BIBLIOTHEQUE } from './bibliotheque.ts';
import type { ValeurDeReference } from './valeurs.ts';
import { Absence, Echec, Quantite, comparer, egales } from './valeurs.ts';

/** Value of a name; `undefined` = absent. */
export type Lecture = (nom: string) => ValeurDeReference | undefined;
type Resultat = ValeurDeReference | readonly ValeurDeReference[];

const arbres = new Map<string, ASTNode>();

/** Value of a formula. @throws Absence, Echec */
export function evaluerFormule(texte: string, lire: Lecture): ValeurDeReference {
  const arbre = arbres.get(texte) ?? parse(texte).ast;
  arbres.set(texte, arbre);
  const noms = nomsSansDetour(arbre);
  // Without a shortcut every name counts: one that is missing comes before any failure.
  if (noms?.some((nom) => lire(nom) === undefined)) throw new Absence();
  return simple(evaluer(arbre, lire));
}

/** Names of a formula that can ignore none of them; `undefined` when it may. */
function nomsSansDetour(noeud: ASTNode): string[] | undefined {
  if (noeud.op === 'id') return [noeud.args];
  if (
    noeud.op === '?:' ||
    noeud.op === '||' ||
    noeud.op === '&&' ||
    (noeud.op === 'call' && noeud.args[0] === 'present')
  )
    return undefined;
  const noms: string[] = [];
  for (const enfant of [noeud.args].flat(2)) {
    if (typeof enfant !== 'object' || enfant === null || !('op' in enfant)) continue;
    const siens = nomsSansDetour(enfant);
    if (!siens) return undefined;
    noms.push(...siens);
  }
  return noms;
}

function simple(resultat: Resultat): ValeurDeReference {
  if (typeof resultat === 'object' && 'length' in resultat) throw new Echec('a list is no value');
  return resultat;
}

function evaluer(noeud: ASTNode, lire: Lecture): Resultat {
  const un = (enfant: ASTNode): ValeurDeReference => simple(evaluer(enfant, lire));
  switch (noeud.op) {
    case 'value': {
      const { args } = noeud;
      if (typeof args === 'bigint') return Quantite.depuis(args);
      if (typeof args === 'string' || typeof args === 'boolean') return args;
      throw new Echec('unknown literal');
    }
    case 'id': {
      const valeur = lire(noeud.args);
      if (valeur === undefined) throw new Absence();
      return valeur;
    }
    case 'list':
      return noeud.args.map(un);
    case '?:':
      return un(noeud.args[0]) === true ? un(noeud.args[1]) : un(noeud.args[2]);
    case '||':
      return logique(true, noeud.args, un);
    case '&&':
      return logique(false, noeud.args, un);
    case '!_':
      return un(noeud.args) !== true;
    case '-_':
      return new Quantite(nombre(un(noeud.args)).x.neg());
    case 'call': {
      const [fonction, arguments_] = noeud.args;
      const [premier] = arguments_;
      if (fonction === 'present') return premier?.op === 'id' && lire(premier.args) !== undefined;
      const calculer = BIBLIOTHEQUE[fonction];
      if (!calculer) throw new Echec(`unknown function ${fonction}`);
      return calculer(...arguments_.toReversed().map(un).toReversed());
    }
    case 'in': {
      const gauche = un(noeud.args[0]);
      const liste = evaluer(noeud.args[1], lire);
      return (
        typeof liste === 'object' && 'length' in liste && liste.some((element) => egales(gauche, element))
      );
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/': {
      const gauche = un(noeud.args[0]);
      return operer(noeud.op, gauche, un(noeud.args[1]));
    }
    default:
      throw new Echec(`unknown construction ${noeud.op}`);
  }
}

/**
 * The winning value of either side decides alone; otherwise what is wrong on the right is told, then on the
 * left.
 */
function logique(
  gagnant: boolean,
  [gauche, droite]: readonly [ASTNode, ASTNode],
  un: (noeud: ASTNode) => ValeurDeReference,
): boolean {
  let premier: ValeurDeReference | Error;
  try {
    premier = un(gauche);
  } catch (erreur) {
    premier = erreur instanceof Error ? erreur : new Echec(String(erreur));
  }
  if (premier === gagnant) return gagnant;
  const second = un(droite);
  if (second === gagnant) return gagnant;
  if (premier instanceof Error) throw premier;
  return !gagnant;
}

function nombre(valeur: ValeurDeReference): Quantite {
  if (valeur instanceof Quantite) return valeur;
  throw new Echec('a number was expected');
}

function operer(
  operateur: '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/',
  a: ValeurDeReference,
  b: ValeurDeReference,
): ValeurDeReference {
  if (operateur === '==') return egales(a, b);
  if (operateur === '!=') return !egales(a, b);
  if (operateur === '<' || operateur === '<=' || operateur === '>' || operateur === '>=') {
    const ordre = comparer(a, b);
    if (ordre === undefined) throw new Echec('no order');
    return operateur === '<'
      ? ordre < 0
      : operateur === '<='
        ? ordre <= 0
        : operateur === '>'
          ? ordre > 0
          : ordre >= 0;
  }
  const [x, y] = [nombre(a).x, nombre(b).x];
  if (operateur === '/' && y.n === 0n) throw new Echec('division by zero');
  return new Quantite(
    operateur === '+' ? x.add(y) : operateur === '-' ? x.sub(y) : operateur === '*' ? x.mul(y) : x.div(y),
  );
}
