/** Judges one case without throwing: what every search of the analysis looks at. */
import type { Valeur } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { evaluateurInterne } from '#src/engine/direct/evaluateur.ts';
import { AucuneVersionApplicable, DefautDeRegle, FaitRefuse, PartitionRompue } from '#src/engine/erreurs.ts';
import type { EtatDeDecision, Scenario, ValeurJson } from '#src/engine/format.ts';

/** Facts as a scenario gives them. */
export type Cas = Readonly<Record<string, ValeurJson | null>>;

interface Juge {
  /** Numeric results, as strings. */
  readonly calculs: () => Readonly<Record<string, string>>;
  /** A declared or derived fact; `undefined` = absent. */
  readonly valeur: (nom: string) => Valeur | undefined;
}
export type Observation =
  | { readonly genre: 'refus'; readonly message: string }
  /** `regles`: those that hold when they are too few or too many; `undefined` when a formula fails. */
  | { readonly genre: 'defaut'; readonly message: string; readonly regles: readonly string[] | undefined }
  | (Juge & { readonly genre: 'incomplet'; readonly manquants: readonly string[] })
  | (Juge & {
      readonly genre: 'decide';
      readonly regles: readonly string[];
      readonly issues: readonly string[];
      readonly etat: EtatDeDecision;
    });

export function observer(jeu: JeuCompile, date: string, cas: Cas): Observation {
  try {
    const constat = evaluateurInterne(jeu).constater(date, cas);
    const { etat, issues, manquants, declenchees } = constat.jugement;
    const juge: Juge = { calculs: () => constat.calculs(), valeur: (nom) => constat.valeur(nom) };
    if (manquants.length > 0) return { genre: 'incomplet', manquants, ...juge };
    return {
      genre: 'decide',
      regles: declenchees.map(({ declaration }) => declaration.id),
      issues,
      etat,
      ...juge,
    };
  } catch (erreur) {
    if (erreur instanceof FaitRefuse || erreur instanceof AucuneVersionApplicable)
      return { genre: 'refus', message: erreur.message };
    if (erreur instanceof DefautDeRegle)
      return {
        genre: 'defaut',
        message: erreur.message,
        regles: erreur instanceof PartitionRompue ? erreur.regles : undefined,
      };
    throw erreur;
  }
}

/**
 * What a scenario expects, had the observed decision been the right one; `undefined` for a case that is not
 * decided.
 */
export function attenduDe(observation: Observation): Scenario['attendu'] | undefined {
  switch (observation.genre) {
    case 'decide': {
      const { etat, issues, regles } = observation;
      const calculs = observation.calculs();
      return { etat, issues, regles, ...(Object.keys(calculs).length > 0 ? { calculs } : {}) };
    }
    case 'incomplet':
      return { etat: 'faits-manquants', issues: [], regles: [], manquants: observation.manquants };
    case 'refus':
    case 'defaut':
      return undefined;
  }
}
