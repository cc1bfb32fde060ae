/** A decision whose findings and printed values are written when they are first read. */
import type { Constat, Decision, EtatDeDecision } from '#src/engine/format.ts';
import type { Jugement } from './programme.ts';

/** Writes what a decision says to a person. */
export interface Redacteur {
  constats(jugement: Jugement): readonly Constat[];
  calculs(jugement: Jugement): Readonly<Record<string, string>>;
}

/** What every decision of a rule file bears. */
export type Entete = Pick<Decision, 'jeu' | 'version' | 'empreinte'>;

/**
 * The late properties are its own and enumerable: a copy, `JSON.stringify` and a comparison see them. Their
 * getters are
 * shared by all decisions, for getters made one by one cost more than judging a case.
 */
export class DecisionTardive implements Decision {
  declare readonly jeu: string;
  declare readonly version: string;
  declare readonly empreinte: string;
  declare readonly date: string;
  declare readonly etat: EtatDeDecision;
  declare readonly issues: readonly string[];
  declare readonly constats: readonly Constat[];
  declare readonly calculs: Readonly<Record<string, string>>;
  declare readonly manquants: readonly string[];
  #jugement: Jugement;
  #redacteur: Redacteur;
  #constats: readonly Constat[] | undefined;
  #calculs: Readonly<Record<string, string>> | undefined;

  constructor({ jeu, version, empreinte }: Entete, date: string, jugement: Jugement, redacteur: Redacteur) {
    this.jeu = jeu;
    this.version = version;
    this.empreinte = empreinte;
    this.date = date;
    this.etat = jugement.etat;
    this.issues = jugement.issues;
    Object.defineProperty(this, 'constats', DecisionTardive.CONSTATS);
    Object.defineProperty(this, 'calculs', DecisionTardive.CALCULS);
    this.manquants = jugement.manquants;
    this.#jugement = jugement;
    this.#redacteur = redacteur;
  }

  private static readonly CONSTATS: PropertyDescriptor & ThisType<DecisionTardive> = {
    enumerable: true,
    get() {
      return (this.#constats ??= this.#redacteur.constats(this.#jugement));
    },
  };
  private static readonly CALCULS: PropertyDescriptor & ThisType<DecisionTardive> = {
    enumerable: true,
    get() {
      return (this.#calculs ??= this.#redacteur.calculs(this.#jugement));
    },
  };
}
