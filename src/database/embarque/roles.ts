import { Client } from 'pg';
import type { Etat } from './etat.ts';

/** Database of the application in the embedded server. */
export const BASE = 'mon_compte_partenaire';
/** Owner of the database and of its tables: migrations only. */
export const ROLE_PROPRIETAIRE = 'mcp_proprietaire';
/** Role the application connects as: owns nothing, subject to row-level security. */
export const ROLE_APPLICATION = 'mcp_application';

/** Connection address of a role of the embedded server. */
export function urlPostgres(
  role: keyof Etat['motsDePasse'],
  motsDePasse: Etat['motsDePasse'],
  port: number,
  base: string = BASE,
): string {
  const nom = { postgres: 'postgres', proprietaire: ROLE_PROPRIETAIRE, application: ROLE_APPLICATION }[role];
  return `postgres://${nom}:${motsDePasse[role]}@127.0.0.1:${port}/${base}`;
}

/** True when the server accepts this address. */
export async function accepte(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Creates what is missing of the two roles and of the database, and gives the roles the passwords of the
 * state file.
 */
export async function preparerBase(motsDePasse: Etat['motsDePasse'], port: number): Promise<void> {
  const client = new Client({ connectionString: urlPostgres('postgres', motsDePasse, port, 'postgres') });
  await client.connect();
  try {
    await preparerRoles(client, motsDePasse);
    const base = await client.query('select 1 from pg_database where datname = $1', [BASE]);
    if (base.rowCount === 0) await client.query(`create database ${BASE} owner ${ROLE_PROPRIETAIRE}`);
    await client.query(`revoke all on database ${BASE} from public`);
    await client.query(`grant connect on database ${BASE} to ${ROLE_APPLICATION}`);
  } finally {
    await client.end();
  }
}

/** Creates the two roles, or only changes their passwords. */
export async function preparerRoles(
  client: Client,
  motsDePasse: { proprietaire: string; application: string },
): Promise<void> {
  const roles = [
    [ROLE_PROPRIETAIRE, motsDePasse.proprietaire],
    [ROLE_APPLICATION, motsDePasse.application],
  ] as const;
  for (const [nom, motDePasse] of roles) {
    const existe = await client.query('select 1 from pg_roles where rolname = $1', [nom]);
    const verbe = existe.rowCount === 0 ? 'create' : 'alter';
    await client.query(
      `${verbe} role ${nom} login nosuperuser nocreatedb nocreaterole nobypassrls password ${client.escapeLiteral(motDePasse)}`,
    );
  }
}
