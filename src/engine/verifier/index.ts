/** All checks of one rule file, and a report a person can read. */
import type { FichierClos } from '#src/engine/cloture.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { compiler } from '#src/engine/compiler.ts';
import type { Anomalie, Signaler } from '#src/engine/erreurs.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import type { FichierDeParametres, FichierDeRegles } from '#src/engine/format.ts';
import { analyser } from '#src/engine/analyse/index.ts';
import type { RapportDAnalyse } from '#src/engine/analyse/index.ts';
import { controlerInvariants } from './invariants.ts';
import { appuis, controlerAppuisDesParametres, pointsDe } from './appuis.ts';
import { controlerChronologie, controlerReferences } from './references.ts';
import { executerScenarios } from './scenarios.ts';

/** Outcome of the checks of one file. */
export interface Rapport {
  readonly id: string;
  readonly version: string;
  readonly empreinte: string | null;
  readonly anomalies: readonly Anomalie[];
  readonly comptes: {
    readonly regles: number;
    readonly reglesVisitees: number;
    readonly scenarios: number;
    readonly scenariosReussis: number;
    readonly points: number;
    readonly pointsCites: number;
    readonly questionsOuvertes: number;
    readonly valeursFictives: number;
    /** Cells the analysis visited, and cases the invariants were tried on. */
    readonly casExplores: number;
  };
  /** `null` when the file does not compile, its names do not resolve, or it was left out. */
  readonly analyse: RapportDAnalyse | null;
}

/**
 * What of the checks is left out: the analysis, and the invariants tried on its dates, take most of the time.
 */
export interface OptionsDeVerification {
  readonly sansAnalyse?: boolean;
}

/**
 * Runs references, types, messages, scenarios, coverage, analysis and invariants on a file that conforms to
 * its schema.
 */
export async function verifierRegles(
  fichier: FichierDeRegles,
  clos: FichierClos,
  { sansAnalyse = false }: OptionsDeVerification = {},
  publie: FichierClos = clos,
): Promise<Rapport> {
  let jeu: JeuCompile;
  try {
    jeu = compiler(clos, publie);
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return {
      id: clos.id,
      version: clos.version,
      empreinte: null,
      anomalies: erreur.anomalies,
      comptes: comptesDe(fichier, clos, new Set(), 0, 0),
      analyse: null,
    };
  }
  const references = controlerReferences(fichier, jeu);
  const scenarios = await executerScenarios(jeu);
  // Analysing a file whose names do not resolve would only repeat the same complaint.
  const analyse = sansAnalyse || references.length > 0 ? null : analyser(jeu);
  const invariants = analyse ? controlerInvariants(jeu, analyse.dates) : { anomalies: [], cas: 0 };
  return {
    id: clos.id,
    version: clos.version,
    empreinte: jeu.empreinte,
    anomalies: [...references, ...scenarios.anomalies, ...anomaliesDe(jeu, analyse), ...invariants.anomalies],
    comptes: comptesDe(
      fichier,
      clos,
      scenarios.reglesVisitees,
      scenarios.reussis,
      (analyse?.cellules ?? 0) + invariants.cas,
    ),
    analyse,
  };
}

/** Findings that no file may keep; the others are shown and left to the reader. */
function anomaliesDe(jeu: JeuCompile, analyse: RapportDAnalyse | null): Anomalie[] {
  return (analyse?.constats ?? [])
    .filter(({ bloquant }) => bloquant)
    .map(({ regles, message }) => {
      const [regle] = regles;
      const rang = jeu.fichier.regles.findIndex(({ id }) => id === regle);
      return {
        controle: 'analyse',
        message,
        ...(regle === undefined ? {} : { regle, chemin: `/regles/${rang}` }),
      };
    });
}

/** Checks of a shared parameter file that conforms to its schema. */
export function verifierParametres(fichier: FichierDeParametres): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = (chemin, message) =>
    void anomalies.push({ controle: 'references', chemin, message });
  for (const [nom, parametre] of Object.entries(fichier.parametres))
    controlerChronologie(nom, parametre, signaler);
  controlerAppuisDesParametres(fichier, signaler);
  return anomalies;
}

function comptesDe(
  fichier: FichierDeRegles,
  clos: FichierClos,
  visitees: ReadonlySet<string>,
  reussis: number,
  cas: number,
): Rapport['comptes'] {
  const cites = new Set(appuis(fichier).flatMap(({ sources }) => sources));
  const points = pointsDe(fichier);
  return {
    regles: clos.regles.length,
    reglesVisitees: visitees.size,
    scenarios: clos.scenarios.length,
    scenariosReussis: reussis,
    points: points.length,
    pointsCites: points.filter((point) => cites.has(point)).length,
    questionsOuvertes: Object.values(clos.questions).filter(({ reponse }) => reponse === null).length,
    valeursFictives: Object.values(clos.parametres)
      .flatMap(({ valeurs }) => valeurs)
      .filter(({ certitude }) => certitude === 'fictif').length,
    casExplores: cas,
  };
}
