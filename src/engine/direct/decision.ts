/** Decisions whose findings, printed values and trace are written when they are first read. */
import type { Constat, Decision, EtatDeDecision } from '#src/engine/format.ts';
import type { Trace } from '#src/engine/trace.ts';

/** What an evaluator concludes, before anything is written for a person. */
export interface Conclusion {
  readonly etat: EtatDeDecision;
  readonly issues: readonly string[];
  /** Needed facts that are absent, sorted. */
  readonly manquants: readonly string[];
}

/** Writes what a decision says to a person, from what the evaluator keeps of the case. */
export interface Redacteur<C extends Conclusion> {
  constats(conclusion: C): readonly Constat[];
  calculs(conclusion: C): Readonly<Record<string, string>>;
}

/** What every decision of a rule file bears. */
export type Entete = Pick<Decision, 'jeu' | 'version' | 'empreinte'>;

/**
 * The late properties are its own and enumerable: a copy, `JSON.stringify` and a comparison see them. Their
 * getters are
 * shared by all decisions, for getters made one by one cost more than judging a case.
 */
export class DecisionTardive<C extends Conclusion> implements Decision {
  declare readonly jeu: string;
  declare readonly version: string;
  declare readonly empreinte: string;
  declare readonly date: string;
  declare readonly etat: EtatDeDecision;
  declare readonly issues: readonly string[];
  declare readonly constats: readonly Constat[];
  declare readonly calculs: Readonly<Record<string, string>>;
  declare readonly manquants: readonly string[];
  #conclusion: C;
  #redacteur: Redacteur<C>;
  #constats: readonly Constat[] | undefined;
  #calculs: Readonly<Record<string, string>> | undefined;

  constructor({ jeu, version, empreinte }: Entete, date: string, conclusion: C, redacteur: Redacteur<C>) {
    this.jeu = jeu;
    this.version = version;
    this.empreinte = empreinte;
    this.date = date;
    this.etat = conclusion.etat;
    this.issues = conclusion.issues;
    Object.defineProperty(this, 'constats', DecisionTardive.CONSTATS);
    Object.defineProperty(this, 'calculs', DecisionTardive.CALCULS);
    this.manquants = conclusion.manquants;
    this.#conclusion = conclusion;
    this.#redacteur = redacteur;
  }

  private static readonly CONSTATS: PropertyDescriptor & ThisType<DecisionTardive<Conclusion>> = {
    enumerable: true,
    get() {
      return (this.#constats ??= this.#redacteur.constats(this.#conclusion));
    },
  };
  private static readonly CALCULS: PropertyDescriptor & ThisType<DecisionTardive<Conclusion>> = {
    enumerable: true,
    get() {
      return (this.#calculs ??= this.#redacteur.calculs(this.#conclusion));
    },
  };
}

/** A decision and the trace that explains it. */
export interface DecisionTracee {
  readonly decision: Decision;
  readonly trace: Trace;
}

/** Its trace is written when it is first read, and its own as well. */
export class DecisionTraceeTardive implements DecisionTracee {
  declare readonly decision: Decision;
  declare readonly trace: Trace;
  #tracer: () => Trace;
  #trace: Trace | undefined;

  constructor(decision: Decision, tracer: () => Trace) {
    this.decision = decision;
    Object.defineProperty(this, 'trace', DecisionTraceeTardive.TRACE);
    this.#tracer = tracer;
  }

  private static readonly TRACE: PropertyDescriptor & ThisType<DecisionTraceeTardive> = {
    enumerable: true,
    get() {
      return (this.#trace ??= this.#tracer());
    },
  };
}
