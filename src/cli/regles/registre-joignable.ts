/**
 * What a registry that happens to answer says, for the verbs that read `rules/`: nothing is started, waited
 * for, or needed.
 */
import { connect } from 'node:net';

/** A version the registry applies or will apply. */
export interface VersionAppliquee {
  readonly jeu: string;
  readonly numero: string;
  readonly empreinte: string;
  readonly du: string | null;
  readonly au: string | null;
}

const ESSAI_MS = 50;
const REPONSE_MS = 500;

/**
 * The rule files in force or programmed of the registry within reach; null when there is none, whatever the
 * reason.
 */
export async function versionsJoignables(): Promise<readonly VersionAppliquee[] | null> {
  try {
    const url = await adresse();
    if (url === null || !(await ecoute(new URL(url)))) return null;
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: REPONSE_MS,
      query_timeout: REPONSE_MS,
      application_name: 'mon-compte-partenaire regles',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<VersionAppliquee>(
        "select a.jeu, v.numero, v.empreinte, a.du::text, a.au::text from activation a join version_regle v on v.empreinte = a.empreinte where a.genre = 'regles' and a.connu_au is null",
      );
      return rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  } catch {
    // The files of rules/ are the answer asked for: a registry that cannot be read has nothing to add to it.
    return null;
  }
}

async function adresse(): Promise<string | null> {
  const { lireConfiguration } = await import('#src/cli/configuration.ts');
  const { base } = lireConfiguration(process.env);
  if (base.mode === 'externe') return base.urlApplication;
  const { urlEnMarche } = await import('#src/database/embarque/index.ts');
  return urlEnMarche();
}

/** Whether something listens there, told at once. */
function ecoute({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const prise = connect({
      host: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
      port: Number(port || 5432),
      timeout: ESSAI_MS,
    });
    const minuterie = setTimeout(() => repondre(false), ESSAI_MS);
    const repondre = (oui: boolean): void => {
      clearTimeout(minuterie);
      prise.destroy();
      resolve(oui);
    };
    prise.once('connect', () => repondre(true));
    prise.once('error', () => repondre(false));
    prise.once('timeout', () => repondre(false));
  });
}
