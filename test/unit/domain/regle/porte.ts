/**
 * Mutated files brought to the gate of the editor, the importer and the submission; what every answer must
 * hold.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { controlerTexte, type Controle, type TexteAControler } from '#src/domain/politique/porte/controle.ts';
import {
  compiler,
  deciderAvecTrace,
  ErreurDuMoteur,
  FichierInvalide,
  lireJson,
  type FichierClos,
} from '#src/engine/index.ts';
import { GENRES } from '#src/domain/politique/versions/genre.ts';
import { RuleFolder, RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { fichier, IDS, parametresPartages, VERSION } from '#test/rules/appui.ts';
import { hasard } from '#test/unit/engine/direct/hasard.ts';
import { muter } from './mutations.ts';

const PARTAGES = ['conventions', 'ram', 'securite'] as const;
/** Cells and cases the analysis may visit for one text; its own budget keeps it far below. */
const TRAVAIL_MAX = 1_000_000;
/** What an exception of the language says, never a sentence of ours. */
const PAS_UNE_PHRASE =
  /undefined|\[object|Cannot (read|convert)|is not (a|iterable|defined)|Maximum call stack|Invalid (array|regular)/;

const lire = (...chemin: string[]): unknown =>
  JSON.parse(readFileSync(join(RULES_FOLDER, ...chemin), 'utf8'));

/** What the gate asks of a database: shared parameters published, no rule file in force. */
export const uniteDEssai: Pick<UniteDeLecture, 'em' | 'aujourdhui'> = {
  em: {
    execute: (sql: string): Promise<unknown[]> =>
      Promise.resolve(
        sql.includes("genre = 'parametres'")
          ? PARTAGES.map((jeu) => ({
              jeu,
              numero: VERSION,
              canonique: JSON.stringify(parametresPartages(jeu)),
            }))
          : [],
      ),
  } as unknown as UniteDeLecture['em'],
  aujourdhui: Temporal.PlainDate.from('2026-01-15'),
};

/** Another reader and another instance of the schemas than those of the engine. */
function temoin(): (genre: TexteAControler['genre'], texte: string) => boolean {
  const ajv = new Ajv2020({ strict: false });
  ajv.addFormat(
    'date',
    (date: string) =>
      /^\d{4}-\d\d-\d\d$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date),
  );
  for (const { schema } of Object.values(GENRES)) ajv.addSchema(lire('schemas', schema) as object, schema);
  return (genre, texte) => {
    try {
      return ajv.validate(GENRES[genre].schema, JSON.parse(texte));
    } catch (erreur) {
      // Nested too deep for the stack: our limit is far below.
      if (erreur instanceof SyntaxError || erreur instanceof RangeError) return false;
      throw erreur;
    }
  };
}

/** Compiles, then judges each scenario: only refusals of the engine are allowed. */
async function jugerScenarios(clos: FichierClos): Promise<void> {
  const jeu = compiler(clos);
  for (const { date, etantDonne } of clos.scenarios) {
    try {
      await deciderAvecTrace(jeu, { date, faits: etantDonne });
    } catch (erreur) {
      if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    }
  }
}

function exiger(vrai: boolean, quoi: string): void {
  if (!vrai) throw new Error(quoi);
}

/** What every answer of the gate must hold. @throws Error when it does not */
export function exigerUneReponse(
  { valide, anomalies, canonique, empreinte, comptes }: Controle,
  conforme: boolean,
): void {
  exiger(valide === (anomalies.length === 0), 'refused without a reason, or accepted with one');
  exiger(
    conforme || (!valide && empreinte === null && canonique === null),
    'accepted a file that violates the schema',
  );
  exiger((comptes?.casExplores ?? 0) < TRAVAIL_MAX, 'unbounded work');
  for (const { message, controle, ligne, chemin } of anomalies) {
    exiger(
      /\p{L}{3}/u.test(message) &&
        /[.?]$/.test(message) &&
        !PAS_UNE_PHRASE.test(message.replace(/« [^»]* »/g, '')),
      `no French sentence: ${message}`,
    );
    exiger(
      ligne !== undefined ||
        (chemin === undefined && !['schema', 'types', 'messages', 'references'].includes(controle)),
      `no place: ${controle} ${message}`,
    );
  }
}

export interface BilanDeLaPorte {
  readonly cas: number;
  readonly 'refusés à la lecture ou au schéma': number;
  readonly 'refusés à la compilation': number;
  readonly 'compilés, scénarios jugés': number;
  readonly 'contrôle complet, analyse comprise': number;
  readonly acceptés: number;
  /** Processor time: the machine may be busy with other work. */
  readonly 'réponse la plus longue (ms de processeur)': number;
  /** Where to see it again. */
  readonly 'sa graine': string;
}

