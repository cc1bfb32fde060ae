/**
 * json-rules-engine makes the decision of record. Its hazards are kept out here:
 * overlapping runs on one instance silently lose rules (its status is per instance), so an instance serves
 * one run
 * at a time; stock operators compare decimals and dates wrongly, so typed ones replace them; JSONPath is
 * refused;
 * undefined facts reject a run, so absent ones are passed as a marker every operator answers false to.
 *
 * Nor does it pay for what it does not need: it copies a rule deeply at each run, so operands stand in it as
 * functions, which it does not copy; it hashes the name of each cached fact, so facts are not cached, and stay
 * with the instance, given their values anew at each run.
 */
import type { NestedCondition, RuleResult, TopLevelCondition } from 'json-rules-engine';
import { Engine, Fact } from 'json-rules-engine';
import type { Valeur } from './cel/unites.ts';
import type { Normale, Operateur, Verdict } from './conditions.ts';
import { ABSENT, OPERATEURS, estUneFeuille, valeurDeLOperande } from './conditions.ts';
import type { ParametresEnVigueur } from './parametres.ts';

/** A rule as the engine needs it: everything else about it is kept beside, by id. */
export interface RegleDeMoteur {
  readonly id: string;
  readonly condition: Normale;
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
  async executer(faits: ReadonlyMap<string, Valeur>): Promise<Map<string, Verdict>> {
    const { results, failureResults } = await this.preter((moteur) => {
      for (const nom of this.#faitsLus) moteur.getFact(nom).value = faits.get(nom) ?? ABSENT;
      return moteur.run();
    });
    const verdicts = new Map<string, Verdict>();
    for (const resultat of results) verdicts.set(resultat.name, verdictDe(resultat));
    for (const resultat of failureResults) verdicts.set(resultat.name, verdictDe(resultat));
    return verdicts;
  }

  #construire(): Engine {
    const moteur = new Engine([], {
      allowUndefinedFacts: false,
      pathResolver: () => {
        throw new Error('JSONPath is not part of the rule-file format');
      },
    });
    for (const [nom, comparer] of Object.entries(OPERATEURS))
      moteur.addOperator(nom, (fait: unknown, operande: Operande) => comparer(fait, operande()));
    for (const nom of this.#faitsLus) moteur.addFact(new Fact<Valeur | null>(nom, ABSENT, { cache: false }));
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

type Operande = () => Valeur | readonly Valeur[];
type Comparaison = { fact: string; operator: Operateur; value: Operande };
type Traduite = Comparaison | { all: NestedCondition[] } | { any: NestedCondition[] };

function traduire(condition: Normale, parametres: ParametresEnVigueur): Traduite {
  if (estUneFeuille(condition)) {
    const operande = valeurDeLOperande(condition, parametres);
    return { fact: condition.fait, operator: condition.operateur, value: () => operande };
  }
  const enfants = condition.conditions.map((enfant) => traduire(enfant, parametres));
  return condition.groupe === 'all' ? { all: enfants } : { any: enfants };
}

function verdictDe({ result, conditions }: RuleResult): Verdict {
  const comparaisons: boolean[] = [];
  releverLesComparaisons(conditions, comparaisons);
  return { declenchee: result === true, comparaisons };
}

/** json-rules-engine writes `result` on each comparison it evaluated; all are, since none has a priority. */
function releverLesComparaisons(condition: object, dans: boolean[]): void {
  const enfants = 'all' in condition ? condition.all : 'any' in condition ? condition.any : undefined;
  if (Array.isArray(enfants)) for (const enfant of enfants) releverLesComparaisons(enfant as object, dans);
  else dans.push('result' in condition && condition.result === true);
}
