/** Runs the scenarios of a file and measures which rules and outcomes they visit. */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { decider } from '#src/engine/decider.ts';
import type { Anomalie } from '#src/engine/erreurs.ts';
import { ErreurDuMoteur } from '#src/engine/erreurs.ts';
import type { Decision, Scenario } from '#src/engine/format.ts';
import { estApplicable } from '#src/engine/versions.ts';

export interface BilanDesScenarios {
  readonly anomalies: readonly Anomalie[];
  /** Rules some passing scenario fires. */
  readonly reglesVisitees: ReadonlySet<string>;
  readonly reussis: number;
}

export async function executerScenarios(jeu: JeuCompile): Promise<BilanDesScenarios> {
  const anomalies: Anomalie[] = [];
  const reglesVisitees = new Set<string>();
  const issuesVisitees = new Set<string>();
  let reussis = 0;
  for (const [rang, scenario] of jeu.fichier.scenarios.entries()) {
    const ecarts = await executer(jeu, scenario, (decision) => {
      for (const { regle } of decision.constats) reglesVisitees.add(regle);
      for (const issue of decision.issues) issuesVisitees.add(issue);
    });
    if (ecarts.length === 0) reussis++;
    for (const ecart of ecarts)
      anomalies.push({
        controle: 'scenarios',
        chemin: `/scenarios/${rang}`,
        message: `scénario ${scenario.id} (${scenario.titre}) : ${ecart}`,
      });
  }
  return {
    anomalies: [...anomalies, ...trous(jeu, reglesVisitees, issuesVisitees)],
    reglesVisitees,
    reussis,
  };
}

async function executer(
  jeu: JeuCompile,
  scenario: Scenario,
  visiter: (decision: Decision) => void,
): Promise<string[]> {
  const { version } = jeu.fichier;
  if (!estApplicable({ version, applicable: jeu.fichier.applicable }, scenario.date))
    return [`la date ${scenario.date} sort de la validité du jeu.`];
  try {
    const decision = await decider(jeu, { date: scenario.date, faits: scenario.etantDonne });
    const ecarts = ecartsDe(scenario.attendu, decision);
    if (ecarts.length === 0) visiter(decision);
    return ecarts;
  } catch (erreur) {
    if (erreur instanceof ErreurDuMoteur) return [erreur.message];
    throw erreur;
  }
}

function ecartsDe(attendu: Scenario['attendu'], decision: Decision): string[] {
  const ecarts: string[] = [];
  const comparer = (quoi: string, voulu: readonly string[], obtenu: readonly string[]): void => {
    if ([...voulu].sort().join() !== [...obtenu].sort().join())
      ecarts.push(`${quoi} attendues : ${liste(voulu)} ; obtenues : ${liste(obtenu)}.`);
  };
  comparer('issues', attendu.issues, decision.issues);
  comparer(
    'règles',
    attendu.regles,
    decision.constats.map(({ regle }) => regle),
  );
  if (attendu.etat !== undefined && attendu.etat !== decision.etat)
    ecarts.push(`état attendu : ${attendu.etat} ; obtenu : ${decision.etat}.`);
  if (attendu.manquants) comparer('données manquantes', attendu.manquants, decision.manquants);
  for (const [nom, voulu] of Object.entries(attendu.calculs ?? {})) {
    const obtenu = Object.hasOwn(decision.calculs, nom) ? decision.calculs[nom] : undefined;
    if (obtenu !== voulu) ecarts.push(`${nom} attendu : ${voulu} ; obtenu : ${obtenu ?? 'non calculé'}.`);
  }
  if (decision.etat === 'faits-manquants' && attendu.etat !== 'faits-manquants')
    ecarts.push(`faits manquants : ${liste(decision.manquants)}.`);
  return ecarts;
}

function liste(noms: readonly string[]): string {
  return noms.length > 0 ? [...noms].sort().join(', ') : 'aucune';
}

function trous(jeu: JeuCompile, regles: ReadonlySet<string>, issues: ReadonlySet<string>): Anomalie[] {
  const nonVisitees = jeu.fichier.regles.flatMap(({ id }, rang): Anomalie[] =>
    regles.has(id)
      ? []
      : [
          {
            controle: 'couverture',
            chemin: `/regles/${rang}`,
            regle: id,
            message: 'aucun scénario réussi ne déclenche cette règle.',
          },
        ],
  );
  const issuesNonVisitees = Object.keys(jeu.fichier.decision.issues).flatMap((code): Anomalie[] =>
    issues.has(code)
      ? []
      : [
          {
            controle: 'couverture',
            chemin: `/decision/issues/${code}`,
            message: `aucun scénario réussi ne donne l’issue ${code}.`,
          },
        ],
  );
  return [...nonVisitees, ...issuesNonVisitees];
}
