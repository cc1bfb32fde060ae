/**
 * One way through the conditions of a file: what was decided of each comparison met, kept consistent. Where
 * both answers
 * are possible the way forks; all ways together cover every case, which makes "none was found" a proof.
 */
import type { Forme } from './formes.ts';
import { cleDeForme, estConstante, fois, normaliserForme, entier, signe } from './formes.ts';
import type { Inegalite } from './inegalites.ts';
import { estPossible } from './inegalites.ts';
import type { Univers } from './univers.ts';

/** What is known of a text variable. */
export interface TexteConnu {
  readonly fixe?: string;
  readonly exclus: ReadonlySet<string>;
}

/** The way contradicts itself: no case follows it. */
export class CheminImpossible extends Error {}
/** The way is longer than any reader could follow: it is left, and nothing is proved. */
class CheminTropLong extends Error {}

/** Decisions of one way; those of the shipped files take some dozens. */
const DECISIONS_MAX = 1_000;
/** Cuts kept to build cells from. */
const COUPURES_MAX = 300;

export class Chemin {
  readonly univers: Univers;
  readonly presences = new Map<string, boolean>();
  readonly booleens = new Map<string, boolean>();
  readonly textes = new Map<string, TexteConnu>();
  readonly inegalites: Inegalite[] = [];
  /** Ways left to follow. */
  readonly alternatives: boolean[][] = [];
  readonly #script: readonly boolean[];
  readonly #decisions: boolean[] = [];
  readonly #bornees = new Set<string>();
  readonly #termes = new Set<string>();
  readonly #connues = new Map<string, boolean>();
  /** False when no term hides what the inputs do: each way is then exactly a set of cases. */
  termesOpaques = false;
  /** Inequalities weighed so far. */
  effort = 1;

  readonly #effortMax: number;

  constructor(univers: Univers, script: readonly boolean[], effortMax: number) {
    this.univers = univers;
    this.#script = script;
    this.#effortMax = effortMax;
  }

  booleen(nom: string): boolean {
    return this.#memoriser(this.booleens, nom, () => this.choisir());
  }

  presence(nom: string): boolean {
    return this.#memoriser(this.presences, nom, () => this.choisir());
  }

  egalTexte(nom: string, litteral: string): boolean {
    const connu = this.textes.get(nom) ?? { exclus: new Set<string>() };
    if (connu.fixe !== undefined) return connu.fixe === litteral;
    const { domaine } = this.univers.variable(nom);
    if (connu.exclus.has(litteral) || (domaine && !domaine.includes(litteral))) return false;
    const reste = domaine?.filter((valeur) => !connu.exclus.has(valeur));
    const egal = reste?.length === 1 || this.choisir();
    this.textes.set(
      nom,
      egal ? { fixe: litteral, exclus: connu.exclus } : { exclus: new Set([...connu.exclus, litteral]) },
    );
    return egal;
  }

