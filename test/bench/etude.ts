/**
 * A long study in a server that serves pages meanwhile: how fast, in what memory, and what a page then costs. On the
 * base of BENCH_BASE (address of the application's role, with the people of the demonstration) or on the demonstration
 * with decisions added to it; BENCH_CAS says how many are judged, a million by default. No decision is written.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { texteCanonique } from '#src/engine/index.ts';
import { ouvrirBaseDeDemonstration } from '#test/bench/base-de-demonstration.ts';
import { JEU, remplir, versions } from '#test/bench/impact.ts';
import { quantile, type Bench, type Ligne } from '#test/bench/table.ts';
import { Internaute } from '#test/support/internaute.ts';
import type { EtudeDemandee, EtudeMenee } from './etude/mener.ts';
import { lancer } from './lancer.ts';

const CAS = Number(process.env['BENCH_CAS'] ?? 1_000_000);
const AGENT = 'gestionnaire@caf-loiret.example';
const PAGE = '/gestion/api/resources/declarations/actions/list';
/** Requests of the page alone, after as many to warm the server. */
const SEULES = 300;
const PAUSE_MS = 20;
const MEGAOCTET = 1_048_576;

export const bench: Bench = { titre: `a study of ${CAS} stored decisions in a server that serves`, mesurer };

async function* mesurer(): AsyncGenerator<Ligne> {
  const [avant, apres] = await versions();
  const donnee = process.env['BENCH_BASE'];
  const demonstration = donnee === undefined ? await ouvrirBaseDeDemonstration() : null;
  if (demonstration) await remplir(demonstration.base.urlProprietaire, avant, apres, CAS, 20);
  let serveur: ChildProcess | undefined;
  try {
    const [url, enfant] = await lancer('retour/notre-serveur.ts', [
      donnee ?? demonstration?.base.urlApplication ?? '',
    ]);
    serveur = enfant;
    const agent = await new Internaute(url).seConnecter(AGENT, MOT_DE_PASSE_DE_DEMONSTRATION);
    await demander(agent, SEULES);
    const seule = await demander(agent, SEULES);
    const etude = { avant: texteCanonique(avant), apres: texteCanonique(apres), jeu: JEU, cas: CAS };
    yield* lignes(seule, ...(await pendant(enfant, etude, agent)));
  } finally {
    serveur?.disconnect();
    await demonstration?.fermer();
  }
}

/** Milliseconds of each request, one after the other with a pause. @param continuer after so many */
async function demander(agent: Internaute, continuer: number | (() => boolean)): Promise<number[]> {
  const durees: number[] = [];
  while (typeof continuer === 'number' ? durees.length < continuer : continuer()) {
    const { statut, dureeMs } = await agent.lire(PAGE);
    if (statut !== 200) throw new Error(`${PAGE}: ${statut}`);
    durees.push(dureeMs);
    await new Promise((reprendre) => setTimeout(reprendre, PAUSE_MS));
  }
  return durees;
}

async function pendant(
  serveur: ChildProcess,
  etude: EtudeDemandee,
  agent: Internaute,
): Promise<[number[], EtudeMenee]> {
  let finie: EtudeMenee | undefined;
  const menee = once(serveur, 'message').then(([message]) => (finie = message as EtudeMenee));
  serveur.send(etude);
  const durees = await demander(agent, () => finie === undefined);
  return [durees, await menee];
}

const centile99 = (durees: readonly number[]): number =>
  quantile(
    durees.toSorted((a, b) => a - b),
    0.99,
  );

function* lignes(
  seule: readonly number[],
  durees: readonly number[],
  { lus, ms, memoire }: EtudeMenee,
): Generator<Ligne> {
  const pic = (de: number, a: number): number =>
    Math.max(
      ...memoire.filter((vue) => vue.lus >= de * lus && vue.lus <= a * lus).map(({ octets }) => octets),
    ) / MEGAOCTET;
  const [avant, apres] = [centile99(seule), centile99(durees)];
  yield { nom: 'cases a second', valeur: (lus * 1_000) / ms, unite: '/s', tours: 1, note: `${lus} cases` };
  yield { nom: 'the whole study', valeur: ms / 1_000, unite: 's', tours: 1, objectif: { auPlus: 35 } };
  yield {
    nom: 'peak memory of the server, threads included',
    valeur: pic(0, 1),
    unite: 'MB',
    tours: 1,
    objectif: { auPlus: 512 },
    note: `by quarter of the cases: ${[0, 1, 2, 3].map((quart) => pic(quart / 4, (quart + 1) / 4).toFixed(0)).join(', ')}`,
  };
  yield {
    nom: 'memory, peak of the last three quarters / of the first',
    valeur: pic(0.25, 1) / pic(0, 0.25),
    unite: '×',
    tours: 1,
    objectif: { auPlus: 1.15 },
  };
  yield {
    nom: 'p99 of a page meanwhile / alone',
    valeur: apres / avant,
    unite: '×',
    tours: 1,
    objectif: { auPlus: 2 },
    note: `${PAGE}: ${apres.toFixed(0)} ms of ${durees.length} requests, ${avant.toFixed(0)} ms of ${seule.length} alone`,
  };
}
