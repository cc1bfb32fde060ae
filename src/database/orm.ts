import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { LISTE_DES_MIGRATIONS } from '#migrations/liste.ts';
import { DialecteBorne, optionsBornees, type Delais } from '#src/database/connexion.ts';

type Entites = NonNullable<Options['entities']>;

const communes = {
  forceUtcTimezone: true,
  discovery: { warnWhenNoEntities: false },
  // There are no filters: nothing is to be joined for them.
  autoJoinRefsForFilters: false,
  // Payloads never reach an entity by name: commands pick their own fields.
  assign: { onlyProperties: true, onlyOwnProperties: true, updateNestedEntities: false },
} satisfies Options;

/**
 * The application's ORM: `url` is the role that owns nothing; every access goes through a unit of work.
 * @param delais for a server: nobody waits longer for the database. A command run by hand takes the time it
 *   needs
 */
export function ouvrirOrm(
  entities: Entites,
  url: string,
  connexions = 10,
  delais?: Delais,
): Promise<MikroORM> {
  return MikroORM.init({
    ...communes,
    entities,
    clientUrl: url,
    pool: { min: 0, max: connexions },
    driverOptions: {
      client: DialecteBorne,
      connection: { application_name: 'mon-compte-partenaire', ...(delais ? optionsBornees(delais) : {}) },
      // A connection lost is told by the unit of work that needed it, in the server's own log.
      ...(delais ? { acquireConnectionTimeout: delais.connexionMs, log: { warn: () => undefined } } : {}),
    },
  });
}

/** The owner's ORM, for migrations only. */
export function ouvrirOrmProprietaire(entities: Entites, url: string): Promise<MikroORM> {
  return MikroORM.init({
    ...communes,
    entities,
    clientUrl: url,
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      migrationsList: LISTE_DES_MIGRATIONS,
      allOrNothing: true,
      snapshot: false,
      // The caller says what was applied.
      silent: true,
    },
    pool: { min: 0, max: 2 },
  });
}
