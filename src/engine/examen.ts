/**
 * What a decision looked at: conditions reached, facts, parameters and calculations read. Pure, from the
 * closed file and the stored trace.
 */
import { nomsDeLaFormule, nomsLusSachant } from './cel/formule.ts';
import type { FichierClos } from './cloture.ts';
import type { Condition } from './format.ts';
import type { ConditionTracee, Trace } from './trace.ts';

export interface Examen {
  /** Names of facts, parameters and derived facts that counted. */
  readonly lus: ReadonlySet<string>;
  /** Conditions that had to be looked at: within a group, those after the one that settled it were not. */
  readonly atteintes: ReadonlySet<ConditionTracee>;
}

/**
 * @param resultats derived facts the decision gave as results: what they read counted too
 * @param connus values of the case: with them, what a choice of a formula left aside does not count
 */
export function examiner(
  clos: FichierClos,
  { regles }: Pick<Trace, 'regles'>,
  resultats: readonly string[],
  connus?: (nom: string) => unknown,
): Examen {
  const atteintes = new Set<ConditionTracee>();
  const lus = new Set<string>();
  const lire = (nom: string): void => {
    if (lus.has(nom)) return;
    lus.add(nom);
    const derive = Object.hasOwn(clos.faitsDerives, nom) ? clos.faitsDerives[nom] : undefined;
    if (!derive) return;
    for (const autre of [
      ...(connus ? nomsLusSachant(derive.formule, connus) : nomsDeLaFormule(derive.formule)),
      ...(derive.siPossible ? nomsDeLaCondition(derive.siPossible) : []),
    ])
      lire(autre);
  };
  const visiter = (condition: ConditionTracee): void => {
    atteintes.add(condition);
    if (!('groupe' in condition)) {
      lire(condition.fait);
      if (condition.parametre) lire(condition.parametre.nom);
      return;
    }
    for (const membre of condition.conditions) {
      visiter(membre);
      if (membre.resultat === (condition.groupe === 'any')) break;
    }
  };
  for (const { condition } of regles) visiter(condition);
  for (const nom of resultats) lire(nom);
  return { lus, atteintes };
}

function nomsDeLaCondition(condition: Condition): string[] {
  if ('fact' in condition)
    return [
      condition.fact,
      ...(typeof condition.value === 'object' && 'parametre' in condition.value
        ? [condition.value.parametre]
        : []),
    ];
  if ('not' in condition) return nomsDeLaCondition(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(nomsDeLaCondition);
}