export interface Epreuve {
  readonly graine: number;
  readonly taille: number;
  /**
   * Of the files that compile, one in so many goes through the exact analysis too: it costs a hundred times
   * the rest.
   */
  readonly completSur: number;
  /** Answers that break a rule before giving up: a long trial tells several at once. None by default. */
  readonly echecsToleres?: number;
  /** Processor time allowed to one answer, ms: for a trial on a calm machine, never for a test. */
  readonly dureeMax?: number;
  readonly surProgres?: (faits: number, total: number) => void;
}

/**
 * @throws Error that lists the answers that break a rule, each with the seed and the changes that show it
 * again
 */
export async function eprouverLaPorte({
  graine,
  taille,
  completSur,
  echecsToleres = 0,
  dureeMax = Infinity,
  surProgres,
}: Epreuve): Promise<BilanDeLaPorte> {
  const conformeAuSchema = temoin();
  const sources = [
    ...IDS.map((jeu) => ({ genre: 'regles' as const, jeu, contenu: fichier(jeu) })),
    ...PARTAGES.map((jeu) => ({ genre: 'parametres' as const, jeu, contenu: parametresPartages(jeu) })),
    ...['services'].map((jeu) => ({
      genre: 'referentiel' as const,
      jeu,
      contenu: lire('referentiels', jeu, `${VERSION}.json`),
    })),
    { genre: 'formulaire' as const, jeu: 'ram', contenu: lire('formulaires', 'ram', `${VERSION}.json`) },
  ].sort((a, b) => JSON.stringify(a.contenu).length - JSON.stringify(b.contenu).length);
  const dossier = new RuleFolder();
  let [auSchema, aLaCompilation, compiles, complets, acceptes, plusLongue, saGraine] = [0, 0, 0, 0, 0, 0, ''];
  const echecs: Error[] = [];
  const demander = async (texte: TexteAControler, conforme: boolean, ou: string): Promise<Controle> => {
    const debut = process.cpuUsage();
    const reponse = await controlerTexte(uniteDEssai, texte);
    const { user, system } = process.cpuUsage(debut);
    const duree = (user + system) / 1_000;
    if (duree > plusLongue) [plusLongue, saGraine] = [duree, ou];
    exigerUneReponse(reponse, conforme);
    exiger(duree < dureeMax, `${Math.round(duree)} ms of processor for one answer`);
    if (reponse.valide) acceptes++;
    return reponse;
  };
  for (let rang = 0; rang < taille; rang++) {
    surProgres?.(rang + 1, taille);
    const tirage = hasard(graine + rang);
    // The smaller files more often: their answers cost ten times less and say as much.
    const { genre, jeu, contenu } = tirage.parmi(sources.slice(0, tirage.entier(1, sources.length)));
    const { texte, gestes, refusSur } = muter(contenu, tirage);
    const aControler = { genre, jeu, texte };
    const ou = `${genre} ${jeu}, graine ${graine + rang} (${gestes.join(', ')})`;
    try {
      const conforme = conformeAuSchema(genre, texte);
      if (!conforme || refusSur || genre !== 'regles') {
        const { valide } = await demander(aControler, conforme, ou);
        exiger(!valide || !refusSur, 'accepted what must always be refused');
        if (!conforme || refusSur) auSchema++;
        continue;
      }
      let clos: FichierClos | undefined;
      try {
        const lu = lireJson(jeu, texte);
        clos = (await dossier.fermer({ genre, id: jeu, version: VERSION, chemin: '', nom: jeu, texte, lu }))
          .clos;
        await jugerScenarios(clos);
        compiles++;
      } catch (erreur) {
        if (!(erreur instanceof FichierInvalide)) throw erreur;
        clos = undefined;
        aLaCompilation++;
        exiger(!(await demander(aControler, conforme, ou)).valide, 'accepted a file that does not compile');
      }
      if (clos && tirage.entier(1, completSur) === 1) {
        complets++;
        await demander(aControler, conforme, ou);
      }
    } catch (erreur) {
      echecs.push(
        new Error(`${ou} : ${erreur instanceof Error ? erreur.message : String(erreur)}`, { cause: erreur }),
      );
      if (echecs.length > echecsToleres) break;
    }
  }
  if (echecs.length > 0) throw new AggregateError(echecs, echecs.map(({ message }) => message).join('\n'));
  return {
    cas: taille,
    'refusés à la lecture ou au schéma': auSchema,
    'refusés à la compilation': aLaCompilation,
    'compilés, scénarios jugés': compiles,
    'contrôle complet, analyse comprise': complets,
    acceptés: acceptes,
    'réponse la plus longue (ms de processeur)': Math.round(plusLongue),
    'sa graine': saGraine,
  };
}
