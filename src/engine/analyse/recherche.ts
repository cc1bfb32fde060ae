/** Answers questions about all complete cases at one date: a case, a proof that there is none, or neither. */
import type { Instantane, JeuCompile } from '#src/engine/jeu-compile.ts';
import { feuilles } from '#src/engine/conditions.ts';
import { FaitRefuse } from '#src/engine/erreurs.ts';
import { lireFaits } from '#src/engine/faits.ts';
import type { Chemin, Compteur } from './chemin.ts';
import { Budget, suivreLesChemins } from './chemin.ts';
import type { Coupures } from './cellules.ts';
import { promenades, voisins } from './cellules.ts';
import { concretiser, valeurParDefaut } from './concretisation.ts';
import { Lecteur } from './lecteur.ts';
import { faitsLus, moisNommes } from './lectures.ts';
import type { Cas, Observation } from './observation.ts';
import { observer } from './observation.ts';
import { Univers } from './univers.ts';

export interface Question {
  /** Asked along each way; true where the answer may be yes. */
  readonly symbolique: (lecteur: Lecteur) => boolean;
  /** Asked of a case. */
  readonly concrete: (observation: Observation) => boolean;
  /** Names (facts or derived facts) the question depends on: only their inputs are moved. */
  readonly lit: readonly string[];
}
export type Reponse =
  | { readonly genre: 'cas'; readonly cas: Cas; readonly observation: Observation }
  | { readonly genre: 'impossible' }
  | { readonly genre: 'indecis'; readonly essais: number };

/** Ways followed for one question, and bases tried to make a case of a way. */
const CHEMINS_MAX = 4000;
const BASES_MAX = 6;
const CHEMINS_CONCRETISES = 12;
const PROMENADES = 400;
const CHEMINS_DE_REPERAGE = 40;
const ESSAIS = 6000;

export class Recherche {
  readonly jeu: JeuCompile;
  readonly date: string;
  readonly univers: Univers;
  readonly compteur: Compteur = { chemins: 0, interrompu: false };
  readonly budget: Budget;
  /** What judging one case costs, in units of the budget. */
  readonly poids: number;
  /** Cases judged. */
  casJuges = 0;
  readonly #instantane: Instantane;
  readonly #bases: readonly Cas[];
  readonly #mois: readonly number[];
  readonly #arret: AbortSignal | undefined;
  #reperee = false;

  constructor(
    jeu: JeuCompile,
    date: string,
    {
      budget = new Budget(),
      arret,
    }: { readonly budget?: Budget; readonly arret?: AbortSignal | undefined } = {},
  ) {
    this.budget = budget;
    this.jeu = jeu;
    this.date = date;
    this.univers = new Univers(jeu.faits);
    this.#instantane = jeu.instantane(date);
    this.#bases = casDeDepart(jeu);
    this.#mois = moisNommes(jeu);
    this.#arret = arret;
    this.poids = poidsDe(jeu);
  }