  /** Is `forme < 0` (strict) or `forme ≤ 0`? */
  estNegative(brute: Forme, stricte: boolean): boolean {
    if (estConstante(brute)) return stricte ? signe(brute.constante) < 0 : signe(brute.constante) <= 0;
    const forme = normaliserForme(brute);
    const cle = cleDeForme(forme);
    return this.#memoriser(this.#connues, `${cle}${stricte ? '<' : '≤'}`, () => {
      if (this.univers.coupures.size < COUPURES_MAX) this.univers.coupures.set(cle, forme);
      this.#borner(forme);
      const vraie: Inegalite = { forme, stricte };
      const fausse: Inegalite = { forme: fois(forme, entier(-1)), stricte: !stricte };
      const verdict = this.#trancher(
        () => this.#compatible(vraie),
        () => this.#compatible(fausse),
      );
      this.inegalites.push(verdict ? vraie : fausse);
      return verdict;
    });
  }

  /** True the first time a term is met on this way. */
  decouvrir(terme: string): boolean {
    const taille = this.#termes.size;
    return this.#termes.add(terme).size > taille;
  }

  /** Takes for granted what is always true of a term. */
  supposer(inegalite: Inegalite): void {
    this.#borner(inegalite.forme);
    this.inegalites.push(inegalite);
  }

  /** A free choice between true and false. */
  choisir(): boolean {
    return this.#trancher(
      () => true,
      () => true,
    );
  }

  #memoriser(connus: Map<string, boolean>, cle: string, decider: () => boolean): boolean {
    const connu = connus.get(cle);
    if (connu !== undefined) return connu;
    const verdict = decider();
    connus.set(cle, verdict);
    return verdict;
  }

  #trancher(vraiPossible: () => boolean, fauxPossible: () => boolean): boolean {
    const rang = this.#decisions.length;
    if (rang >= DECISIONS_MAX || this.effort > this.#effortMax) throw new CheminTropLong();
    let verdict = this.#script[rang];
    if (verdict === undefined) {
      const vrai = vraiPossible();
      const faux = fauxPossible();
      if (!vrai && !faux) throw new CheminImpossible();
      if (vrai && faux) this.alternatives.push([...this.#decisions, false]);
      verdict = vrai;
    }
    this.#decisions.push(verdict);
    return verdict;
  }

  #compatible(nouvelle: Inegalite): boolean {
    const liees = this.#liees(nouvelle);
    this.effort += liees.length + 1;
    return estPossible([...liees, nouvelle], this.univers.estEntiere);
  }

  #borner({ termes }: Forme): void {
    for (const [nom] of termes) {
      if (this.#bornees.has(nom)) continue;
      this.#bornees.add(nom);
      this.inegalites.push(...this.univers.variable(nom).bornes);
    }
  }

  /** Inequalities that share a variable with this one, from neighbour to neighbour. */
  #liees({ forme }: Inegalite): Inegalite[] {
    const noms = new Set(forme.termes.map(([nom]) => nom));
    const liees = new Set<Inegalite>();
    for (let taille = -1; taille !== liees.size; ) {
      taille = liees.size;
      for (const inegalite of this.inegalites) {
        if (liees.has(inegalite) || !inegalite.forme.termes.some(([nom]) => noms.has(nom))) continue;
        liees.add(inegalite);
        for (const [nom] of inegalite.forme.termes) noms.add(nom);
      }
    }
    return [...liees];
  }
}

/** What one question cost. */
export interface Compteur {
  chemins: number;
  /** True when ways were left unfollowed: absence is then no proof. */
  interrompu: boolean;
}

/**
 * Work left for a whole analysis, in inequalities weighed and cases judged, so that no file keeps the machine
 * busy for
 * long. Counted, not timed: the same file always gives the same report. The shipped files spend 79 to 1,409.
 */
export class Budget {
  #reste: number;
  constructor(unites = 20_000) {
    this.#reste = unites;
  }
  get reste(): number {
    return this.#reste;
  }
  get epuise(): boolean {
    return this.#reste <= 0;
  }
  depenser(unites: number): void {
    this.#reste -= unites;
  }
}

interface Bornes {
  readonly maximum: number;
  readonly budget: Budget;
  /** What following one way costs, its inequalities apart. */
  readonly poids?: number;
}

/** Follows every way on which the question is answered yes. */
export function* suivreLesChemins(
  univers: Univers,
  question: (chemin: Chemin) => boolean,
  compteur: Compteur,
  { maximum, budget, poids = 1 }: Bornes,
): Generator<Chemin> {
  const aSuivre: boolean[][] = [[]];
  let suivis = 0;
  for (let script = aSuivre.pop(); script !== undefined; script = aSuivre.pop()) {
    if (++suivis > maximum || budget.epuise) {
      compteur.interrompu = true;
      return;
    }
    compteur.chemins++;
    const chemin = new Chemin(univers, script, budget.reste);
    let oui: boolean;
    try {
      oui = question(chemin);
    } catch (erreur) {
      if (erreur instanceof CheminTropLong) compteur.interrompu = true;
      else if (!(erreur instanceof CheminImpossible)) throw erreur;
      oui = false;
    }
    budget.depenser(chemin.effort + poids - 1);
    aSuivre.push(...chemin.alternatives);
    if (oui) yield chemin;
  }
}
