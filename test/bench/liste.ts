/**
 * A list of the back-office beside the bare SQL of its rows and of its count: what a page adds to what the
 * database alone takes. On a quarter of the country.
 */
import { Client } from 'pg';
import { MOT_DE_PASSE_DE_DEMONSTRATION } from '#src/cli/demonstration/scene.ts';
import { baseALEchelle } from '#test/support/echelle.ts';
import { lancerInstance } from '#test/support/instances.ts';
import { Internaute } from '#test/support/internaute.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import { comparer, horloge, type Bench, type Ligne } from './table.ts';

const CAF = '451';
const FOIS = 10;
const LIGNES = 20;
/** What the screen counts before it says « plus de ». */
const COMPTEES = 10_001;
/** Each list, with its own order. */
const LISTES = {
  declarations: ['declaration', 'transmise_le desc nulls last, id'],
  decisions: ['decision', 'prise_le desc, id'],
  habilitations: ['habilitation', 'demande_le desc, id'],
  utilisateurs: ['utilisateur', 'nom, id'],
} as const;

export const bench: Bench = {
  titre: 'a list over HTTP, beside the bare SQL of its rows and its count',
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  try {
    const base = await baseALEchelle(serveur.urls, 'quart');
    const instance = await lancerInstance({ base, delaiMs: 300_000 });
    const client = new Client({ connectionString: base.urlApplication });
    await client.connect();
    try {
      const agent = await new Internaute(instance.url).seConnecter(
        'gestionnaire@caf-loiret.example',
        MOT_DE_PASSE_DE_DEMONSTRATION,
      );
      for (const [ressource, [table, ordre]] of Object.entries(LISTES))
        yield await comparer({
          nom: `list of ${ressource} / bare SQL`,
          rapport: 'duree',
          nous: () =>
            horloge(async () => {
              for (let fois = 0; fois < FOIS; fois += 1) {
                const { statut } = await agent.lire(`/gestion/api/resources/${ressource}/actions/list`);
                if (statut !== 200) throw new Error(`${ressource}: ${statut}`);
              }
            }),
          autre: () =>
            horloge(async () => {
              for (let fois = 0; fois < FOIS; fois += 1) await lireNu(client, table, ordre);
            }),
          objectif: { auPlus: 2 },
          note: 'The bare side: one transaction as the application’s role, rows and count; no session, rights, labels of references, JSON, HTTP.',
        });
    } finally {
      await client.end();
      await instance.arreter();
    }
  } finally {
    await serveur.fermer();
  }
}

async function lireNu(client: Client, table: string, ordre: string): Promise<void> {
  await client.query(`begin read only; select set_config('mcp.caf', '${CAF}', true)`);
  await client.query(`select * from ${table} where caf_id = '${CAF}' order by ${ordre} limit ${LIGNES}`);
  await client.query(
    `select count(*) from (select 1 from ${table} where caf_id = '${CAF}' limit ${COMPTEES}) x`,
  );
  await client.query('commit');
}
