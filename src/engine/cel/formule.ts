/**
 * Formulas of rule files: parsed, restricted to the closed language and type-checked once, then evaluated.
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { Jour } from '#src/engine/dates.ts';
import { FormuleRefusee, plusProche } from '#src/engine/erreurs.ts';
import { Nombre } from '#src/engine/nombre.ts';
import {
  appels,
  enfants,
  litterauxCompares,
  nomsLus,
  parcourir,
  peutIgnorerUnNom,
  refuserNombresFlottants,
  resultatsPossibles,
} from './arbre.ts';
import { NOMS_DE_FONCTIONS, RESULTATS_TEXTE, nomVersionne } from './bibliotheque.ts';
import { nouvelEnvironnement } from './environnement.ts';
import { estUneAbsence, estUneErreurCel, formuleRefusee } from './erreurs-cel.ts';
import type { Valeur } from './unites.ts';

/** A name a formula may read. `valeurs` = its domain when it is an enum. */
export interface Variable {
  readonly nom: string;
  readonly type: string;
  readonly valeurs?: readonly string[];
}

export interface Formule {
  readonly texte: string;
  /** CEL type of the result. */
  readonly type: string;
  /** Checked syntax tree. */
  readonly arbre: ASTNode;
  /** Names read anywhere in the formula. */
  readonly lit: ReadonlySet<string>;
  /** Functions called, `arrondi/1` style. */
  readonly fonctions: ReadonlySet<string>;
  /** Strings the formula may return, when all of them are known. */
  readonly textes: readonly string[] | undefined;
  /** Value of the formula, or `undefined` when it really read an absent name. @throws FormuleRefusee */
  evaluer(valeurs: ReadonlyMap<string, Valeur>): Valeur | undefined;
}

const OPERATIONS_ADMISES: ReadonlySet<string> = new Set([
  'value',
  'id',
  'call',
  'list',
  '?:',
  '||',
  '&&',
  '!_',
  '-_',
  '!=',
  '==',
  'in',
  '+',
  '-',
  '*',
  '/',
  '<',
  '<=',
  '>',
  '>=',
]);
/** Words of CEL that cannot name a fact. */
const MOTS_RESERVES: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
  // cel-js throws on this one, whatever the language says.
  'prototype',
]);

/**
 * Functions a formula calls, `arrondi/1` style, without checking its types. @throws FormuleRefusee when it
 * does not parse
 */
export function fonctionsAppelees(texte: string): string[] {
  try {
    return [...appels(nouvelEnvironnement().parse(texte).ast).fonctions].map(nomVersionne);
  } catch (erreur) {
    throw formuleRefusee(texte, erreur);
  }
}

/** Names a formula reads, without checking it; none when it does not parse. */
export function nomsDeLaFormule(texte: string): string[] {
  try {
    return [...nomsLus(nouvelEnvironnement().parse(texte).ast)];
  } catch (erreur) {
    if (estUneErreurCel(erreur)) return [];
    throw erreur;
  }
}

/**
 * Names a formula reads when some values are known: of a choice that they settle, the branch left aside is
 * not read.
 * Without checking it; none when it does not parse.
 */
export function nomsLusSachant(texte: string, connus: (nom: string) => unknown): string[] {
  try {
    return [...lusSachant(nouvelEnvironnement().parse(texte).ast, connus)];
  } catch (erreur) {
    if (estUneErreurCel(erreur)) return [];
    throw erreur;
  }
}

function lusSachant(noeud: ASTNode, connus: (nom: string) => unknown): Set<string> {
  if (noeud.op !== '?:') {
    const membres = enfants(noeud);
    return membres.length === 0
      ? nomsLus(noeud)
      : new Set(membres.flatMap((membre) => [...lusSachant(membre, connus)]));
  }
  const [condition, alors, sinon] = noeud.args;
  const verdict = verite(condition, connus);
  const branches = verdict === undefined ? [alors, sinon] : [verdict ? alors : sinon];
  return new Set([condition, ...branches].flatMap((membre) => [...lusSachant(membre, connus)]));
}

/** Whether a condition on texts and answers holds; undefined when that is not settled by what is known. */
function verite(noeud: ASTNode, connus: (nom: string) => unknown): boolean | undefined {
  if (noeud.op === 'id') {
    const valeur = connus(noeud.args);
    return typeof valeur === 'boolean' ? valeur : undefined;
  }
  if (noeud.op !== '==') return undefined;
  const [gauche, droite] = noeud.args.map((membre) =>
    membre.op === 'value' ? membre.args : membre.op === 'id' ? connus(membre.args) : undefined,
  );
  return typeof gauche === 'string' && typeof droite === 'string' ? gauche === droite : undefined;
}

/**
 * Compiles the formulas of one file: names are added one after the other, each formula sees those before it.
 */
export class AtelierDeFormules {
  readonly #env: Environment = nouvelEnvironnement();
  readonly #variables = new Map<string, Variable>();

