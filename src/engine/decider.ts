/**
 * The decision of record: facts are read, json-rules-engine decides, the direct evaluator judges the same
 * case on its
 * own, and the decision stands only if both say exactly the same.
 */
import type { Valeur } from './cel/unites.ts';
import type { Verdict } from './conditions.ts';
import type { Instantane, JeuCompile, RegleCompilee } from './jeu-compile.ts';
import { issueDeclaree, refusDUnicite } from './constats.ts';
import { estUneDate } from './dates.ts';
import { calculerDerives, controlerContraintes, faitsManquants } from './derives.ts';
import type { Essai } from './direct/accord.ts';
import { essayer, exigerAccord } from './direct/accord.ts';
import type { Conclusion, DecisionTracee } from './direct/decision.ts';
import { evaluateurInterne } from './direct/evaluateur.ts';
import { DateInvalide } from './erreurs.ts';
import type { FaitsDonnes } from './faits.ts';
import { lireFaits } from './faits.ts';
import type { Decision, EtatDeDecision, Issue } from './format.ts';
import { ORDRE_DES_ETATS } from './format.ts';

/** What is asked of a rule set. */
export interface Demande {
  /** Reference date `AAAA-MM-JJ`: it picks the parameter values and is never compared with facts. */
  readonly date: string;
  readonly faits: FaitsDonnes;
}

/**
 * Decides. Any number of calls may overlap on one compiled set.
 * @throws FaitRefuse (wrong facts), DateInvalide, AucuneVersionApplicable (no parameter value yet),
 *   DefautDeRegle (wrong rule file),
 *   EvaluateursEnDesaccord
 */
export async function decider(jeu: JeuCompile, demande: Demande): Promise<Decision> {
  return (await deciderAvecTrace(jeu, demande)).decision;
}

/** Same as {@link decider}, with the trace that explains it, written when it is first read. */
export async function deciderAvecTrace(
  jeu: JeuCompile,
  { date, faits: donnes }: Demande,
): Promise<DecisionTracee> {
  if (!estUneDate(date)) throw new DateInvalide(date);
  const faits = lireFaits(jeu.faits, donnes);
  const instantane = jeu.instantane(date);
  // From here on the two evaluators share nothing but the facts, the parameters and the library of functions.
  const controle = essayer(() => evaluateurInterne(jeu).jugerValeurs(date, faits));
  const officiel = await jugerOfficiellement(jeu, instantane, faits);
  // What is written is of the one case both judged alike.
  return exigerAccord(jeu, officiel, controle).ecrire();
}

/** What json-rules-engine made of a case. */
export interface Jugement extends Conclusion {
  /** Rules that hold, in the order of the file. */
  readonly declenchees: readonly RegleCompilee[];
  /** Parameters, declared and derived facts. */
  readonly valeurs: ReadonlyMap<string, Valeur>;
  /** By rule id; empty when facts are missing. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

async function jugerOfficiellement(
  jeu: JeuCompile,
  instantane: Instantane,
  faits: ReadonlyMap<string, Valeur>,
): Promise<Essai<Jugement>> {
  const prepare = essayer((): Preparation => {
    controlerContraintes(jeu, faits);
    return {
      valeurs: calculerDerives(jeu, instantane, faits),
      manquants: faitsManquants(jeu, instantane, faits),
    };
  });
  if ('refus' in prepare) return prepare;
  const { valeurs, manquants } = prepare.rendu;
  if (manquants.length > 0) return { rendu: incomplet(valeurs, manquants) };
  try {
    const verdicts = await instantane.moteurs.executer(valeurs);
    return { rendu: conclure(jeu, valeurs, verdicts) };
  } catch (erreur) {
    return { refus: erreur };
  }
}

interface Preparation {
  readonly valeurs: ReadonlyMap<string, Valeur>;
  readonly manquants: readonly string[];
}

function incomplet(valeurs: Jugement['valeurs'], manquants: readonly string[]): Jugement {
  return { etat: 'faits-manquants', issues: [], manquants, declenchees: [], valeurs, verdicts: new Map() };
}

function conclure(
  jeu: JeuCompile,
  valeurs: Jugement['valeurs'],
  verdicts: ReadonlyMap<string, Verdict>,
): Jugement {
  const declenchees = jeu.regles.filter(
    ({ declaration }) => verdicts.get(declaration.id)?.declenchee === true,
  );
  const issues = issuesDe(jeu, declenchees);
  const etat = etatDe(issues.map((issue) => issueDeclaree(jeu, issue)));
  return { etat, issues, manquants: [], declenchees, valeurs, verdicts };
}

/**
 * Outcomes of the rules that hold, sorted, without duplicates. @throws DefautDeRegle under `unique` unless
 * exactly one holds
 */
export function issuesDe(jeu: JeuCompile, declenchees: readonly RegleCompilee[]): string[] {
  const { decision } = jeu.fichier;
  if (decision.strategie === 'unique' && declenchees.length !== 1) throw refusDUnicite(jeu, declenchees);
  if (declenchees.length === 0) return [decision.siAucuneRegle];
  return [...new Set(declenchees.map(({ declaration }) => declaration.issue))].sort();
}

/** Strongest state of the outcomes, in the order of {@link ORDRE_DES_ETATS}. */
function etatDe(issues: readonly Issue[]): EtatDeDecision {
  const etats = new Set<EtatDeDecision>(issues.map(({ etat }) => etat ?? 'decide'));
  return ORDRE_DES_ETATS.find((etat) => etats.has(etat)) ?? 'decide';
}
