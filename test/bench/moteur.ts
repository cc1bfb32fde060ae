/**
 * The engine beside others, on each shipped file. They are given facts already read and derived, as doubles, and
 * word nothing; the product reads raw facts and derives in exact numbers. Processor time, all threads.
 */
import { deciderAvecTrace, evaluateurDirect, type JeuCompile } from '#src/engine/index.ts';
import { processeur, resumer, type Bench, type Ligne, type Objectif } from '#test/bench/table.ts';
import { charger, IDS } from '#test/rules/appui.ts';
import { tirerDesCas, type CasDeBench } from './moteur/cas.ts';
import { jreBrut, logique, zen } from './moteur/concurrents.ts';

const CAS = 500;
const GRAINE = 20_191_231;
const TOURS = 7;
const TOUR_MS = 60;

export const bench: Bench = {
  titre: 'decisions a second of processor against json-rules-engine, GoRules Zen and json-logic-js',
  mesurer,
};

type Concurrent = (cas: CasDeBench) => unknown;

async function* mesurer(): AsyncGenerator<Ligne> {
  for (const id of IDS) {
    const jeu = charger(id);
    const regles = jeu.regles.length;
    if (regles < 3 || regles >= 5) yield* mesurerUnJeu(jeu);
  }
}

async function* mesurerUnJeu(jeu: JeuCompile): AsyncGenerator<Ligne> {
  const cas = tirerDesCas(jeu, CAS, GRAINE);
  const concurrents = await concurrentsDe(jeu, cas);
  const noms = Object.keys(concurrents) as (keyof typeof concurrents)[];
  const fois = new Map<string, number>();
  for (const nom of noms) fois.set(nom, await calibrer(cas, concurrents[nom]));
  const cadences = new Map<string, number[]>(noms.map((nom) => [nom, []]));
  for (let tour = 0; tour < TOURS; tour += 1) {
    for (const nom of tour % 2 === 0 ? noms : noms.toReversed()) {
      const repetitions = fois.get(nom) ?? 1;
      const ms = await processeur(() => jouer(cas, concurrents[nom], repetitions));
      cadences.get(nom)?.push((cas.length * repetitions * 1_000) / ms);
    }
  }
  const rapport = (nous: keyof typeof concurrents, autre: keyof typeof concurrents): Resume => {
    const [a, b] = [cadences.get(nous) ?? [], cadences.get(autre) ?? []];
    return resumer(a.map((cadence, tour) => cadence / (b[tour] ?? Number.NaN)));
  };
  yield* lignes(jeu, rapport);
}

type Resume = Pick<Ligne, 'valeur' | 'ecart' | 'tours'>;
type Concurrents = Awaited<ReturnType<typeof concurrentsDe>>;

function* lignes(
  jeu: JeuCompile,
  rapport: (nous: keyof Concurrents, autre: keyof Concurrents) => Resume,
): Generator<Ligne> {
  const grand = jeu.regles.length >= 5;
  const nom = `${jeu.fichier.id} (${jeu.regles.length} rules)`;
  const auMoins = (seuil: number | undefined): { objectif?: Objectif } =>
    seuil === undefined ? {} : { objectif: { auMoins: seuil } };
  const fois = (nous: keyof Concurrents, autre: keyof Concurrents): string =>
    `${rapport(nous, autre).valeur.toPrecision(2)} ×`;
  yield {
    nom: `${nom}: compiled / json-rules-engine`,
    unite: '×',
    ...rapport('compile', 'jre'),
    ...auMoins(grand ? 5 : undefined),
    note: `trace and words on demand, none read; all written: ${fois('compileEcrit', 'jre')}; json-logic-js instead: ${fois('compile', 'logique')}, all written ${fois('compileEcrit', 'logique')}`,
  };
  yield {
    nom: `${nom}: compiled / Zen with its trace`,
    unite: '×',
    ...rapport('compile', 'zenTrace'),
    ...auMoins(grand ? 5 : undefined),
    note: `trace and words on demand, none read; all written: ${fois('compileEcrit', 'zenTrace')}; Zen without trace: ${fois('compile', 'zen')}`,
  };
  yield {
    nom: `${nom}: record / json-rules-engine`,
    unite: '×',
    ...rapport('officiel', 'jre'),
    ...auMoins(grand ? 0.5 : 0.3),
    note: `both evaluators, compared; trace and words on demand, none read; all written, as stored: ${fois('officielEcrit', 'jre')}`,
  };
}

async function concurrentsDe(jeu: JeuCompile, cas: readonly CasDeBench[]) {
  const date = cas[0]?.cas.date ?? '';
  const direct = evaluateurDirect(jeu);
  const autres = {
    jre: jreBrut(jeu, date),
    zen: zen(jeu, date, false),
    zenTrace: zen(jeu, date, true),
    logique: logique(jeu, date),
  };
  for (const [nom, juger] of Object.entries(autres))
    for (const { simples, declenchees, cas: origine } of cas)
      if (String([...(await juger(simples))].sort()) !== String([...declenchees].sort()))
        throw new Error(`${nom} does not decide ${jeu.fichier.id} as we do: ${JSON.stringify(origine)}`);
  return {
    compile: ({ cas: un }) => direct.evaluer(un.date, un.faits),
    compileEcrit: ({ cas: un }) => ecrire(direct.evaluer(un.date, un.faits)),
    officiel: ({ cas: un }) => deciderAvecTrace(jeu, un),
    officielEcrit: async ({ cas: un }) => ecrire(await deciderAvecTrace(jeu, un)),
    jre: ({ simples }) => autres.jre(simples),
    zen: ({ simples }) => autres.zen(simples),
    zenTrace: ({ simples }) => autres.zenTrace(simples),
    logique: ({ simples }) => autres.logique(simples),
  } satisfies Record<string, Concurrent>;
}

/** Reads all that is written when it is first read. */
function ecrire({ decision, trace }: ReturnType<ReturnType<typeof evaluateurDirect>['evaluer']>): unknown {
  return [decision.constats, decision.calculs, trace.faits, trace.derives, trace.regles];
}

async function jouer(cas: readonly CasDeBench[], juger: Concurrent, repetitions: number): Promise<void> {
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const un of cas) {
      const rendu = juger(un);
      if (rendu instanceof Promise) await rendu;
    }
}

/** Warms a contender up, and says how many times the cases fill a round. */
async function calibrer(cas: readonly CasDeBench[], juger: Concurrent): Promise<number> {
  await jouer(cas, juger, 3);
  return Math.max(1, Math.round((TOUR_MS * 3) / (await processeur(() => jouer(cas, juger, 3)))));
}
