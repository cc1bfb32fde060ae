/** From facts to a decision: coercion, constraints, derived facts, missing facts, rules, state. */
import type { Valeur } from './cel/unites.ts';
import { valeurEnJson } from './cel/unites.ts';
import type { Instantane, JeuCompile, RegleCompilee } from './compiler.ts';
import type { Feuille, Normale } from './conditions.ts';
import { estUneFeuille, valeurDeLOperande } from './conditions.ts';
import { constatsDe, issueDeclaree } from './constats.ts';
import { estUneDate } from './dates.ts';
import { calculerDerives, calculsDe, controlerContraintes, enJson, faitsManquants } from './derives.ts';
import { DateInvalide, DefautDeRegle } from './erreurs.ts';
import type { FaitsDonnes } from './faits.ts';
import { lireFaits } from './faits.ts';
import type { Decision, EtatDeDecision, Issue } from './format.ts';
import { ORDRE_DES_ETATS } from './format.ts';
import type { Verdict } from './moteur.ts';
import type { ComparaisonTracee, ConditionTracee, Trace } from './trace.ts';
import { VERSIONS_DU_MOTEUR, tracerParametres } from './trace.ts';

/** What is asked of a rule set. */
export interface Demande {
  /** Reference date `AAAA-MM-JJ`: it picks the parameter values and is never compared with facts. */
  readonly date: string;
  readonly faits: FaitsDonnes;
}

/**
 * Decides. Any number of calls may overlap on one compiled set.
 * @throws FaitRefuse (wrong facts), DateInvalide, AucuneVersionApplicable (no parameter value yet), DefautDeRegle (wrong rule file)
 */
export async function decider(jeu: JeuCompile, demande: Demande): Promise<Decision> {
  return (await juger(jeu, demande)).decision;
}

/** Same as {@link decider}, with the trace that explains it. */
export async function deciderAvecTrace(jeu: JeuCompile, demande: Demande): Promise<{ decision: Decision; trace: Trace }> {
  const { decision, ...jugement } = await juger(jeu, demande);
  return { decision, trace: tracer(jeu, jugement) };
}

