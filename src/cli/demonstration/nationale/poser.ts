import type { Client } from 'pg';
import { FONCTIONS } from './copie.ts';
import type { Plan } from './plan.ts';
import type { Source } from './source.ts';

const LOT = 20_000;

/** Puts the plan where the copies can join it: tables of the session, gone with the transaction. */
export async function poserPlan(client: Client, plan: Plan, source: Source): Promise<void> {
  await client.query(FONCTIONS);
  const presentes = new Set(source.cafs.map(({ id }) => id));
  await poser(
    client,
    'n_caf',
    'rang int, id text, nom text, fuseau text, nouvelle boolean',
    plan.cafs.map((caf, rang) => ({ ...caf, rang, nouvelle: !presentes.has(caf.id) })),
  );
  await poserAgents(client, source);
  await poser(
    client,
    'n_dossier_plan',
    'n int, source uuid, modele boolean, caf text, ouvert boolean, siren text, nom text, forme text, prefixe text, "communeCode" text, commune text, "codePostal" text',
    plan.dossiers,
  );
  await poser(
    client,
    'n_personne',
    'n int, i int, source uuid, compte uuid, identifiant text, nom text, prenom text, courriel text',
    plan.personnes,
  );
  await poser(
    client,
    'n_equipement_plan',
    'm int, n int, source uuid, nom text, campagnes int',
    plan.equipements,
  );
  await poser(
    client,
    'n_tranche',
    'rang int, equipement uuid, declaration uuid, exercice int, perennite text, decalage int, periode int, annees int',
    plan.tranches,
  );
  await client.query(`
    create index on n_personne (n); analyze n_personne;
    create temp table n_dossier on commit drop as
      select p.*, pg_temp.debut(p.n) as debut, g.compte as gestionnaire, r.compte as responsable,
        (select array_agg(compte) from n_agent where source and profil = 'gestionnaire') as gestionnaires,
        (select array_agg(compte) from n_agent where source and profil = 'responsable') as responsables,
        (select count(*) from n_personne x where x.n = p.n)::int as personnes
      from n_dossier_plan p join n_agent g on g.caf = p.caf and g.profil = 'gestionnaire' join n_agent r on r.caf = p.caf and r.profil = 'responsable'
      order by p.n;
    create temp table n_equipement on commit drop as
      select p.*, pg_temp.debut(p.m) as debut,
        coalesce((select max(t.annees) from n_tranche t where t.equipement = p.source and t.rang < p.campagnes), 0) as annees
      from n_equipement_plan p order by p.m;
    create unique index on n_dossier (n);
    create index on n_equipement (n);
    analyze n_dossier; analyze n_equipement; analyze n_tranche; analyze n_caf; analyze n_agent`);
}

/** The rows that are copied, kept apart from the copies as `s_…`. */
export async function garderLesSources(client: Client, tables: readonly string[]): Promise<void> {
  for (const table of tables)
    await client.query(
      `create temp table s_${table} on commit drop as select * from ${table}; analyze s_${table}`,
    );
}

/** The agents of every Caf: those of the demonstration, and for each new Caf the copies of those of the first. */
async function poserAgents(client: Client, source: Source): Promise<void> {
  const [{ caf: premiere = '' } = {}] = source.agents;
  await poser(client, 'n_source_agent', 'caf text, id uuid, compte uuid, profil text', source.agents);
  await client.query(
    `create temp table n_agent on commit drop as
       select caf, id, compte, profil, true as source from n_source_agent
       union all
       select c.id, pg_temp.copie(a.id, pg_temp.debut(c.rang)), pg_temp.copie(a.compte, pg_temp.debut(c.rang)), a.profil, false
       from n_caf c join n_source_agent a on a.caf = '${premiere}' where c.nouvelle`,
  );
}

async function poser(
  client: Client,
  table: string,
  colonnes: string,
  lignes: readonly object[],
): Promise<void> {
  await client.query(`create temp table ${table} (${colonnes}) on commit drop`);
  for (let debut = 0; debut < lignes.length; debut += LOT)
    await client.query(`insert into ${table} select * from jsonb_to_recordset($1) as lot (${colonnes})`, [
      JSON.stringify(lignes.slice(debut, debut + LOT)),
    ]);
}
