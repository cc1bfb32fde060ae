/**
 * Whether a page costs the same in a country as in a demonstration: both served at once, each page asked of one
 * then of the other. BENCH_ECHELLE says which country: `quart` (by default) or `nationale`.
 */
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { ECHELLES, type Echelle } from '#src/cli/demonstration/nationale/echelles.ts';
import { baseALEchelle, baseDeDemonstration } from '#test/support/echelle.ts';
import { lancerInstance, type Instance } from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import { comparer, type Bench, type Ligne, type Tour } from './table.ts';

const TOURS = 15;
/** Requests of one round. */
const FOIS = 3;
const OBJECTIF = { auPlus: 1.5 } as const;

const liste = (ressource: string): string => `/gestion/api/resources/${ressource}/actions/list`;
/** People of the demonstration, who are the same in both bases, and what each reads. */
const LECTEURS = [
  {
    courriel: 'gestionnaire@caf-loiret.example',
    pages: [
      '/gestion/api/dashboard',
      ...[
        'declarations',
        'decisions',
        'partenaires',
        'equipements',
        'utilisateurs',
        'habilitations',
        'conventions',
        'courriels',
      ].map(liste),
      `${liste('courriels')}?q=convention`,
    ],
  },
  { courriel: 'responsable@caf-loiret.example', pages: ['journal', 'contrats-service'].map(liste) },
  {
    courriel: 'chantal.baillet@briare.example',
    pages: [
      '/partenaire',
      '/partenaire/declarations',
      '/partenaire/utilisateurs',
      '/partenaire/habilitations',
    ],
  },
] as const;

export const bench: Bench = {
  titre: 'pages of a country against those of the demonstration, one request at a time',
  async *mesurer() {
    const echelle = echelleDemandee();
    const serveur = await ouvrirServeurDEssai();
    const instances: Instance[] = [];
    try {
      const bases = [await baseALEchelle(serveur.urls, echelle), await baseDeDemonstration(serveur.urls)];
      for (const base of bases) instances.push(await lancerInstance({ base, delaiMs: 300_000 }));
      for (const { courriel, pages } of LECTEURS) {
        const [pays, petite] = await Promise.all(
          instances.map(({ url }) =>
            new Internaute(url).seConnecter(courriel, MOT_DE_PASSE_DE_DEMONSTRATION),
          ),
        );
        if (!pays || !petite) throw new Error('two servers were expected');
        for (const page of pages) yield await comparerPage(page, echelle, pays, petite);
      }
    } finally {
      for (const instance of instances) await instance.arreter();
      await serveur.fermer();
    }
  },
};

function echelleDemandee(): Echelle {
  const demandee = process.env['BENCH_ECHELLE'] ?? 'quart';
  if (!Object.hasOwn(ECHELLES, demandee))
    throw new Error(`BENCH_ECHELLE: ${Object.keys(ECHELLES).join(' or ')}`);
  return demandee as Echelle;
}

const comparerPage = (page: string, echelle: Echelle, pays: Internaute, petite: Internaute): Promise<Ligne> =>
  comparer({
    nom: `${page.replace('/gestion/api/resources', '').replace('/actions', '')}, ${echelle} / demonstration`,
    rapport: 'duree',
    nous: demander(pays, page),
    autre: demander(petite, page),
    tours: TOURS,
    objectif: OBJECTIF,
  });

const demander =
  (qui: Internaute, page: string): Tour =>
  async () => {
    let duree = 0;
    for (let fois = 0; fois < FOIS; fois += 1) {
      const { statut, dureeMs } = await qui.lire(page);
      if (statut !== 200) throw new Error(`${page}: ${statut}`);
      duree += dureeMs;
    }
    return duree;
  };
