/** Reads the conditions and formulas of a file along one way, without a case. */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Instantane, JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Feuille, Normale } from '#src/engine/conditions.ts';
import { estUneFeuille, valeurDeLOperande } from '#src/engine/conditions.ts';
import type { DeclarationDeFait } from '#src/engine/format.ts';
import type { Abstrait } from './abstrait.ts';
import { abstraire, formeAttendue, precede, sontEgaux } from './abstrait.ts';
import type { Chemin } from './chemin.ts';
import { CheminImpossible } from './chemin.ts';
import { entier, formeConstante, formeVariable, fois } from './formes.ts';
import { additionner, appeler, diviser, multiplier } from './termes.ts';

export class Lecteur {
  readonly #jeu: JeuCompile;
  readonly #instantane: Instantane;
  readonly chemin: Chemin;
  readonly #derives = new Map<string, Abstrait | undefined>();

  constructor(jeu: JeuCompile, instantane: Instantane, chemin: Chemin) {
    this.#jeu = jeu;
    this.#instantane = instantane;
    this.chemin = chemin;
  }

  /** Is the condition certainly true? */
  tient(condition: Normale): boolean {
    if (estUneFeuille(condition)) return this.#compare(condition);
    return condition.groupe === 'all'
      ? condition.conditions.every((enfant) => this.tient(enfant))
      : condition.conditions.some((enfant) => this.tient(enfant));
  }

  /** A declared or derived fact; `undefined` when absent. */
  valeur(nom: string): Abstrait | undefined {
    const declaration = this.#jeu.faits.get(nom);
    return declaration ? this.#fait(nom, declaration) : this.#derive(nom);
  }