  declarer(variable: Variable): void {
    if (this.#variables.has(variable.nom)) {
      throw new FormuleRefusee(
        `le nom « ${variable.nom} » sert deux fois : un fait, un paramètre et un fait dérivé ne peuvent pas le partager.`,
      );
    }
    // CEL already knows some names: its words, and its types (`double`, `string`…).
    if (MOTS_RESERVES.has(variable.nom) || this.#env.hasVariable(variable.nom))
      throw new FormuleRefusee(`le nom « ${variable.nom} » est réservé ; choisissez-en un autre.`);
    this.#env.registerVariable(variable.nom, variable.type);
    this.#variables.set(variable.nom, variable);
  }

  /** @throws FormuleRefusee with the French reason. */
  compiler(texte: string): Formule {
    try {
      return this.#compiler(texte);
    } catch (erreur) {
      throw formuleRefusee(texte, erreur);
    }
  }

  #compiler(texte: string): Formule {
    const analysee = this.#env.parse(texte);
    const arbre = analysee.ast;
    refuserHorsLangage(arbre);
    const lit = nomsLus(arbre);
    for (const nom of lit) if (!this.#variables.has(nom)) throw inconnue(nom, [...this.#variables.keys()]);
    const aLireTous = peutIgnorerUnNom(arbre) ? [] : [...lit];
    const verdict = analysee.check();
    if (!verdict.valid || verdict.type === undefined)
      throw verdict.error ?? new FormuleRefusee('son type est inconnu.');
    this.#controlerLitteraux(arbre);
    return {
      texte,
      type: verdict.type,
      arbre,
      lit,
      fonctions: new Set([...appels(arbre).fonctions].map(nomVersionne)),
      textes: verdict.type === 'string' ? this.#textesPossibles(arbre) : undefined,
      evaluer: (valeurs) => {
        // Same answer as reading the absent name, without the cost of the exception.
        for (const nom of aLireTous) if (!valeurs.has(nom)) return undefined;
        return evaluer(texte, () => analysee(valeurs));
      },
    };
  }

  #controlerLitteraux(arbre: ASTNode): void {
    for (const { nom, litteral } of litterauxCompares(arbre)) {
      const domaine = this.#variables.get(nom)?.valeurs;
      if (domaine && !domaine.includes(litteral)) {
        throw new FormuleRefusee(`« ${litteral} » n’est pas une valeur de ${nom} (${domaine.join(', ')}).`);
      }
    }
  }

  #textesPossibles(arbre: ASTNode): readonly string[] | undefined {
    const { litteraux, noms, fonctions } = resultatsPossibles(arbre);
    const domaines = [
      ...noms.map((nom) => this.#variables.get(nom)?.valeurs),
      ...fonctions.map((nom) => RESULTATS_TEXTE.get(nom)),
    ];
    const connus: string[] = [...litteraux];
    for (const domaine of domaines) {
      if (!domaine) return undefined;
      connus.push(...domaine);
    }
    return connus;
  }
}

function refuserHorsLangage(arbre: ASTNode): void {
  parcourir(arbre, (noeud) => {
    if (!OPERATIONS_ADMISES.has(noeud.op))
      throw new FormuleRefusee(`la construction « ${noeud.op} » n’existe pas dans les formules.`);
    if (noeud.op === 'value' && (noeud.args === null || typeof noeud.args === 'object')) {
      throw new FormuleRefusee('une valeur de ce genre (null, octets, entier non signé) est refusée.');
    }
    if (noeud.op === 'call' && !NOMS_DE_FONCTIONS.has(noeud.args[0])) {
      throw new FormuleRefusee(
        `la fonction « ${noeud.args[0]} » n’existe pas ; fonctions connues : ${[...NOMS_DE_FONCTIONS].join(', ')}.`,
      );
    }
    if (noeud.op === 'call' && noeud.args[0] === 'present' && noeud.args[1][0]?.op !== 'id') {
      throw new FormuleRefusee('present(…) attend le nom d’un fait.');
    }
  });
  refuserNombresFlottants(arbre);
}

function inconnue(nom: string, connus: readonly string[]): FormuleRefusee {
  const proche = plusProche(nom, connus);
  return new FormuleRefusee(
    `« ${nom} » n’est ni un fait déclaré, ni un paramètre, ni un fait dérivé déclaré plus haut${proche ? ` ; vouliez-vous dire « ${proche} » ?` : '.'}`,
  );
}

function evaluer(texte: string, calculer: () => unknown): Valeur | undefined {
  try {
    const resultat = calculer();
    if (
      typeof resultat === 'boolean' ||
      typeof resultat === 'string' ||
      resultat instanceof Nombre ||
      resultat instanceof Jour
    )
      return resultat;
    throw new FormuleRefusee('le résultat n’est pas une valeur admise.');
  } catch (erreur) {
    if (estUneAbsence(erreur)) return undefined;
    throw formuleRefusee(texte, erreur);
  }
}

/** Syntax tree of a formula, without checking it. @throws FormuleRefusee when it does not parse */
export function analyserFormule(texte: string): ASTNode {
  try {
    return nouvelEnvironnement().parse(texte).ast;
  } catch (erreur) {
    throw formuleRefusee(texte, erreur);
  }
}
