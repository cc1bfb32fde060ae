import canonicalize from 'canonicalize';
import type { ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { DonneesDeVolet } from '#src/domain/formulaire/saisie/donnees.ts';
import type { ValeurFictive } from '#src/kernel/registre.ts';

/** What is analysed. */
export interface Dossier {
  readonly definition: DefinitionDeFormulaire;
  readonly perennite: Perennite;
  readonly activite: DonneesDeVolet;
  readonly finances: DonneesDeVolet;
  readonly contexte: ContexteJson;
  /** Human decisions already taken on this declaration. */
  readonly choix: readonly ChoixHumain[];
}

/**
 * Fictitious values of a published version on a day: they do not change with what is published afterwards.
 */
export type ValeursFictives = (empreinte: string, date: string) => readonly ValeurFictive[];
/** None: for a judgement whose amounts nobody reads. */
export const SANS_FICTIVES: ValeursFictives = () => [];

/** The case a human decision is about: a rule file and the facts it judged. */
export const cleDeCas = (jeu: string, faits: Readonly<Record<string, unknown>>): string =>
  `${jeu} ${canonicalize(Object.fromEntries(Object.entries(faits).filter(([, valeur]) => valeur !== null && valeur !== undefined))) ?? ''}`;
