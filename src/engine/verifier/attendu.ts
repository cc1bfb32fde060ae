/** Does a case give what its scenario expects? The quick answer; `scenarios.ts` says what differs. */
import type { Observation } from '#src/engine/analyse/observation.ts';
import type { Scenario } from '#src/engine/format.ts';

/** True when the observed case is not what the scenario expects. */
export function ecartsDuScenario(attendu: Scenario['attendu'], observation: Observation): boolean {
  if (observation.genre === 'refus' || observation.genre === 'defaut') return true;
  const incomplet = observation.genre === 'incomplet';
  const [issues, regles, etat] = incomplet
    ? [[], [], 'faits-manquants']
    : [observation.issues, observation.regles, observation.etat];
  if (!memesNoms(attendu.issues, issues) || !memesNoms(attendu.regles, regles)) return true;
  if (incomplet ? attendu.etat !== 'faits-manquants' : attendu.etat !== undefined && attendu.etat !== etat)
    return true;
  if (attendu.manquants && !memesNoms(attendu.manquants, incomplet ? observation.manquants : [])) return true;
  if (!attendu.calculs) return false;
  const calculs = observation.calculs();
  return Object.entries(attendu.calculs).some(([nom, valeur]) => calculs[nom] !== valeur);
}

function memesNoms(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}
