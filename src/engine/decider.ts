/** From facts to a decision: coercion, constraints, derived facts, missing facts, rules, state. */
import type { Valeur } from './cel/unites.ts';
import { valeurEnJson } from './cel/unites.ts';
import type { Instantane, JeuCompile, RegleCompilee } from './compiler.ts';
import type { Feuille, Normale } from './conditions.ts';
import { estUneFeuille, valeurDeLOperande } from './conditions.ts';
import { estUneDate } from './dates.ts';
import { calculerDerives, calculsDe, controlerContraintes, enJson, faitsManquants } from './derives.ts';
import { DateInvalide, DefautDeRegle } from './erreurs.ts';
import type { FaitsDonnes } from './faits.ts';
import { lireFaits } from './faits.ts';
import type { Certitude, Constat, Decision, EtatDeDecision, Issue } from './format.ts';
import { ORDRE_DES_ETATS } from './format.ts';
import type { Verdict } from './moteur.ts';

/** What is asked of a rule set. */
export interface Demande {
  /** Reference date `AAAA-MM-JJ`: it picks the parameter values and is never compared with facts. */
  readonly date: string;
  readonly faits: FaitsDonnes;
}

type ValeurTracee = string | boolean | readonly (string | boolean)[] | null;

/** One comparison as it was decided. */
export interface ComparaisonTracee {
  readonly fait: string;
  readonly operateur: string;
  /** Value of the fact; `null` = absent. */
  readonly obtenu: ValeurTracee;
  readonly attendu: ValeurTracee;
  /** The parameter the threshold comes from, and since when it has this value. */
  readonly parametre?: { readonly nom: string; readonly du: string };
  readonly resultat: boolean;
}
export type ConditionTracee = ComparaisonTracee | { readonly groupe: 'all' | 'any'; readonly resultat: boolean; readonly conditions: readonly ConditionTracee[] };

export interface ParametreTrace {
  readonly libelle: string;
  readonly valeur: string | boolean;
  readonly du: string;
  readonly certitude: Certitude;
  readonly sources: readonly string[];
}

/** Why the decision is what it is. Plain JSON, stored with the decision. */
export interface Trace {
  /** Declared facts, `null` = absent. */
  readonly faits: Readonly<Record<string, string | boolean | null>>;
  /** Derived facts, `null` = could not be computed. */
  readonly derives: Readonly<Record<string, string | boolean | null>>;
  /** Parameter values in force at the date, with where each comes from. */
  readonly parametres: Readonly<Record<string, ParametreTrace>>;
  readonly regles: readonly { readonly regle: string; readonly issue: string; readonly declenchee: boolean; readonly condition: ConditionTracee }[];
  /** Libraries the decision was made with. */
  readonly bibliotheques: Readonly<Record<string, string>>;
}

/** Pinned versions, checked against the installed ones by a test. */
export const VERSIONS_DU_MOTEUR: Readonly<Record<string, string>> = {
  'json-rules-engine': '7.3.1',
  '@marcbachmann/cel-js': '8.0.0',
  'decimal.js': '10.6.0',
};

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

function issueDeclaree(jeu: JeuCompile, code: string): Issue {
  const issue = jeu.fichier.decision.issues[code];
  if (!issue) throw new DefautDeRegle(jeu.fichier.id, `l'issue « ${code} » n'est pas déclarée.`);
  return issue;
}

/** Strongest state of the outcomes, in the order of {@link ORDRE_DES_ETATS}. */
function etatDe(issues: readonly Issue[]): EtatDeDecision {
  const etats = new Set<EtatDeDecision>(issues.map(({ etat }) => etat ?? 'decide'));
  return ORDRE_DES_ETATS.find((etat) => etats.has(etat)) ?? 'decide';
}

function constatsDe(jeu: JeuCompile, { parametres }: Instantane, declenchees: readonly RegleCompilee[], valeurs: ReadonlyMap<string, Valeur>): Constat[] {
  if (declenchees.length === 0) return [];
  const affichables = new Map(valeurs);
  for (const [nom, { valeur }] of parametres) affichables.set(nom, valeur);
  return declenchees.map((regle) => constatDe(jeu, regle, affichables));
}

function constatDe(jeu: JeuCompile, { declaration }: RegleCompilee, valeurs: ReadonlyMap<string, Valeur>): Constat {
  const message = jeu.messages.get(declaration.message);
  if (!message) throw new DefautDeRegle(jeu.fichier.id, `le message « ${declaration.message} » de la règle ${declaration.id} n'existe pas.`);
  return {
    regle: declaration.id,
    issue: declaration.issue,
    gravite: issueDeclaree(jeu, declaration.issue).gravite,
    champs: declaration.champs,
    message: message.quoi.rendre(valeurs),
    commentCorriger: message.corriger.rendre(valeurs),
    source: sourcesEnClair(jeu, declaration.sources),
    certitude: declaration.certitude,
  };
}

/** « Titre, lieu (SRC-1#a, SRC-1#b) ; … », one part per document. */
export function sourcesEnClair(jeu: JeuCompile, citations: readonly string[]): string {
  const documents = [...new Set(citations.map(documentCite))];
  return documents
    .map((id) => {
      const points = citations.filter((citation) => documentCite(citation) === id);
      const source = jeu.fichier.sources.find((candidate) => candidate.id === id);
      return source ? `${source.titre}, ${source.lieu} (${points.join(', ')})` : points.join(', ');
    })
    .join(' ; ');
}

/** `SRC-1` of the citation `SRC-1#a`. */
function documentCite(citation: string): string {
  return citation.slice(0, citation.indexOf('#'));
}

function tracer(jeu: JeuCompile, { instantane, faits, valeurs, verdicts }: Omit<Jugement, 'decision'>): Trace {
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

function tracerParametres(jeu: JeuCompile, { parametres }: Instantane): Record<string, ParametreTrace> {
  return Object.fromEntries(
    [...parametres].map(([nom, { valeur, origine }]) => [
      nom,
      { libelle: jeu.fichier.parametres[nom]?.libelle ?? nom, valeur: valeurEnJson(valeur), du: origine.du, certitude: origine.certitude, sources: origine.sources },
    ]),
  );
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
