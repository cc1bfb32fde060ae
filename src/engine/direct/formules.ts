/**
 * Formulas as closures. cel-js parses and type-checks a formula; here its syntax tree becomes plain functions
 * over a
 * frame of values, with the parameters of the moment as constants. Laziness and absence are those of cel-js:
 * the branch
 * a `? :` does not take reads nothing, `true || x` and `x || true` are true whatever `x` is, arguments are
 * read last first.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { SurchargeDeFonction } from '#src/engine/cel/bibliotheque.ts';
import { FONCTIONS } from '#src/engine/cel/bibliotheque.ts';
import { peutIgnorerUnNom } from '#src/engine/cel/arbre.ts';
import type { Valeur } from '#src/engine/cel/unites.ts';
import { Jour } from '#src/engine/dates.ts';
import { FormuleRefusee } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { Resultat } from './operations.ts';
import { OPERATIONS, nombre } from './operations.ts';

/** Values of a case by position; `undefined` = absent. */
export type Cadre = (Valeur | undefined)[];
type Calcul = (cadre: Cadre) => Resultat;

/** Where the names of a formula are found: a position of the frame, or a constant. */
export interface Noms {
  position(nom: string): number;
  constante(nom: string): Valeur | undefined;
}

/** A part of a formula; known at once when it reads no fact. */
interface Partie {
  readonly calcul: Calcul;
  readonly constante: boolean;
}

const CADRE_VIDE: Cadre = [];

/**
 * The formula of a checked syntax tree as one function: its value, or `undefined` when it read an absent
 * name.
 * The function throws FormuleRefusee as the formula would.
 */
export function compilerFormule(
  arbre: ASTNode,
  lit: Iterable<string>,
  noms: Noms,
): (cadre: Cadre) => Valeur | undefined {
  const { calcul } = compiler(arbre, noms);
  const lues = peutIgnorerUnNom(arbre)
    ? []
    : [...lit].filter((nom) => noms.constante(nom) === undefined).map((nom) => noms.position(nom));
  return (cadre) => {
    // A formula without shortcut needs all its names: their absence comes before any failure.
    for (const position of lues) if (cadre[position] === undefined) return undefined;
    const resultat = calcul(cadre);
    if (typeof resultat === 'object' && !(resultat instanceof Nombre) && !(resultat instanceof Jour))
      throw new FormuleRefusee('le résultat n’est pas une valeur admise.');
    return resultat;
  };
}

function compiler(noeud: ASTNode, noms: Noms): Partie {
  switch (noeud.op) {
    case 'value':
      return litteral(noeud.args);
    case 'id':
      return nom(noeud.args, noms);
    case 'list': {
      const elements = noeud.args.map((element) => compiler(element, noms));
      return plier(elements, liste(elements.map(({ calcul }) => calcul)));
    }
    case '?:': {
      const [condition, siVrai, siFaux] = noeud.args.map((partie) => compiler(partie, noms));
      if (!condition || !siVrai || !siFaux)
        throw new FormuleRefusee('la construction « ? : » est incomplète.');
      return choisir(condition, siVrai, siFaux);
    }
    case '||':
    case '&&':
      return logique(noeud.op === '||', compiler(noeud.args[0], noms), compiler(noeud.args[1], noms));
    case '!_': {
      const partie = compiler(noeud.args, noms);
      return plier(
        [partie],
        un(partie.calcul, (x) => x !== true),
      );
    }
    case '-_': {
      const partie = compiler(noeud.args, noms);
      return plier(
        [partie],
        un(partie.calcul, (x) => nombre(x).oppose(Nombre)),
      );
    }
    case 'call':
      return appel(noeud.args[0], noeud.args[1], noms);
    case '==':
    case '!=':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return binaire(noeud.op, compiler(noeud.args[0], noms), compiler(noeud.args[1], noms));
    default:
      throw new FormuleRefusee(`la construction « ${noeud.op} » n’existe pas dans les formules.`);
  }
}

function litteral(valeur: unknown): Partie {
  if (typeof valeur === 'bigint') return connue(new Nombre(valeur, 1n));
  if (typeof valeur === 'string' || typeof valeur === 'boolean') return connue(valeur);
  throw new FormuleRefusee('une valeur de ce genre est refusée.');
}

function connue(valeur: Resultat): Partie {
  return { calcul: () => valeur, constante: true };
}

/** Computes at once what reads no fact; what fails then is left to fail when it is reached. */
function plier(parties: readonly Partie[], calcul: Calcul): Partie {
  if (!parties.every(({ constante }) => constante)) return { calcul, constante: false };
  try {
    return connue(calcul(CADRE_VIDE));
  } catch (erreur) {
    if (erreur instanceof FormuleRefusee) return { calcul, constante: false };
    throw erreur;
  }
}

function nom(lu: string, noms: Noms): Partie {
  const constante = noms.constante(lu);
  if (constante !== undefined) return connue(constante);
  const position = noms.position(lu);
  return { calcul: (cadre) => cadre[position], constante: false };
}

function liste(elements: readonly Calcul[]): Calcul {
  return (cadre) => lireDuDernier(elements, cadre);
}

