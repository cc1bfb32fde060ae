import { Client } from 'pg';
import { LISTE_DES_MIGRATIONS } from '#migrations/liste.ts';
import { ouvrirOrmProprietaire } from '#src/database/orm.ts';

/** What the application's role may do; the policies then say on which rows. Idempotent. */
function privileges(role: string): string {
  const r = `"${role.replaceAll('"', '""')}"`;
  return `
    grant usage on schema public, sessions to ${r};
    grant select, insert, update, delete on all tables in schema public, sessions to ${r};
    -- What is written for good, as its triggers say: not theirs alone to see to it.
    do $$ declare t regclass; begin
      for t in select distinct tgrelid::regclass from pg_trigger where tgname = 'immuable' and tgparentid = 0 loop execute 'revoke update, delete, truncate on ' || t || ' from ${r}'; end loop;
      for t in select distinct tgrelid::regclass from pg_trigger where tgname = 'indelebile' and tgparentid = 0 loop execute 'revoke delete, truncate on ' || t || ' from ${r}'; end loop;
    end $$;
    revoke update, delete, truncate on journal_valeur from ${r};
    revoke insert, update, delete, truncate on journal_purge from ${r};
    revoke execute on function journal_mois.creer(date) from public;
    revoke update, delete, truncate on activation from ${r};
    grant update (connu_au) on activation to ${r};
    revoke all on compte, jeton, second_facteur, code_de_secours, changement_courriel, lien_envoye from ${r};
    revoke insert, update, delete, truncate on migration from ${r};
    grant select (id, courriel, ferme, sessions_valides_depuis, demonstration, cree_le) on compte to ${r};
    grant execute on all functions in schema public to ${r};
    -- Jobs are queued, done and put away; queues are the owner's.
    grant usage on schema pgboss to ${r};
    grant select, insert, update, delete on pgboss.job, pgboss.archive to ${r};
    grant select on pgboss.queue, pgboss.version to ${r};
    grant update (maintained_on) on pgboss.version to ${r};
    revoke insert, update, delete on job_en_echec from ${r};
  `;
}

/** Read without starting the ORM: a later start has nothing to do. */
async function lireMigrations(
  client: Client,
): Promise<{ readonly manquantes: string[]; readonly ulterieures: boolean }> {
  const {
    rows: [table],
  } = await client.query<{ existe: boolean }>("select to_regclass('public.migration') is not null as existe");
  const faites = table?.existe
    ? (await client.query<{ name: string }>('select name from migration')).rows.map(({ name }) => name)
    : [];
  const noms = LISTE_DES_MIGRATIONS.map(({ name }) => name);
  const derniere = noms.at(-1) ?? '';
  return {
    manquantes: noms.filter((nom) => !faites.includes(nom)),
    ulterieures: faites.some((nom) => nom > derniere),
  };
}

/**
 * Brings the database to the current schema and grants the application's role what it needs.
 * @param urlProprietaire connection of the owner of the tables
 * @param role name of the application's role, which must exist and owns nothing
 * @returns names of the migrations applied, in order
 */
export async function migrer(urlProprietaire: string, role: string): Promise<string[]> {
  const client = new Client({ connectionString: urlProprietaire });
  await client.connect();
  try {
    // Two servers started at once migrate one after the other; the lock ends with the connection.
    await client.query("select pg_advisory_lock(hashtext('mcp.migrer'))");
    const { manquantes, ulterieures } = await lireMigrations(client);
    if (manquantes.length > 0) {
      const orm = await ouvrirOrmProprietaire([], urlProprietaire);
      try {
        await orm.migrator.up();
      } finally {
        await orm.close(true);
      }
    }
    // A later release gave its own: this one does not know all of its tables.
    if (!ulterieures) await client.query(privileges(role));
    return manquantes;
  } finally {
    await client.end();
  }
}

/** Names of the migrations missing, for a server whose owner's connection is not given. */
export async function verifierMigrations(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await lireMigrations(client)).manquantes;
  } finally {
    await client.end();
  }
}