/** Everything known once a case is judged. */
interface Jugement {
  readonly decision: Decision;
  readonly instantane: Instantane;
  readonly faits: ReadonlyMap<string, Valeur>;
  /** Declared and derived facts. */
  readonly valeurs: ReadonlyMap<string, Valeur>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

async function juger(jeu: JeuCompile, demande: Demande): Promise<Jugement> {
  const { date } = demande;
  if (!estUneDate(date)) throw new DateInvalide(date);
  const faits = lireFaits(jeu.faits, demande.faits);
  const instantane = jeu.instantane(date);
  controlerContraintes(jeu, faits);
  const valeurs = calculerDerives(jeu, instantane, faits);
  const entete = { jeu: jeu.fichier.id, version: jeu.fichier.version, empreinte: jeu.empreinte, date };
  const calculs = calculsDe(jeu, valeurs);
  const manquants = faitsManquants(jeu, instantane, faits);
  if (manquants.length > 0) {
    return { decision: { ...entete, etat: 'faits-manquants', issues: [], constats: [], calculs, manquants }, instantane, faits, valeurs, verdicts: new Map() };
  }
  const verdicts = await instantane.moteurs.executer(valeurs);
  const declenchees = reglesDeclenchees(jeu, instantane, valeurs, verdicts);
  const issues = issuesDe(jeu, declenchees);
  const decision: Decision = {
    ...entete,
    etat: etatDe(issues.map((issue) => issueDeclaree(jeu, issue))),
    issues,
    constats: constatsDe(jeu, instantane, declenchees, valeurs),
    calculs,
    manquants: [],
  };
  return { decision, instantane, faits, valeurs, verdicts };
}

/**
 * Rules that hold, in the order of the file. The direct predicates judge the same case: a difference between the two
 * evaluators blocks the decision.
 */
function reglesDeclenchees(jeu: JeuCompile, instantane: Instantane, valeurs: ReadonlyMap<string, Valeur>, verdicts: ReadonlyMap<string, Verdict>): RegleCompilee[] {
  return instantane.regles.flatMap(({ regle, predicat }) => {
    const { id } = regle.declaration;
    const verdict = verdicts.get(id);
    if (verdict?.declenchee !== predicat(valeurs)) throw new DefautDeRegle(jeu.fichier.id, `les deux évaluateurs ne sont pas d'accord sur la règle ${id}.`);
    return verdict.declenchee ? [regle] : [];
  });
}

/** Outcomes of the rules that hold, sorted, without duplicates. @throws DefautDeRegle under `unique` unless exactly one holds */
export function issuesDe(jeu: JeuCompile, declenchees: readonly RegleCompilee[]): string[] {
  const { decision } = jeu.fichier;
  if (decision.strategie === 'unique' && declenchees.length !== 1) {
    const vraies = declenchees.map(({ declaration }) => declaration.id).join(', ');
    throw new DefautDeRegle(jeu.fichier.id, declenchees.length === 0 ? "aucune règle ne s'applique à ce cas alors qu'une seule est attendue." : `plusieurs règles s'appliquent à ce cas alors qu'une seule est attendue (${vraies}).`);
  }
  if (declenchees.length === 0) return [decision.siAucuneRegle];
  return [...new Set(declenchees.map(({ declaration }) => declaration.issue))].sort();
}

/** Strongest state of the outcomes, in the order of {@link ORDRE_DES_ETATS}. */
export function etatDe(issues: readonly Issue[]): EtatDeDecision {
  const etats = new Set<EtatDeDecision>(issues.map(({ etat }) => etat ?? 'decide'));
  return ORDRE_DES_ETATS.find((etat) => etats.has(etat)) ?? 'decide';
}

/** The trace of a judged case. */
export function tracer(jeu: JeuCompile, { instantane, faits, valeurs, verdicts }: Omit<Jugement, 'decision'>): Trace {
  return {
    faits: enJson(jeu.faits.keys(), faits),
    derives: enJson(jeu.derives.map(({ nom }) => nom), valeurs),
    parametres: tracerParametres(jeu, instantane),
    regles: jeu.regles.flatMap(({ declaration, condition }) => {
      const verdict = verdicts.get(declaration.id);
      if (!verdict) return [];
      const suivantes = verdict.feuilles[Symbol.iterator]();
      return [{ regle: declaration.id, issue: declaration.issue, declenchee: verdict.declenchee, condition: tracerCondition(condition, instantane, valeurs, suivantes) }];
    }),
    bibliotheques: VERSIONS_DU_MOTEUR,
  };
}

function tracerCondition(condition: Normale, instantane: Instantane, valeurs: ReadonlyMap<string, Valeur>, resultats: Iterator<boolean>): ConditionTracee {
  if (estUneFeuille(condition)) return tracerFeuille(condition, instantane, valeurs, resultats.next().value === true);
  const conditions = condition.conditions.map((enfant) => tracerCondition(enfant, instantane, valeurs, resultats));
  const resultat = condition.groupe === 'all' ? conditions.every((enfant) => enfant.resultat) : conditions.some((enfant) => enfant.resultat);
  return { groupe: condition.groupe, resultat, conditions };
}

function tracerFeuille(feuille: Feuille, instantane: Instantane, valeurs: ReadonlyMap<string, Valeur>, resultat: boolean): ComparaisonTracee {
  const obtenu = valeurs.get(feuille.fait);
  const attendu = valeurDeLOperande(feuille, instantane.parametres);
  const nom = 'parametre' in feuille.operande ? feuille.operande.parametre : undefined;
  const origine = nom === undefined ? undefined : instantane.parametres.get(nom)?.origine;
  return {
    fait: feuille.fait,
    operateur: feuille.operateur,
    obtenu: obtenu === undefined ? null : valeurEnJson(obtenu),
    attendu: estUneListe(attendu) ? attendu.map(valeurEnJson) : valeurEnJson(attendu),
    ...(nom !== undefined && origine ? { parametre: { nom, du: origine.du } } : {}),
    resultat,
  };
}

function estUneListe(valeur: Valeur | readonly Valeur[]): valeur is readonly Valeur[] {
  return Array.isArray(valeur);
}
