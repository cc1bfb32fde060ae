/**
 * The decision of record: facts are read, json-rules-engine decides, the direct evaluator judges the same
 * case on its
 * own, and the decision stands only if both say exactly the same.
 */
import type { Valeur } from './cel/unites.ts';
import type { Instantane, JeuCompile, RegleCompilee } from './jeu-compile.ts';
import { constatsDe, issueDeclaree, refusDUnicite } from './constats.ts';
import { estUneDate } from './dates.ts';
import { calculerDerives, calculsDe, controlerContraintes, faitsManquants } from './derives.ts';
import { exigerAccord } from './direct/accord.ts';
import type { CasJuge } from './direct/evaluateur.ts';
import { evaluateurInterne } from './direct/evaluateur.ts';
import { DateInvalide } from './erreurs.ts';
import type { FaitsDonnes } from './faits.ts';
import { lireFaits } from './faits.ts';
import type { Decision, EtatDeDecision, Issue } from './format.ts';
import { ORDRE_DES_ETATS } from './format.ts';
import type { VerdictDuMoteur } from './moteur.ts';
import type { Trace } from './trace.ts';

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
  return (await juger(jeu, demande)).decision;
}

/** Same as {@link decider}, with the trace that explains it. */
export async function deciderAvecTrace(
  jeu: JeuCompile,
  demande: Demande,
): Promise<{ decision: Decision; trace: Trace }> {
  const { decision, controle } = await juger(jeu, demande);
  return { decision, trace: controle.tracer() };
}

/** What json-rules-engine made of a case. */
export interface Jugement {
  readonly decision: Decision;
  /** Rules that hold, in the order of the file. */
  readonly declenchees: readonly RegleCompilee[];
  /** Declared and derived facts. */
  readonly valeurs: ReadonlyMap<string, Valeur>;
  /** By rule id; empty when facts are missing. */
  readonly verdicts: ReadonlyMap<string, VerdictDuMoteur>;
}

async function juger(
  jeu: JeuCompile,
  { date, faits: donnes }: Demande,
): Promise<{ decision: Decision; controle: CasJuge }> {
  if (!estUneDate(date)) throw new DateInvalide(date);
  const faits = lireFaits(jeu.faits, donnes);
  const instantane = jeu.instantane(date);
  // From here on the two evaluators share nothing but the facts, the parameters and the library of functions.
  const [officiel, controle] = await Promise.allSettled([
    jugerOfficiellement(jeu, instantane, date, faits),
    jugerDirectement(jeu, date, faits),
  ]);
  const accord = exigerAccord(jeu, officiel, controle);
  return { decision: accord.officiel.decision, controle: accord.controle };
}

async function jugerDirectement(
  jeu: JeuCompile,
  date: string,
  faits: ReadonlyMap<string, Valeur>,
): Promise<CasJuge> {
  return evaluateurInterne(jeu).jugerValeurs(date, faits);
}

async function jugerOfficiellement(
  jeu: JeuCompile,
  instantane: Instantane,
  date: string,
  faits: ReadonlyMap<string, Valeur>,
): Promise<Jugement> {
  controlerContraintes(jeu, faits);
  const valeurs = calculerDerives(jeu, instantane, faits);
  const entete = { jeu: jeu.fichier.id, version: jeu.fichier.version, empreinte: jeu.empreinte, date };
  const calculs = calculsDe(jeu, valeurs);
  const manquants = faitsManquants(jeu, instantane, faits);
  if (manquants.length > 0) {
    return {
      decision: { ...entete, etat: 'faits-manquants', issues: [], constats: [], calculs, manquants },
      declenchees: [],
      valeurs,
      verdicts: new Map(),
    };
  }
  const verdicts = await instantane.moteurs.executer(valeurs);
  const declenchees = jeu.regles.filter(
    ({ declaration }) => verdicts.get(declaration.id)?.declenchee === true,
  );
  const issues = issuesDe(jeu, declenchees);
  const decision: Decision = {
    ...entete,
    etat: etatDe(issues.map((issue) => issueDeclaree(jeu, issue))),
    issues,
    constats: constatsDe(jeu, instantane, declenchees, valeurs),
    calculs,
    manquants: [],
  };
  return { decision, declenchees, valeurs, verdicts };
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
