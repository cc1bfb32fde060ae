import type { Client } from 'pg';

/** What checks and serves the rows of the tables, taken away for the time of a load. */
export interface Retires {
  readonly remises: readonly { readonly table: string; readonly sql: string }[];
}

/**
 * Takes indexes, unique and foreign keys off the tables and disables their triggers; inside the caller's
 * transaction, so that an interruption leaves everything as it was.
 */
export async function retirer(client: Client, tables: readonly string[]): Promise<Retires> {
  const { rows: cles } = await client.query<{ table: string; nom: string; genre: string; sql: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as nom, contype::text as genre,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as sql
     from pg_constraint
     where conparentid = 0 and case contype when 'f' then conrelid = any ($1::regclass[]) or confrelid = any ($1::regclass[])
       when 'p' then conrelid = any ($1::regclass[]) when 'u' then conrelid = any ($1::regclass[]) else false end
     order by contype = 'f', conrelid::regclass::text, conname`,
    [tables],
  );
  for (const { table, nom } of [...cles].reverse())
    await client.query(`alter table ${table} drop constraint ${nom}`);
  const { rows: index } = await client.query<{ table: string; nom: string; sql: string }>(
    `select indrelid::regclass::text as table, indexrelid::regclass::text as nom, pg_get_indexdef(indexrelid) as sql
     from pg_index where indrelid = any ($1::regclass[]) order by 1, 2`,
    [tables],
  );
  for (const { nom } of index) await client.query(`drop index ${nom}`);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  return {
    remises: [
      ...cles.filter(({ genre }) => genre !== 'f'),
      ...index,
      ...cles.filter(({ genre }) => genre === 'f'),
      ...tables.map((table) => ({ table, sql: `alter table ${table} enable trigger user` })),
    ],
  };
}

/** Puts everything back: every row is checked. @param fait told the table of each thing put back, and the time it took, in milliseconds */
export async function remettre(
  client: Client,
  { remises }: Retires,
  fait: (table: string, duree: number) => void,
): Promise<void> {
  for (const { table, sql } of remises) {
    const debut = performance.now();
    await client.query(sql);
    fait(table, performance.now() - debut);
  }
}
