/** All checks of one rule file, and a report a person can read. */
import type { FichierClos } from '../cloture.ts';
import type { JeuCompile } from '../compiler.ts';
import { compiler } from '../compiler.ts';
import type { Anomalie } from '../erreurs.ts';
import { FichierInvalide } from '../erreurs.ts';
import type { FichierDeParametres, FichierDeRegles } from '../format.ts';
import { explorer } from './exploration.ts';
import { appuis, controlerPreuvesDesParametres, pointsDe } from './preuves.ts';
import { controlerChronologie, controlerReferences } from './references.ts';
import type { Signaler } from './references.ts';
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
    /** Sampled, not proved. */
    readonly casExplores: number;
  };
}

/** Runs references, types, messages, scenarios, coverage and exploration on a file that conforms to its schema. */
export async function verifierRegles(fichier: FichierDeRegles, clos: FichierClos): Promise<Rapport> {
  let jeu: JeuCompile;
  try {
    jeu = compiler(clos);
  } catch (erreur) {
    if (!(erreur instanceof FichierInvalide)) throw erreur;
    return { id: clos.id, version: clos.version, empreinte: null, anomalies: erreur.anomalies, comptes: comptesDe(fichier, clos, new Set(), 0, 0) };
  }
  const references = controlerReferences(fichier, jeu);
  const scenarios = await executerScenarios(jeu);
  // Exploring a file whose names do not resolve would only repeat the same complaint.
  const exploration = references.length > 0 ? { anomalies: [], cas: 0 } : explorer(jeu);
  return {
    id: clos.id,
    version: clos.version,
    empreinte: jeu.empreinte,
    anomalies: [...references, ...scenarios.anomalies, ...exploration.anomalies],
    comptes: comptesDe(fichier, clos, scenarios.reglesVisitees, scenarios.reussis, exploration.cas),
  };
}

/** Checks of a shared parameter file that conforms to its schema. */
export function verifierParametres(fichier: FichierDeParametres): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = (chemin, message) => void anomalies.push({ controle: 'references', chemin, message });
  for (const [nom, parametre] of Object.entries(fichier.parametres)) controlerChronologie(nom, parametre, signaler);
  controlerPreuvesDesParametres(fichier, signaler);
  return anomalies;
}

function comptesDe(fichier: FichierDeRegles, clos: FichierClos, visitees: ReadonlySet<string>, reussis: number, cas: number): Rapport['comptes'] {
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
    valeursFictives: Object.values(clos.parametres).flatMap(({ valeurs }) => valeurs).filter(({ certitude }) => certitude === 'fictif').length,
    casExplores: cas,
  };
}
