/**
 * The direct evaluator: a compiled rule file judged by plain synchronous functions. It checks each decision of record,
 * explains cases, and judges great numbers of them.
 */
import type { JeuCompile } from '../compiler.ts';
import { constatsDe, issueDeclaree } from '../constats.ts';
import { estUneFeuille, valeurDeLOperande } from '../conditions.ts';
import { estUneDate } from '../dates.ts';
import { etatDe, issuesDe, tracer } from '../decider.ts';
import { calculerDerives, calculsDe, controlerContraintes, faitsManquants } from '../derives.ts';
import { DateInvalide } from '../erreurs.ts';
import type { FaitsDonnes } from '../faits.ts';
import { lireFaits } from '../faits.ts';
import type { Decision } from '../format.ts';
import type { Verdict } from '../moteur.ts';
import type { Normale } from '../conditions.ts';
import { OPERATEURS } from '../conditions.ts';
import type { Trace } from '../trace.ts';
import type { Valeur } from '../cel/unites.ts';
import type { ParametresEnVigueur } from '../parametres.ts';

/** Judges cases against one compiled rule file; holds no state of its own between two cases. */
export interface EvaluateurDirect {
  /** Decision and full trace, exactly those of `deciderAvecTrace`. Same refusals. */
  evaluer(date: string, faits: FaitsDonnes): { readonly decision: Decision; readonly trace: Trace };
  /** Decision only, fast. Same refusals. */
  juger(date: string, faits: FaitsDonnes): Decision;
}

/** The direct evaluator of a compiled rule file. */
export function evaluateurDirect(jeu: JeuCompile): EvaluateurDirect {
  const evaluer = (date: string, donnes: FaitsDonnes): { decision: Decision; trace: Trace } => {
    if (!estUneDate(date)) throw new DateInvalide(date);
    const faits = lireFaits(jeu.faits, donnes);
    const instantane = jeu.instantane(date);
    controlerContraintes(jeu, faits);
    const valeurs = calculerDerives(jeu, instantane, faits);
    const entete = { jeu: jeu.fichier.id, version: jeu.fichier.version, empreinte: jeu.empreinte, date };
    const calculs = calculsDe(jeu, valeurs);
    const manquants = faitsManquants(jeu, instantane, faits);
    if (manquants.length > 0) {
      const decision: Decision = { ...entete, etat: 'faits-manquants', issues: [], constats: [], calculs, manquants };
      return { decision, trace: tracer(jeu, { instantane, faits, valeurs, verdicts: new Map() }) };
    }
    const declenchees = instantane.regles.filter(({ predicat }) => predicat(valeurs)).map(({ regle }) => regle);
    const issues = issuesDe(jeu, declenchees);
    const decision: Decision = {
      ...entete, etat: etatDe(issues.map((issue) => issueDeclaree(jeu, issue))), issues, constats: constatsDe(jeu, instantane, declenchees, valeurs), calculs, manquants: [],
    };
    const verdicts = new Map(instantane.regles.map(({ regle, predicat }): [string, Verdict] => [
      regle.declaration.id, { declenchee: predicat(valeurs), feuilles: resultats(regle.condition, instantane.parametres, valeurs) },
    ]));
    return { decision, trace: tracer(jeu, { instantane, faits, valeurs, verdicts }) };
  };
  return { evaluer, juger: (date, faits) => evaluer(date, faits).decision };
}

function resultats(condition: Normale, parametres: ParametresEnVigueur, valeurs: ReadonlyMap<string, Valeur>): boolean[] {
  if (!estUneFeuille(condition)) return condition.conditions.flatMap((enfant) => resultats(enfant, parametres, valeurs));
  return [OPERATEURS[condition.operateur](valeurs.get(condition.fait), valeurDeLOperande(condition, parametres))];
}
