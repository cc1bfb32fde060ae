import type { Configuration } from '#src/cli/configuration.ts';
import { demarrerPostgres, ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer, verifierMigrations } from '#src/database/migrer.ts';

/** A migrated database, ready for the application's role. */
export interface BaseOuverte {
  readonly urlApplication: string;
  /** Names of the migrations applied by this opening. */
  readonly migrations: readonly string[];
  /** Leaves the database; stops the embedded server when nobody else uses it. */
  fermer(): Promise<void>;
}

/** The database lacks migrations and this process was not given the means to run them. */
export class MigrationsManquantes extends Error {
  override readonly name = 'MigrationsManquantes';
  constructor(noms: readonly string[]) {
    super(`La base de données n’est pas à jour (${noms.join(', ')}). Indiquez DATABASE_URL_PROPRIETAIRE, l’adresse du rôle propriétaire des tables, pour que le démarrage exécute les migrations.`);
  }
}

/**
 * Opens the database the configuration names: the embedded one, started or joined, or an external one; and migrates it.
 * @throws ErreurPostgresEmbarque | MigrationsManquantes with a French sentence
 */
export async function ouvrirBase(configuration: Configuration, progres: (ligne: string) => void): Promise<BaseOuverte> {
  const { base } = configuration;
  if (base.mode === 'externe') {
    if (base.urlProprietaire === undefined) {
      const manquantes = await verifierMigrations(base.urlApplication);
      if (manquantes.length > 0) throw new MigrationsManquantes(manquantes);
      return { urlApplication: base.urlApplication, migrations: [], fermer: () => Promise.resolve() };
    }
    const migrations = await migrer(base.urlProprietaire, decodeURIComponent(new URL(base.urlApplication).username));
    return { urlApplication: base.urlApplication, migrations, fermer: () => Promise.resolve() };
  }
  const postgres = await demarrerPostgres({ journal: progres });
  try {
    const migrations = await migrer(postgres.urlProprietaire, ROLE_APPLICATION);
    return { urlApplication: postgres.urlApplication, migrations, fermer: () => postgres.arreter() };
  } catch (erreur) {
    await postgres.arreter();
    throw erreur;
  }
}
