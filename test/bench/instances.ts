/**
 * Two servers on one database against one: pages answered a second, asked by many at once. The load comes from
 * this machine too: on two cores, all that can be seen is that the second takes nothing away.
 */
import { availableParallelism } from 'node:os';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { baseDeDemonstration } from '#test/support/echelle.ts';
import { lancerInstance, type Instance } from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import { comparer, horloge, type Bench, type Ligne } from './table.ts';

const A_LA_FOIS = 8;
const PAGES_PAR_TOUR = 80;
const DELAI_MS = 30_000;
const PAGES = ['/partenaire', '/partenaire/declarations', '/partenaire/utilisateurs'] as const;

export const bench: Bench = { titre: 'two servers on one database, beside one', mesurer };

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  const instances: Instance[] = [];
  try {
    const base = await baseDeDemonstration(serveur.urls);
    for (let rang = 0; rang < 2; rang += 1) instances.push(await lancerInstance({ base, delaiMs: 300_000 }));
    // A session opened on one server is good on the other.
    const [premier, second] = instances.map(({ url }) => url);
    if (premier === undefined || second === undefined) throw new Error('two servers were expected');
    const personne = await new Internaute(premier).seConnecter(
      'chantal.baillet@briare.example',
      MOT_DE_PASSE_DE_DEMONSTRATION,
    );
    const session = { mcp: personne.cookie('mcp') ?? '' };
    const personnes = Array.from({ length: A_LA_FOIS }, () => new Internaute(premier, DELAI_MS, session));
    const servis = (urls: readonly string[]) => () => horloge(() => demander(personnes, urls));
    yield await comparer({
      nom: `pages a second, two servers / one (${A_LA_FOIS} at once)`,
      rapport: 'vitesse',
      nous: servis([premier, second]),
      autre: servis([premier]),
      objectif: { auMoins: 1 },
      note: `${availableParallelism()} cores for the servers, PostgreSQL and who asks.`,
    });
  } finally {
    for (const instance of instances) await instance.arreter();
    await serveur.fermer();
  }
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
