/** Judges one case without throwing: what every search of the analysis looks at. */
import type { Valeur } from '../cel/unites.ts';
import type { JeuCompile } from '../compiler.ts';
import { issuesDe } from '../decider.ts';
import { calculerDerives, calculsDe, controlerContraintes, faitsManquants } from '../derives.ts';
import { AucuneVersionApplicable, DefautDeRegle, FaitRefuse } from '../erreurs.ts';
import { lireFaits } from '../faits.ts';
import type { EtatDeDecision, Scenario, ValeurJson } from '../format.ts';
import { ORDRE_DES_ETATS } from '../format.ts';

/** Facts as a scenario gives them. */
export type Cas = Readonly<Record<string, ValeurJson | null>>;

interface Juge {
  readonly calculs: Readonly<Record<string, string>>;
  /** Declared and derived facts. */
  readonly valeurs: ReadonlyMap<string, Valeur>;
}
export type Observation =
  | { readonly genre: 'refus'; readonly message: string }
  /** `regles`: those that hold when they are too few or too many; `undefined` when a formula fails. */
  | { readonly genre: 'defaut'; readonly message: string; readonly regles: readonly string[] | undefined }
  | (Juge & { readonly genre: 'incomplet'; readonly manquants: readonly string[] })
  | (Juge & { readonly genre: 'decide'; readonly regles: readonly string[]; readonly issues: readonly string[]; readonly etat: EtatDeDecision });

export function observer(jeu: JeuCompile, date: string, cas: Cas): Observation {
  let regles: readonly string[] | undefined;
  try {
    const faits = lireFaits(jeu.faits, cas);
    const instantane = jeu.instantane(date);
    controlerContraintes(jeu, faits);
    const valeurs = calculerDerives(jeu, instantane, faits);
    const manquants = faitsManquants(jeu, instantane, faits);
    const calculs = calculsDe(jeu, valeurs);
    if (manquants.length > 0) return { genre: 'incomplet', manquants, calculs, valeurs };
    const vraies = instantane.regles.filter(({ predicat }) => predicat(valeurs)).map(({ regle }) => regle);
    regles = vraies.map(({ declaration }) => declaration.id);
    const issues = issuesDe(jeu, vraies);
    return { genre: 'decide', regles, issues, etat: etatDesIssues(jeu, issues), calculs, valeurs };
  } catch (erreur) {
    if (erreur instanceof FaitRefuse || erreur instanceof AucuneVersionApplicable) return { genre: 'refus', message: erreur.message };
    if (erreur instanceof DefautDeRegle) return { genre: 'defaut', message: erreur.message, regles };
    throw erreur;
  }
}

function etatDesIssues(jeu: JeuCompile, issues: readonly string[]): EtatDeDecision {
  const etats = issues.map((issue) => jeu.fichier.decision.issues[issue]?.etat ?? 'decide');
  return ORDRE_DES_ETATS.find((etat) => etats.some((vu) => vu === etat)) ?? 'decide';
}

/** What a scenario expects, had the observed decision been the right one; `undefined` for a case that is not decided. */
export function attenduDe(observation: Observation): Scenario['attendu'] | undefined {
  switch (observation.genre) {
    case 'decide': {
      const { etat, issues, regles, calculs } = observation;
      return { etat, issues, regles, ...(Object.keys(calculs).length > 0 ? { calculs } : {}) };
    }
    case 'incomplet':
      return { etat: 'faits-manquants', issues: [], regles: [], manquants: observation.manquants };
    case 'refus':
    case 'defaut':
      return undefined;
  }
}