/** Values of the parts, the last read first; `undefined` as soon as one is absent. */
function lireDuDernier(parties: readonly Calcul[], cadre: Cadre): Exclude<Resultat, undefined>[] | undefined {
  const valeurs = new Array<Exclude<Resultat, undefined>>(parties.length);
  for (let rang = parties.length - 1; rang >= 0; rang--) {
    const valeur = parties[rang]?.(cadre);
    if (valeur === undefined) return undefined;
    valeurs[rang] = valeur;
  }
  return valeurs;
}

function choisir(condition: Partie, siVrai: Partie, siFaux: Partie): Partie {
  if (condition.constante) {
    const fixee = condition.calcul(CADRE_VIDE);
    if (fixee !== undefined) return fixee === true ? siVrai : siFaux;
  }
  const [si, alors, sinon] = [condition.calcul, siVrai.calcul, siFaux.calcul];
  return {
    calcul: (cadre) => {
      const verdict = si(cadre);
      return verdict === undefined ? undefined : verdict === true ? alors(cadre) : sinon(cadre);
    },
    constante: false,
  };
}

/**
 * `||` (`absorbant` true) and `&&` (false): the absorbing value wins over an absence or a failure of the
 * other side.
 */
function logique(absorbant: boolean, gauche: Partie, droite: Partie): Partie {
  if (gauche.constante) {
    const fixee = gauche.calcul(CADRE_VIDE);
    if (fixee === absorbant) return gauche;
    if (fixee === !absorbant) return droite;
  }
  const [premier, second] = [gauche.calcul, droite.calcul];
  return {
    calcul: (cadre) => {
      let verdict: Resultat;
      let echec: { readonly erreur: unknown } | undefined;
      try {
        verdict = premier(cadre);
      } catch (erreur) {
        echec = { erreur };
      }
      if (verdict === absorbant) return absorbant;
      const autre = second(cadre);
      if (verdict === !absorbant || autre === absorbant || autre === undefined) return autre;
      if (echec) throw echec.erreur;
      return undefined;
    },
    constante: false,
  };
}

function un(partie: Calcul, faire: (x: Resultat) => Resultat): Calcul {
  return (cadre) => {
    const x = partie(cadre);
    return x === undefined ? undefined : faire(x);
  };
}

function binaire(operateur: keyof typeof OPERATIONS, gauche: Partie, droite: Partie): Partie {
  const [premier, second] = [gauche.calcul, droite.calcul];
  const operation = OPERATIONS[operateur];
  return plier([gauche, droite], (cadre) => {
    const a = premier(cadre);
    if (a === undefined) return undefined;
    const b = second(cadre);
    return b === undefined ? undefined : operation(a, b);
  });
}

/** Kinds of a first argument that tell the overloads of a name apart. */
type Genre = 'texte' | 'date' | 'nombre';
type Surcharges = Partial<Record<Genre, SurchargeDeFonction['calculer']>>;

/** Handlers of the library by name and number of arguments. */
const BIBLIOTHEQUE = new Map<string, Surcharges>();
for (const { signature, calculer } of FONCTIONS) {
  const ouvrante = signature.indexOf('(');
  const types = signature.slice(ouvrante + 1, signature.indexOf(')')).split(', ');
  const cle = `${signature.slice(0, ouvrante)}/${types.length}`;
  const connues = BIBLIOTHEQUE.get(cle) ?? {};
  const genre: Genre = types[0] === 'string' ? 'texte' : types[0] === 'Date' ? 'date' : 'nombre';
  // Beyond that they differ by the unit of their result only, which the checked formula no longer needs.
  connues[genre] ??= calculer;
  BIBLIOTHEQUE.set(cle, connues);
}

function appel(fonction: string, arguments_: readonly ASTNode[], noms: Noms): Partie {
  const [premier] = arguments_;
  if (fonction === 'present' && premier?.op === 'id') {
    const { calcul, constante } = nom(premier.args, noms);
    return { calcul: (cadre) => calcul(cadre) !== undefined, constante };
  }
  const surcharges = BIBLIOTHEQUE.get(`${fonction}/${arguments_.length}`);
  if (!surcharges)
    throw new FormuleRefusee(`la fonction « ${fonction} » n’existe pas avec ${arguments_.length} arguments.`);
  const parties = arguments_.map((argument) => compiler(argument, noms));
  const calculs = parties.map(({ calcul }) => calcul);
  const { nombre: surNombre, date: surDate, texte: surTexte } = surcharges;
  const choisie = (valeur: Resultat): SurchargeDeFonction['calculer'] => {
    const calculer = typeof valeur === 'string' ? surTexte : valeur instanceof Jour ? surDate : surNombre;
    if (!calculer) throw new FormuleRefusee(`la fonction « ${fonction} » n’admet pas cet argument.`);
    return calculer;
  };
  const [seul, autre] = calculs;
  if (seul && !autre)
    return plier(parties, (cadre) => {
      const valeur = seul(cadre) as Valeur | undefined;
      return valeur === undefined ? undefined : choisie(valeur)(valeur);
    });
  return plier(parties, (cadre) => {
    const valeurs = lireDuDernier(calculs, cadre) as Valeur[] | undefined;
    return valeurs && choisie(valeurs[0])(...valeurs);
  });
}