  /** False when the case breaks a constraint that shares a fact with what was read. */
  respecteLesContraintes(): boolean {
    return this.#jeu.contraintes.every(({ formule }) => {
      const touchee = [...formule.lit].some((nom) => this.chemin.presences.has(nom));
      return !touchee || this.#evaluer(formule.arbre) !== false;
    });
  }

  #compare(feuille: Feuille): boolean {
    const valeur = this.valeur(feuille.fait);
    if (valeur === undefined) return false;
    const operande = valeurDeLOperande(feuille, this.#instantane.parametres);
    const [premier, ...autres] = (Array.isArray(operande) ? operande : [operande]).map(abstraire);
    const egal = (autre: Abstrait): boolean => sontEgaux(this.chemin, valeur, autre);
    switch (feuille.operateur) {
      case 'equal':
        return premier !== undefined && egal(premier);
      case 'notEqual':
        return premier === undefined || !egal(premier);
      case 'in':
        return premier !== undefined && [premier, ...autres].some(egal);
      case 'notIn':
        return premier === undefined || ![premier, ...autres].some(egal);
      case 'lessThan':
      case 'lessThanInclusive':
        return (
          premier !== undefined && precede(this.chemin, valeur, premier, feuille.operateur === 'lessThan')
        );
      case 'greaterThan':
      case 'greaterThanInclusive':
        return (
          premier !== undefined && precede(this.chemin, premier, valeur, feuille.operateur === 'greaterThan')
        );
    }
  }

  #fait(nom: string, { type }: DeclarationDeFait): Abstrait | undefined {
    if (!this.#estPresent(nom)) return undefined;
    if (type === 'booleen') return this.chemin.booleen(nom);
    if (type === 'enum' || type === 'texte') return { texteDe: nom };
    return type === 'date' ? { forme: formeVariable(nom), date: true } : { forme: formeVariable(nom) };
  }

  /** Only complete cases are looked at: a needed fact is there. */
  #estPresent(nom: string): boolean {
    const { presences } = this.chemin;
    const connue = presences.get(nom);
    if (connue !== undefined) return connue;
    const presence = this.#doitEtrePresent(nom) || this.chemin.presence(nom);
    presences.set(nom, presence);
    return presence;
  }

  #doitEtrePresent(nom: string): boolean {
    const besoin = this.#jeu.besoins.get(nom) ?? 'jamais';
    if (typeof besoin === 'string') return besoin === 'toujours';
    if ('si' in besoin) return this.tient(besoin.si);
    return this.#faitsLies(nom, besoin.avec).some((autre) => this.chemin.presences.get(autre) === true);
  }

  /** Facts whose presence makes this one needed. */
  #faitsLies(nom: string, avec: readonly string[]): readonly string[] {
    // Absent while a linked fact is there would be a missing fact, whatever the order in which they are read.
    for (const autre of avec) {
      const besoin = this.#jeu.besoins.get(autre);
      const reciproque = typeof besoin === 'object' && 'avec' in besoin && besoin.avec.includes(nom);
      if (reciproque && this.chemin.presences.get(autre) === false) this.chemin.presences.set(nom, false);
    }
    return avec;
  }

  #derive(nom: string): Abstrait | undefined {
    if (this.#derives.has(nom)) return this.#derives.get(nom);
    const derive = this.#jeu.derives.find((candidat) => candidat.nom === nom);
    if (!derive) return undefined;
    const possible = derive.siPossible === undefined || this.tient(derive.siPossible);
    const valeur = possible ? this.#evaluer(derive.formule.arbre) : undefined;
    this.#derives.set(nom, valeur);
    return valeur;
  }

  #evaluer(noeud: ASTNode): Abstrait | undefined {
    switch (noeud.op) {
      case 'value':
        return constante(noeud.args);
      case 'id':
        return this.#nom(noeud.args);
      case '?:': {
        const [condition, siVrai, siFaux] = noeud.args;
        const verdict = this.#evaluer(condition);
        return verdict === undefined ? undefined : this.#evaluer(verdict === true ? siVrai : siFaux);
      }
      case '&&':
      case '||':
        return this.#logique(noeud.args[0], noeud.args[1], noeud.op === '||');
      case '!_': {
        const valeur = this.#evaluer(noeud.args);
        return valeur === undefined ? undefined : valeur === false;
      }
      case '-_': {
        const valeur = this.#evaluer(noeud.args);
        return valeur && { forme: fois(formeAttendue(valeur), entier(-1)) };
      }
      case 'in':
        return this.#parmi(noeud.args[0], noeud.args[1]);
      case 'call':
        return this.#appel(noeud.args[0], noeud.args[1]);
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '+':
      case '-':
      case '*':
      case '/':
        return this.#binaire(noeud.op, noeud.args[0], noeud.args[1]);
      default:
        throw new Error(`the construct ${noeud.op} is not known to the analysis`);
    }
  }

  #nom(nom: string): Abstrait | undefined {
    const parametre = this.#instantane.parametres.get(nom);
    return parametre ? abstraire(parametre.valeur) : this.valeur(nom);
  }

  /** One certain answer is enough, even beside an absent one. */
  #logique(a: ASTNode, b: ASTNode, decisif: boolean): boolean | undefined {
    const gauche = this.#evaluer(a);
    if (gauche === decisif) return decisif;
    const droite = this.#evaluer(b);
    if (droite === decisif) return decisif;
    return gauche === undefined || droite === undefined ? undefined : !decisif;
  }

  #parmi(element: ASTNode, liste: ASTNode): boolean | undefined {
    const cherche = this.#evaluer(element);
    const valeurs = liste.op === 'list' ? liste.args.map((noeud) => this.#evaluer(noeud)) : [undefined];
    if (cherche === undefined || valeurs.includes(undefined)) return undefined;
    return valeurs.some((valeur) => valeur !== undefined && sontEgaux(this.chemin, cherche, valeur));
  }

  #appel(nom: string, noeuds: readonly ASTNode[]): Abstrait | undefined {
    const [premier] = noeuds;
    if (nom === 'present') return premier?.op === 'id' && this.#nom(premier.args) !== undefined;
    const args: Abstrait[] = [];
    for (const noeud of noeuds) {
      const valeur = this.#evaluer(noeud);
      if (valeur === undefined) return undefined;
      args.push(valeur);
    }
    return appeler(this.chemin, nom, args);
  }

  #binaire(
    operateur: '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/',
    a: ASTNode,
    b: ASTNode,
  ): Abstrait | undefined {
    const gauche = this.#evaluer(a);
    const droite = this.#evaluer(b);
    if (gauche === undefined || droite === undefined) return undefined;
    switch (operateur) {
      case '==':
        return sontEgaux(this.chemin, gauche, droite);
      case '!=':
        return !sontEgaux(this.chemin, gauche, droite);
      case '<':
      case '<=':
        return precede(this.chemin, gauche, droite, operateur === '<');
      case '>':
      case '>=':
        return precede(this.chemin, droite, gauche, operateur === '>');
      case '+':
        return additionner(gauche, 1, droite);
      case '-':
        return additionner(gauche, -1, droite);
      case '*':
        return multiplier(this.chemin, gauche, droite);
      case '/':
        return diviser(this.chemin, gauche, droite);
    }
  }
}

function constante(args: unknown): Abstrait {
  if (typeof args === 'bigint') return { forme: formeConstante(entier(args)) };
  if (typeof args === 'boolean') return args;
  if (typeof args === 'string') return { texte: args };
  throw new CheminImpossible();
}
