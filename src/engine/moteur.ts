/**
 * json-rules-engine makes the decision of record. Its hazards are kept out here:
 * overlapping runs on one instance silently lose rules (its status is per instance), so an instance serves
 * one run
 * at a time; stock operators compare decimals and dates wrongly, so typed ones replace them; JSONPath is
 * refused;
 * undefined facts reject a run, so absent ones are passed as a marker every operator answers false to.
 */
import type { NestedCondition, RuleResult, TopLevelCondition } from 'json-rules-engine';
import { Engine } from 'json-rules-engine';
import type { Valeur } from './cel/unites.ts';
import type { Normale, Operateur } from './conditions.ts';
import { ABSENT, OPERATEURS, estUneFeuille, valeurDeLOperande } from './conditions.ts';
import type { ParametresEnVigueur } from './parametres.ts';

/** A rule as the engine needs it: everything else about it is kept beside, by id. */
export interface RegleDeMoteur {
  readonly id: string;
  readonly condition: Normale;
}

/** Verdict of one comparison, in the order of the rule's comparisons. */
export interface VerdictDuMoteur {
  readonly declenchee: boolean;
  /** Results of the comparisons, depth first. */
  readonly feuilles: readonly boolean[];
}

/** Idle instances kept for reuse; more may exist while many runs overlap. */
const INSTANCES_GARDEES = 16;

/** Engines of one rule set at one state of its parameters. */
export class PiscineDeMoteurs {
  readonly #libres: Engine[] = [];
  readonly #regles: readonly RegleDeMoteur[];
  readonly #parametres: ParametresEnVigueur;
  readonly #faitsLus: readonly string[];

  constructor(regles: readonly RegleDeMoteur[], parametres: ParametresEnVigueur, faitsLus: Iterable<string>) {
    this.#regles = regles;
    this.#parametres = parametres;
    this.#faitsLus = [...faitsLus];
  }

  /**
   * Lends an engine that nobody else uses for the time of `faire`; one whose run failed is not lent again.
   */
  async preter<T>(faire: (moteur: Engine) => Promise<T>): Promise<T> {
    const moteur = this.#libres.pop() ?? this.#construire();
    const resultat = await faire(moteur);
    if (this.#libres.length < INSTANCES_GARDEES) this.#libres.push(moteur);
    return resultat;
  }

  /** Runs every rule on the facts; verdicts by rule id. */
  async executer(faits: ReadonlyMap<string, Valeur>): Promise<Map<string, VerdictDuMoteur>> {
    // Only what the rules read: each further runtime fact costs a hash.
    const lus = Object.fromEntries(this.#faitsLus.map((nom) => [nom, faits.get(nom) ?? ABSENT]));
    const { results, failureResults } = await this.preter((moteur) => moteur.run(lus));
    return new Map([...results, ...failureResults].map((resultat) => [resultat.name, verdictDe(resultat)]));
  }

  #construire(): Engine {
    const moteur = new Engine([], {
      allowUndefinedFacts: false,
      pathResolver: () => {
        throw new Error('JSONPath is not part of the rule-file format');
      },
    });
    for (const [nom, comparer] of Object.entries(OPERATEURS)) moteur.addOperator(nom, comparer);
    for (const { id, condition } of this.#regles) {
      moteur.addRule({ name: id, conditions: racine(condition, this.#parametres), event: { type: id } });
    }
    return moteur;
  }
}

function racine(condition: Normale, parametres: ParametresEnVigueur): TopLevelCondition {
  const traduite = traduire(condition, parametres);
  // A root `not` over one comparison becomes a bare comparison once pushed down.
  return 'fact' in traduite ? { all: [traduite] } : traduite;
}

type Comparaison = { fact: string; operator: Operateur; value: Valeur | readonly Valeur[] };
type Traduite = Comparaison | { all: NestedCondition[] } | { any: NestedCondition[] };

function traduire(condition: Normale, parametres: ParametresEnVigueur): Traduite {
  if (estUneFeuille(condition)) {
    return {
      fact: condition.fait,
      operator: condition.operateur,
      value: valeurDeLOperande(condition, parametres),
    };
  }
  const enfants = condition.conditions.map((enfant) => traduire(enfant, parametres));
  return condition.groupe === 'all' ? { all: enfants } : { any: enfants };
}

function verdictDe(resultat: RuleResult): VerdictDuMoteur {
  return { declenchee: resultat.result === true, feuilles: resultatsDesFeuilles(resultat.conditions) };
}

/** json-rules-engine writes `result` on each comparison it evaluated; all are, since none has a priority. */
function resultatsDesFeuilles(condition: object): boolean[] {
  if ('all' in condition && Array.isArray(condition.all)) return condition.all.flatMap(resultatsDesFeuilles);
  if ('any' in condition && Array.isArray(condition.any)) return condition.any.flatMap(resultatsDesFeuilles);
  return ['result' in condition && condition.result === true];
}
