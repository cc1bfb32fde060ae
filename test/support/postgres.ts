import { Client } from 'pg';
import { ROLE_APPLICATION, ROLE_PROPRIETAIRE } from '#src/database/embarque/index.ts';

/** A PostgreSQL server: its superuser, and both roles on some database of it. */
export type Serveur = { url: string; urlProprietaire: string; urlApplication: string };

/** PostgreSQL of the run, given to the workers. */
export type ServeurDEssai = Serveur & { modele: string };

/** A database of the test server. */
export type Base = { nom: string; urlProprietaire: string; urlApplication: string };

/** Creates a database of that name, copied from `modele`. */
export async function creerBase(serveur: Serveur, nom: string, modele: string): Promise<Base> {
  await administrer(serveur, async (client) => {
    await client.query(`create database ${nom} template ${modele} owner ${ROLE_PROPRIETAIRE}`);
    // Not copied with a template.
    await client.query(`revoke all on database ${nom} from public`);
    await client.query(`grant connect on database ${nom} to ${ROLE_APPLICATION}`);
  });
  return adressesDe(serveur, nom);
}

/** The addresses of a database that is there. */
export const adressesDe = ({ urlProprietaire, urlApplication }: Serveur, nom: string): Base => ({
  nom,
  urlProprietaire: versBase(urlProprietaire, nom),
  urlApplication: versBase(urlApplication, nom),
});

/** Drops the databases whose whole name matches, connections included. */
export async function supprimerBases(serveur: Serveur, motif: RegExp): Promise<void> {
  await administrer(serveur, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where datname ~ $1',
      [motif.source],
    );
    for (const { datname } of rows)
      await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
  });
}

async function administrer(serveur: Serveur, action: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: serveur.url });
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

function versBase(url: string, nom: string): string {
  const adresse = new URL(url);
  adresse.pathname = `/${nom}`;
  return adresse.href;
}
