/**
 * Two versions judged side by side. Each way through the conditions of both is followed once, so that "no
 * case changes" is a
 * proof; a change is a case judged by both.
 */
import type { Budget, Chemin, Compteur } from '#src/engine/analyse/chemin.ts';
import { suivreLesChemins } from '#src/engine/analyse/chemin.ts';
import { concretiser } from '#src/engine/analyse/concretisation.ts';
import { Lecteur } from '#src/engine/analyse/lecteur.ts';
import type { Cas, Observation } from '#src/engine/analyse/observation.ts';
import { observer } from '#src/engine/analyse/observation.ts';
import { Recherche } from '#src/engine/analyse/recherche.ts';
import { Univers } from '#src/engine/analyse/univers.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { calculsDuCas, issueDuCas } from './signatures.ts';

/** A case both versions judged. */
export interface CasConfronte {
  readonly date: string;
  readonly cas: Cas;
  readonly avant: Observation;
  readonly apres: Observation;
  /** Results that differ; empty when only the outcome does. */
  readonly resultats: readonly string[];
  readonly issueChange: boolean;
}

/** Ways on which the two versions may differ, and cases made of each. */
const CHEMINS_MAX = 6000;
const DIFFERENCES_MAX = 24;
const BASES_MAX = 8;

export class Confrontation {
  readonly avant: JeuCompile;
  readonly apres: JeuCompile;
  readonly date: string;
  chemins = 0;
  casJuges = 0;
  readonly #recherche: Recherche;
  readonly #bases: readonly Cas[];

  readonly #budget: Budget;

  constructor(avant: JeuCompile, apres: JeuCompile, date: string, budget: Budget) {
    this.#budget = budget;
    this.avant = avant;
    this.apres = apres;
    this.date = date;
    this.#recherche = new Recherche(apres, date, { budget });
    this.#bases = [...this.#recherche.bases, ...avant.fichier.scenarios.map(({ etantDonne }) => etantDonne)];
  }

  /** The case judged by both versions, when they do not say the same. */
  juger(cas: Cas): CasConfronte | undefined {
    this.casJuges++;
    return confronter(this.avant, this.apres, this.date, cas);
  }

  /**
   * Follows every way on which the question is answered yes and makes cases of them.
   * `differences` are the cases that change; `prouve` is true when no way was left without an answer.
   */
  chercher(question: (avant: Lecteur, apres: Lecteur) => boolean): {
    differences: CasConfronte[];
    prouve: boolean;
  } {
    const univers = new Univers(this.avant.faits);
    const [instantaneAvant, instantaneApres] = [
      this.avant.instantane(this.date),
      this.apres.instantane(this.date),
    ];
    const compteur: Compteur = { chemins: 0, interrompu: false };
    const suivis = suivreLesChemins(
      univers,
      (chemin) => {
        const [avant, apres] = [
          new Lecteur(this.avant, instantaneAvant, chemin),
          new Lecteur(this.apres, instantaneApres, chemin),
        ];
        return question(avant, apres) && apres.respecteLesContraintes();
      },
      compteur,
      { maximum: CHEMINS_MAX, budget: this.#budget },
    );
    const differences: CasConfronte[] = [];
    let sansReponse = 0;
    for (const chemin of suivis) {
      const difference = this.#concretiser(chemin);
      if (difference) differences.push(difference);
      else sansReponse++;
      if (differences.length + sansReponse >= DIFFERENCES_MAX) break;
    }
    this.chemins += compteur.chemins;
    return { differences, prouve: sansReponse === 0 && !compteur.interrompu };
  }

  #concretiser(chemin: Chemin): CasConfronte | undefined {
    for (const base of this.#bases.slice(0, BASES_MAX)) {
      const cas = concretiser(chemin, base);
      const difference = cas && this.juger(this.#recherche.completer(cas).cas);
      if (difference) return difference;
    }
    return undefined;
  }
}

/** Judges a case with both versions; `undefined` when they say the same. */
export function confronter(
  avant: JeuCompile,
  apres: JeuCompile,
  date: string,
  cas: Cas,
): CasConfronte | undefined {
  const [ancienne, nouvelle] = [observer(avant, date, cas), observer(apres, date, cas)];
  const [calculsAvant, calculsApres] = [calculsDuCas(ancienne), calculsDuCas(nouvelle)];
  const noms = [...new Set([...Object.keys(calculsAvant), ...Object.keys(calculsApres)])];
  const resultats = noms.filter((nom) => calculsAvant[nom] !== calculsApres[nom]);
  const issueChange = issueDuCas(avant, ancienne) !== issueDuCas(apres, nouvelle);
  return issueChange || resultats.length > 0
    ? { date, cas, avant: ancienne, apres: nouvelle, resultats, issueChange }
    : undefined;
}
