import type { Configuration } from '#src/cli/configuration.ts';
import { demarrerPostgres, ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer, verifierMigrations } from '#src/database/migrer.ts';

/** A migrated database, ready for the application's role. */
export interface BaseOuverte {
  readonly urlApplication: string;
  /** The same, with no pooler of transactions between: for what lasts longer than a transaction. */
  readonly urlDirecte: string;
  /** Connection of the owner of the tables, when this process was given it. */
  readonly urlProprietaire: string | undefined;
  /** Names of the migrations applied by this opening. */
  readonly migrations: readonly string[];
  /** Leaves the database; stops the embedded server when nobody else uses it. */
  fermer(): Promise<void>;
}

/** The database lacks migrations and this process was not given the means to run them. */
export class MigrationsManquantes extends Error {
  override readonly name = 'MigrationsManquantes';
  constructor(noms: readonly string[]) {
    super(
      `La base de données n’est pas à jour (${noms.join(', ')}). Indiquez DATABASE_URL_PROPRIETAIRE, l’adresse du rôle propriétaire des tables, pour que le démarrage exécute les migrations.`,
    );
  }
}

/** The external database does not answer at the address given. */
export class BaseInjoignable extends Error {
  override readonly name = 'BaseInjoignable';
  constructor(url: string, options?: ErrorOptions) {
    const { host, pathname } = new URL(url);
    super(
      `La base de données « ${pathname.slice(1)} » ne répond pas sur ${host}, ou refuse ce compte. Vérifiez DATABASE_URL et DATABASE_URL_PROPRIETAIRE, et que PostgreSQL est démarré.`,
      options,
    );
  }
}

/**
 * Opens the database the configuration names: the embedded one, started or joined, or an external one; and
 * migrates it.
 * @param veille for a server: the embedded one is started again whenever it ends unasked; told when it was
 * @throws ErreurPostgresEmbarque | BaseInjoignable | MigrationsManquantes with a French sentence
 */
export async function ouvrirBase(
  configuration: Configuration,
  progres: (ligne: string) => void,
  veille?: (ligne: string) => void,
): Promise<BaseOuverte> {
  const { base } = configuration;
  if (base.mode === 'externe') return ouvrirBaseExterne(base);
  const postgres = await demarrerPostgres({ log: progres, veille });
  try {
    const migrations = await migrer(postgres.urlProprietaire, ROLE_APPLICATION);
    return {
      urlApplication: postgres.urlApplication,
      urlDirecte: postgres.urlApplication,
      urlProprietaire: postgres.urlProprietaire,
      migrations,
      fermer: () => postgres.arreter(),
    };
  } catch (erreur) {
    await postgres.arreter();
    throw erreur;
  }
}

async function ouvrirBaseExterne({
  urlApplication,
  urlDirecte = urlApplication,
  urlProprietaire,
}: Extract<Configuration['base'], { mode: 'externe' }>): Promise<BaseOuverte> {
  try {
    const migrations =
      urlProprietaire === undefined
        ? []
        : await migrer(urlProprietaire, decodeURIComponent(new URL(urlApplication).username));
    const manquantes = await verifierMigrations(urlApplication);
    if (manquantes.length > 0) throw new MigrationsManquantes(manquantes);
    return { urlApplication, urlDirecte, urlProprietaire, migrations, fermer: () => Promise.resolve() };
  } catch (erreur) {
    if (erreur instanceof MigrationsManquantes || !estRefusDeConnexion(erreur)) throw erreur;
    throw new BaseInjoignable(urlApplication, { cause: erreur });
  }
}

/** Network errors, and the classes of PostgreSQL for a refused connection, account or database. */
function estRefusDeConnexion(erreur: unknown): boolean {
  const code = (erreur as { code?: string }).code ?? '';
  return /^(E[A-Z]+|08...|28...|3D...|57P..)$/.test(code);
}
