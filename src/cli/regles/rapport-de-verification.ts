/** The report of `regles verifier`, on one file and in plain French. */
import type { Anomalie } from '#src/engine/erreurs.ts';
import { decrireAnomalie } from '#src/engine/erreurs.ts';
import type { ScoreDeMutation, Survivant } from '#src/engine/mutation/index.ts';
import type { Rapport } from '#src/engine/verifier/index.ts';
import type { AReverifier } from '#src/engine/verifier/fraicheur.ts';
import type { ReferenceDeFichier } from '#src/domain/politique/livraison/fichiers.ts';
import { direAReverifier } from './fraicheur.ts';

/** Report on one file, rule file or not. */
export interface RapportDeFichier {
  readonly fichier: string;
  readonly genre: ReferenceDeFichier['genre'];
  readonly valide: boolean;
  readonly empreinte: string | null;
  readonly anomalies: readonly Anomalie[];
  readonly comptes: Rapport['comptes'] | null;
  readonly analyse: Rapport['analyse'];
  /** Citations of points visited; null for a form, and for a file that cannot be read. */
  readonly citations: number | null;
  /**
   * Values and sources whose last verification is too old; null when the file cannot be read or the delay is
   * not known.
   */
  readonly aReverifier: readonly AReverifier[] | null;
  /** Score of the scenarios, when asked for and the file is valid. */
  readonly mutation: ScoreDeMutation | null;
}

/** The whole report, and its conclusion. */
export function rapportEnClair(rapports: readonly RapportDeFichier[]): string {
  const enDefaut = rapports.filter(({ valide }) => !valide).length;
  const lignes = rapports.map(
    ({ fichier, valide, anomalies, comptes, analyse, citations, aReverifier: agees, mutation }) => {
      const details = [
        ...anomalies.map((anomalie) => `${anomalie.controle} – ${decrireAnomalie(anomalie)}`),
        ...(analyse?.constats ?? [])
          .filter(({ bloquant }) => !bloquant)
          .map(({ message }) => `à voir – ${message}`),
        ...(analyse && !analyse.exacte ? [`analyse – ${analyse.methode}`] : []),
        ...(agees ?? []).map(direAReverifier),
        ...(mutation ? noter(mutation) : []),
      ];
      const visites = [
        ...(comptes ? [compter(comptes, analyse)] : []),
        ...(citations === null ? [] : [direCitations(citations)]),
      ].join(', ');
      return `${valide ? '✓' : '✗'} ${fichier}${visites && ` : ${visites}`}\n${details.map((detail) => `    ${detail}\n`).join('')}`;
    },
  );
  const controles =
    rapports.length < 2 ? `${rapports.length} fichier contrôlé` : `${rapports.length} fichiers contrôlés`;
  const conclusion =
    enDefaut === 0 ? `${controles}, aucune anomalie.` : `${controles}, ${enDefaut} en défaut.`;
  const citations = rapports.reduce((somme, rapport) => somme + (rapport.citations ?? 0), 0);
  return `${lignes.join('')}\n${conclusion}\n${totalDesMutations(rapports)}${direCitations(citations)} : points de source que citent les règles, les valeurs et les faits dérivés.\n`;
}

const direCitations = (nombre: number): string =>
  nombre < 2 ? `${nombre} citation visitée` : `${nombre} citations visitées`;

function compter(
  {
    regles,
    reglesVisitees,
    scenarios,
    scenariosReussis,
    points,
    pointsCites,
    questionsOuvertes,
    valeursFictives,
    casExplores,
  }: Rapport['comptes'],
  analyse: Rapport['analyse'],
): string {
  return [
    `${reglesVisitees}/${regles} règles visitées`,
    `${scenariosReussis}/${scenarios} scénarios réussis`,
    `${pointsCites}/${points} points de source cités`,
    `${questionsOuvertes} questions ouvertes`,
    ...(valeursFictives > 0 ? [`${valeursFictives} valeurs fictives`] : []),
    ...(analyse
      ? [
          `analyse ${analyse.exacte ? 'exacte' : 'en partie sur échantillon'} (${casExplores} cellules et cas)`,
        ]
      : []),
  ].join(', ');
}

/** Mutation score, then each mutant nothing caught with why. */
function noter({
  mutants,
  tuesParLesScenarios,
  tues,
  equivalents,
  pourcentDesScenarios,
  pourcent,
  survivants,
}: ScoreDeMutation): string[] {
  return [
    `mutation – ${mutants} erreurs glissées, dont ${equivalents} sans effet démontré : les scénarios en attrapent ${tuesParLesScenarios} (${pourcentDesScenarios} %), avec l’analyse ${tues} (${pourcent} %).`,
    ...survivants.map(
      ({ verdict, description, preuve }) => `mutation – ${VERDICTS[verdict]} : ${description}. ${preuve}`,
    ),
  ];
}

/** The figure over all files, when more than one was scored. */
function totalDesMutations(rapports: readonly RapportDeFichier[]): string {
  const scores = rapports.flatMap(({ mutation }) => mutation ?? []);
  const somme = (de: (score: ScoreDeMutation) => number): number =>
    scores.reduce((total, score) => total + de(score), 0);
  if (scores.length < 2) return '';
  return `Mutation, ${scores.length} fichiers : ${somme(({ mutants }) => mutants)} erreurs glissées, ${somme(({ tuesParLesScenarios }) => tuesParLesScenarios)} attrapées par les scénarios, ${somme(({ tues }) => tues)} avec l’analyse, ${somme(({ equivalents }) => equivalents)} sans effet démontré.\n`;
}

const VERDICTS: Readonly<Record<Survivant['verdict'], string>> = {
  equivalent: 'sans effet',
  vivant: 'NON ATTRAPÉE',
  indecis: 'indécise',
};
