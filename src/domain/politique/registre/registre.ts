import { type FichierClos, type FichierDeReferentiel, type QuestionOuverte } from '#src/engine/index.ts';
import type {
  ActivationConnue,
  DecisionPrevue,
  DecisionTracee,
  Faits,
  FormulairePublie,
  FactSource,
  ReferentielPublie,
  Referentiels,
  Registre,
  Reponse,
  ValeurFictive,
} from '#src/kernel/registre.ts';
import type { Decision, ValeurJson } from '#src/engine/format.ts';
import { activationsInitiales, type ActivationLue } from '#src/domain/politique/versions/activations.ts';
import {
  ouvrirVersion,
  type VersionLue,
  type VersionPubliee,
} from '#src/domain/politique/versions/version.ts';
import { Compiles } from '#src/domain/politique/registre/compiles.ts';
import { Etat } from '#src/domain/politique/registre/etat.ts';

/**
 * The published versions and their activations, kept in memory and replaced whole at each change: prepared
 * aside, one reference swapped.
 * A running unit of work keeps the picture it began with ({@link Registre.fige}).
 */
export class RegistreVivant implements Registre {
  private readonly compiles: Compiles = new Compiles();
  private etat: Etat;

  /**
   * @param activations when not given, each file rules its own « applicable », the highest version first: the
   * files of `rules/` as they are
   */
  constructor(versions: readonly VersionPubliee[], activations?: readonly ActivationLue[]) {
    const lues = versions.map(ouvrirVersion);
    this.etat = new Etat(
      lues,
      activations ??
        activationsInitiales(lues).map(({ version: { empreinte, genre, jeu }, du, au }) => ({
          empreinte,
          genre,
          jeu,
          du,
          au,
          connuDu: new Date(0),
          connuAu: null,
        })),
      this.compiles,
    );
  }

  /** Every published version, highest first. */
  get versions(): readonly VersionLue[] {
    return this.etat.versions;
  }

  /** All that is or was known to be in force. */
  get activations(): readonly ActivationLue[] {
    return this.etat.activations;
  }

  /**
   * Takes what the database now says: versions not known yet are added, the activations replace those known.
   */
  actualiser(nouvelles: readonly VersionPubliee[], activations: readonly ActivationLue[]): void {
    const connues = new Set(this.etat.versions.map(({ empreinte }) => empreinte));
    this.etat = new Etat(
      [
        ...this.etat.versions,
        ...nouvelles.filter(({ empreinte }) => !connues.has(empreinte)).map(ouvrirVersion),
      ],
      activations,
      this.compiles,
    );
  }

  fige(): Registre {
    return this.etat;
  }
  estEnVigueur(jeu: string, date: string): boolean {
    return this.etat.estEnVigueur(jeu, date);
  }
  admet(jeu: string, date: string, faits: Faits): boolean {
    return this.etat.admet(jeu, date, faits);
  }
  decider(jeu: string, date: string, faits: Faits, source?: FactSource): Promise<DecisionTracee> {
    return this.etat.decider(jeu, date, faits, source);
  }
  prevoir(jeu: string, date: string, faits: Faits, source?: FactSource): DecisionPrevue {
    return this.etat.prevoir(jeu, date, faits, source);
  }
  deciderConnuAu(jeu: string, date: string, connuLe: Date, faits: Faits): Promise<DecisionTracee> {
    return this.etat.deciderConnuAu(jeu, date, connuLe, faits);
  }
  redecider(
    empreinte: string,
    date: string,
    faits: Faits,
    referentiels: Referentiels,
  ): Promise<DecisionTracee> {
    return this.etat.redecider(empreinte, date, faits, referentiels);
  }
  questionsOuvertes(empreinte: string, date: string): readonly QuestionOuverte[] {
    return this.etat.questionsOuvertes(empreinte, date);
  }
  deciderSelon(empreinte: string, date: string, faits: Faits, reponse: Reponse | null): Decision {
    return this.etat.deciderSelon(empreinte, date, faits, reponse);
  }
  reglesParEmpreinte(empreinte: string, referentiels: Referentiels = null): FichierClos | null {
    return this.etat.reglesParEmpreinte(empreinte, referentiels);
  }
  avecReferentiels(
    fichier: FichierClos,
    date: string | null,
    autres: readonly FichierDeReferentiel[] = [],
  ): FichierClos {
    return this.etat.avecReferentiels(fichier, date, autres);
  }
  activationConnue(empreinte: string, date: string, connuLe: Date): ActivationConnue | null {
    return this.etat.activationConnue(empreinte, date, connuLe);
  }
  parametre(fichier: string, nom: string, date: string): ValeurJson {
    return this.etat.parametre(fichier, nom, date);
  }
  referentiel(id: string, date: string): ReferentielPublie {
    return this.etat.referentiel(id, date);
  }
  formulaire(typeEquipement: string, date: string): FormulairePublie | null {
    return this.etat.formulaire(typeEquipement, date);
  }
  formulaireParEmpreinte(empreinte: string): FormulairePublie | null {
    return this.etat.formulaireParEmpreinte(empreinte);
  }
  valeursFictives(date: string): readonly string[] {
    return this.etat.valeursFictives(date);
  }
  valeursFictivesDe(empreinte: string, date: string): readonly ValeurFictive[] {
    return this.etat.valeursFictivesDe(empreinte, date);
  }
}
