import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { Deferred } from '#admin/definition/ecran.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable, SaisieInvalide } from '#src/kernel/refus.ts';
import { lireVersion } from '#src/domain/politique/consultation/lectures.ts';
import type { FichierClos, Scenario } from '#src/engine/index.ts';
import type { ScoreDeMutation } from '#src/engine/mutation/index.ts';

export interface DemandeDeMesure {
  readonly genre: 'mesure' | 'bornes';
  readonly canonique: string;
  readonly maximum: number;
}
export interface MesureBrute {
  readonly reglesVisitees: readonly string[];
  readonly reussis: number;
  readonly score: ScoreDeMutation;
}

/** Mutants judged at most: they are taken evenly over the kinds and places of a file. */
const MUTANTS_MAX = 400;
const DUREE_MAX_MS = 15_000;
const MEMOIRE_DU_FIL = { maxOldGenerationSizeMb: 256 } as const;
const MESURES_GARDEES = 40;

/** One measure at a time: the others wait for their turn. */
let tour: Promise<unknown> = Promise.resolve();

function inThread<T>(demande: DemandeDeMesure): Promise<T> {
  const suite = tour.then(() => executer<T>(demande));
  tour = suite.catch(() => undefined);
  return suite;
}

/** The server answers others meanwhile; a file that takes too long is given up. */
function executer<T>(demande: DemandeDeMesure): Promise<T> {
  const thread = new Worker(new URL('./mesure-thread.mjs', import.meta.url), {
    workerData: demande,
    execArgv: [],
    resourceLimits: MEMOIRE_DU_FIL,
  });
  const abandon = (): SaisieInvalide =>
    new SaisieInvalide(
      'Ce fichier demande trop de calcul pour être mesuré ici : réduisez-le, ou mesurez-le par « regles verifier --mutation ».',
    );
  return new Promise<T>((resolve, reject) => {
    const minuterie = setTimeout(() => reject(abandon()), DUREE_MAX_MS);
    const finir = (acte: () => void): void => {
      clearTimeout(minuterie);
      acte();
    };
    thread.once('message', (resultat: T) => finir(() => resolve(resultat)));
    thread.once('error', (erreur: NodeJS.ErrnoException) =>
      finir(() => reject(erreur.code === 'ERR_WORKER_OUT_OF_MEMORY' ? abandon() : erreur)),
    );
    thread.once('exit', () => finir(() => reject(new Error('the measuring thread ended'))));
  }).finally(() => void thread.terminate());
}

/** Boundary cases of a closed file that its scenarios do not have yet. */
export const bornesDe = (clos: FichierClos): Promise<readonly Scenario[]> =>
  inThread({ genre: 'bornes', canonique: JSON.stringify(clos), maximum: 0 });

type MesureDesScenarios = ReturnType<typeof montrerMesure>;

/** Measures by hash: a version never changes. */
const gardees = new Map<string, Promise<MesureDesScenarios>>();
const SAISIE = z.looseObject({ version: z.string() });

/**
 * Rule coverage and mutation score of a version, measured once the reading is done. @throws Introuvable |
 * SaisieInvalide
 */
export async function mesurerScenarios(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  const lue = SAISIE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Choisissez la version à mesurer.');
  const { empreinte, genre, canonique } = await lireVersion(unite, lue.data.version);
  if (genre !== 'regles') throw new Introuvable('Fichier de règles');
  const clos = unite.registre.avecReferentiels(JSON.parse(canonique) as FichierClos, null);
  return new Deferred(() => mesureDe(empreinte, clos));
}

function mesureDe(empreinte: string, clos: FichierClos): Promise<MesureDesScenarios> {
  const connue = gardees.get(empreinte);
  if (connue) return connue;
  const canonique = JSON.stringify(clos);
  const mesure = inThread<MesureBrute>({ genre: 'mesure', canonique, maximum: MUTANTS_MAX }).then((brute) =>
    montrerMesure(clos, brute),
  );
  gardees.set(empreinte, mesure);
  mesure.catch(() => gardees.delete(empreinte));
  const [ancienne] = gardees.keys();
  if (gardees.size > MESURES_GARDEES && ancienne !== undefined) gardees.delete(ancienne);
  return mesure;
}

const VERDICTS = {
  equivalent: { verdict: 'Équivalente : démontré', ton: 'succes' },
  vivant: { verdict: 'Passée inaperçue', ton: 'erreur' },
  indecis: { verdict: 'Ni attrapée, ni démontrée équivalente', ton: 'attention' },
} as const;

/** A measure in the words of the file. */
export function montrerMesure(clos: FichierClos, { reglesVisitees, reussis, score }: MesureBrute) {
  const { survivants, ...comptes } = score;
  const noms = Object.entries({ ...clos.faits, ...clos.faitsDerives, ...clos.parametres });
  const enClair = (texte: string): string =>
    noms
      .reduce(
        (dit, [nom, { libelle }]) =>
          dit.replaceAll(`« ${nom} »`, `« ${libelle} »`).replaceAll(`"${nom}":`, `${libelle} : `),
        texte,
      )
      .replace(/\b(\d{4})-(\d{2})-(\d{2})\b/g, '$3/$2/$1')
      .replaceAll("'", '’')
      .replace(/^./, (initiale) => initiale.toUpperCase());
  return {
    ...comptes,
    scenarios: clos.scenarios.length,
    reussis,
    regles: clos.regles.length,
    nonVisitees: clos.regles
      .filter(({ id }) => !reglesVisitees.includes(id))
      .map(({ id, titre }) => ({ id, titre })),
    // Only a part of the possible errors was tried.
    parSondage: score.mutants === MUTANTS_MAX,
    survivants: survivants.map(({ description, verdict, preuve }) => ({
      description: enClair(description),
      preuve: enClair(preuve),
      ...VERDICTS[verdict],
    })),
  };
}
