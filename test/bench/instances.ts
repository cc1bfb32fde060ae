/**
 * Two servers on one database against one: what a page costs the processor of the servers and that of PostgreSQL.
 * On a machine where servers, database and who asks share the cores, pages a second by the clock say little of
 * two servers; a second one that costs no page more does say that two cores of servers serve twice as many.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Client } from 'pg';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { baseDeDemonstration } from '#test/support/echelle.ts';
import { lancerInstance, type Instance } from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import { comparer, horloge, resumer, type Bench, type Ligne } from './table.ts';

const A_LA_FOIS = 8;
const PAGES_PAR_TOUR = 120;
const ECHAUFFEMENT = 3;
const DELAI_MS = 30_000;
const PAGES = ['/partenaire', '/partenaire/declarations', '/partenaire/utilisateurs'] as const;
/** Linux counts the processor of a process by hundredths of a second. */
const TIC_MS = 10;

export const bench: Bench = { titre: 'two servers on one database, beside one', mesurer };

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  const instances: Instance[] = [];
  try {
    const base = await baseDeDemonstration(serveur.urls);
    for (let rang = 0; rang < 2; rang += 1) instances.push(await lancerInstance({ base, delaiMs: 300_000 }));
    const [premier, second] = instances;
    if (!premier || !second) throw new Error('two servers were expected');
    const administrateur = new Client({ connectionString: serveur.urls.url });
    await administrateur.connect();
    try {
      yield* comparerServeurs(premier, second, () => backends(administrateur, base.nom));
    } finally {
      await administrateur.end();
    }
  } finally {
    for (const instance of instances) await instance.arreter();
    await serveur.fermer();
  }
}

async function* comparerServeurs(
  premier: Instance,
  second: Instance,
  lireBackends: () => Promise<readonly number[]>,
): AsyncGenerator<Ligne> {
  // A session opened on one server is good on the other.
  const personne = await new Internaute(premier.url).seConnecter(
    'chantal.baillet@briare.example',
    MOT_DE_PASSE_DE_DEMONSTRATION,
  );
  const session = { mcp: personne.cookie('mcp') ?? '' };
  const personnes = Array.from({ length: A_LA_FOIS }, () => new Internaute(premier.url, DELAI_MS, session));
  const servir = (serveurs: readonly Instance[]): Promise<void> =>
    demander(
      personnes,
      serveurs.map(({ url }) => url),
    );
  for (let fois = 0; fois < ECHAUFFEMENT; fois += 1)
    for (const serveur of [premier, second]) await servir([serveur]);

  const pids = [premier.pid, second.pid];
  const deLaBase: number[] = [];
  const desServeurs: number[] = [];
  const processeurDe = (serveurs: readonly Instance[]) => async (): Promise<number> => {
    const ceuxDeLaBase = await lireBackends();
    const avant = [await tempsDe(pids), await tempsDe(ceuxDeLaBase)] as const;
    await servir(serveurs);
    const pris = (await tempsDe(pids)) - avant[0];
    if (serveurs.length > 1) {
      desServeurs.push(pris / PAGES_PAR_TOUR);
      deLaBase.push(((await tempsDe(ceuxDeLaBase)) - avant[1]) / PAGES_PAR_TOUR);
    }
    return pris;
  };
  yield await comparer({
    nom: 'pages a second of the servers’ processor, two / one',
    rapport: 'vitesse',
    nous: processeurDe([premier, second]),
    autre: processeurDe([premier]),
    objectif: { auMoins: 0.95 },
    note: `${A_LA_FOIS} people at once, three pages of the partner's. 1: the second server costs no page more, so that a core more serves as many pages more, until PostgreSQL is full.`,
  });
  yield { nom: 'a page, processor of the server', ...resumer(desServeurs), unite: 'ms' };
  yield {
    nom: 'a page, processor of PostgreSQL',
    ...resumer(deLaBase),
    unite: 'ms',
    note: 'The server’s by this one: how many cores of servers one core of PostgreSQL feeds.',
  };
  yield await comparer({
    nom: 'pages a second by the clock, two / one',
    rapport: 'vitesse',
    nous: () => horloge(() => servir([premier, second])),
    autre: () => horloge(() => servir([premier])),
    note: `${availableParallelism()} cores for the servers, PostgreSQL and who asks: where they are all taken by one server, no more than 1 can be seen.`,
  });
}

/** The processes that serve the connections to a base. */
async function backends(client: Client, base: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ readonly pid: number }>(
    'select pid from pg_stat_activity where datname = $1',
    [base],
  );
  return rows.map(({ pid }) => pid);
}

/** Milliseconds of processor these processes have taken so far; one that is over counts for nothing. */
async function tempsDe(pids: readonly number[]): Promise<number> {
  let tics = 0;
  for (const pid of pids) {
    const etat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [utilisateur = 0, systeme = 0] = (etat.split(') ')[1] ?? '').split(' ').slice(11, 13).map(Number);
    tics += utilisateur + systeme;
  }
  return tics * TIC_MS;
}

/** All pages of a round, each person after his own pace. */
async function demander(personnes: readonly Internaute[], urls: readonly string[]): Promise<void> {
  let restent = PAGES_PAR_TOUR;
  await Promise.all(
    personnes.map(async (personne, rang) => {
      personne.url = urls[rang % urls.length] ?? '';
      while (restent-- > 0) {
        const page = PAGES[restent % PAGES.length] ?? PAGES[0];
        const { statut } = await personne.lire(page);
        if (statut !== 200) throw new Error(`${page}: ${statut}`);
      }
    }),
  );
}