  get coupures(): Coupures {
    return { formes: this.univers.coupures.values(), mois: this.#mois };
  }
  get bases(): readonly Cas[] {
    return this.#bases;
  }

  observer(cas: Cas): Observation {
    this.#arret?.throwIfAborted();
    this.casJuges++;
    this.budget.depenser(this.poids);
    return observer(this.jeu, this.date, cas);
  }

  /** Ways on which the answer may be yes. `compteur.interrompu` tells whether some were left out. */
  *chemins(symbolique: Question['symbolique'], compteur: Compteur, maximum = CHEMINS_MAX): Generator<Chemin> {
    const question = (chemin: Chemin): boolean => {
      this.#arret?.throwIfAborted();
      const lecteur = new Lecteur(this.jeu, this.#instantane, chemin);
      return symbolique(lecteur) && lecteur.respecteLesContraintes();
    };
    yield* suivreLesChemins(this.univers, question, compteur, {
      maximum,
      budget: this.budget,
      poids: this.poids,
    });
  }

  /** A case that follows the way and answers yes. */
  concretiser(
    chemin: Chemin,
    concrete: Question['concrete'],
  ): { cas: Cas; observation: Observation } | undefined {
    for (const base of this.#bases.slice(0, BASES_MAX)) {
      const cas = concretiser(chemin, base);
      const complet = cas && this.completer(cas);
      if (complet && concrete(complet.observation)) return complet;
    }
    return undefined;
  }

  /** Gives a plain value to each needed fact that is absent. */
  completer(cas: Cas): { cas: Cas; observation: Observation } {
    let complet = cas;
    let observation = this.observer(complet);
    for (let tours = 0; observation.genre === 'incomplet' && tours < 4; tours++) {
      const ajouts = observation.manquants.map((nom) => {
        const declaration = this.jeu.faits.get(nom);
        return [nom, declaration ? valeurParDefaut(declaration) : null] as const;
      });
      complet = { ...complet, ...Object.fromEntries(ajouts) };
      observation = this.observer(complet);
    }
    return { cas: complet, observation };
  }

  /** Follows some ways of each rule and derived fact, only to know where their comparisons cut. */
  reperer(): void {
    if (this.#reperee) return;
    this.#reperee = true;
    const compteur: Compteur = { chemins: 0, interrompu: false };
    for (const { condition } of this.jeu.regles)
      for (const _chemin of this.chemins(
        (lecteur) => !lecteur.tient(condition),
        compteur,
        CHEMINS_DE_REPERAGE,
      ));
    for (const { nom } of this.jeu.derives)
      for (const _chemin of this.chemins(
        (lecteur) => lecteur.valeur(nom) === undefined,
        compteur,
        CHEMINS_DE_REPERAGE,
      ));
    this.compteur.chemins += compteur.chemins;
  }

  /** `essais` bounds the cases judged where the proof stops. */
  poser(question: Question, essais = ESSAIS): Reponse {
    if (this.budget.epuise) return { genre: 'indecis', essais: 0 };
    const compteur: Compteur = { chemins: 0, interrompu: false };
    let possibles = 0;
    for (const chemin of this.chemins(question.symbolique, compteur)) {
      if (++possibles > CHEMINS_CONCRETISES) break;
      const trouve = this.concretiser(chemin, question.concrete);
      if (trouve) return this.#repondre(compteur, { genre: 'cas', ...trouve });
    }
    if (possibles === 0 && !compteur.interrompu) return this.#repondre(compteur, { genre: 'impossible' });
    return this.#repondre(compteur, this.#chercherParmiLesCellules(question, essais));
  }

  #repondre(compteur: Compteur, reponse: Reponse): Reponse {
    this.compteur.chemins += compteur.chemins;
    return reponse;
  }

  #chercherParmiLesCellules({ lit, concrete }: Question, maximum: number): Reponse {
    this.reperer();
    const faits = faitsLus(this.jeu, lit);
    const avant = this.casJuges;
    const cellules = function* (this: Recherche): Generator<Cas> {
      for (const base of this.#bases) {
        yield base;
        for (const { cas } of voisins(this.jeu, this.coupures, base, faits)) yield cas;
      }
      yield* promenades(this.jeu, this.coupures, this.#bases, faits, PROMENADES);
    };
    for (const cas of cellules.call(this)) {
      const observation = this.observer(cas);
      if (concrete(observation)) return { genre: 'cas', cas, observation };
      if (this.casJuges - avant >= maximum || this.budget.epuise) break;
    }
    return { genre: 'indecis', essais: this.casJuges - avant };
  }
}

/**
 * Comparisons of a file whose cases cost what those of the shipped files do, and what a formula costs beside
 * a comparison.
 */
const COMPARAISONS_ORDINAIRES = 100;
const COMPARAISONS_PAR_FORMULE = 5;

/**
 * What judging one case costs, in units of the budget: in a file ten times the ordinary, ten times fewer are
 * judged.
 */
function poidsDe({ regles, derives }: JeuCompile): number {
  const comparaisons = regles.reduce((somme, { condition }) => somme + feuilles(condition).length, 0);
  return Math.ceil((comparaisons + COMPARAISONS_PAR_FORMULE * derives.length) / COMPARAISONS_ORDINAIRES);
}

function estLisible({ faits }: JeuCompile, donnes: Cas): boolean {
  try {
    lireFaits(faits, donnes);
    return true;
  } catch (erreur) {
    if (erreur instanceof FaitRefuse) return false;
    throw erreur;
  }
}

/**
 * Cases of the scenarios, or one plain case when there is none. A scenario whose facts are refused is said
 * elsewhere, and leads nowhere here.
 */
function casDeDepart(jeu: JeuCompile): Cas[] {
  const cas = jeu.fichier.scenarios
    .map(({ etantDonne }) => etantDonne)
    .filter((donnes) => estLisible(jeu, donnes));
  if (cas.length > 0) return cas;
  return [
    Object.fromEntries(
      [...jeu.faits]
        .filter(([, { informatif }]) => !informatif)
        .map(([nom, fait]) => [nom, valeurParDefaut(fait)]),
    ),
  ];
}
