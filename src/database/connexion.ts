import { PostgreSqlKnexDialect } from '@mikro-orm/postgresql';
import pg, { Client, type ClientConfig } from 'pg';

/** What the database may take of the time of a request. Technical: no rule depends on it. */
export interface Delais {
  /** A statement is ended by PostgreSQL after this. */
  readonly requeteMs: number;
  /** What one waits for a connection, a new one or a free one. */
  readonly connexionMs: number;
}

/**
 * A database that says nothing this long after it should have ended the statement itself is frozen or out of
 * reach.
 */
const MARGE_MS = 2_000;
/** A unit of work left open by a program that no longer does anything. */
const TRANSACTION_OISIVE_MS = 120_000;

/** The options of a connection that answers in bounded time, whatever happens to the database. */
export const optionsBornees = ({
  requeteMs,
  connexionMs,
}: Delais): Pick<
  ClientConfig,
  'statement_timeout' | 'idle_in_transaction_session_timeout' | 'connectionTimeoutMillis' | 'keepAlive'
> => ({
  statement_timeout: requeteMs,
  idle_in_transaction_session_timeout: TRANSACTION_OISIVE_MS,
  connectionTimeoutMillis: connexionMs,
  keepAlive: true,
});

/** The database no longer answers on this connection, which was cut. */
class BaseMuette extends Error {
  override readonly name = 'BaseMuette';
  readonly code = '08006';
  constructor() {
    super('the database does not answer any more on this connection');
  }
}

/** What pg keeps to itself: the socket, replaced by another one when the connection is encrypted. */
interface AvecPrise {
  readonly connection: { readonly stream: { readonly bytesRead: number; destroy(erreur: Error): void } };
}

/**
 * A connection that is cut when a statement is under way and nothing comes back for longer than
 * `statement_timeout` allows: the
 * database is frozen, or the network lost. Cut, not merely given up: its transaction could otherwise end
 * inside the next one's.
 */
export class ClientBorne extends Client {
  constructor(config: ClientConfig = {}) {
    super(config);
    const { statement_timeout: requeteMs } = config;
    if (typeof requeteMs !== 'number' || requeteMs <= 0) return;
    const { connection } = this as unknown as AvecPrise;
    let minuterie: NodeJS.Timeout | undefined;
    const veiller = (): void => {
      const lus = connection.stream.bytesRead;
      // After what has already come in is read: a program that was busy must not take its own delay for the
      // database's.
      minuterie = setTimeout(
        () =>
          setImmediate(() => {
            if (minuterie === undefined) return;
            if (connection.stream.bytesRead === lus) connection.stream.destroy(new BaseMuette());
            else veiller();
          }),
        requeteMs + MARGE_MS,
      );
      minuterie.unref();
    };
    const cesser = (): void => {
      clearTimeout(minuterie);
      minuterie = undefined;
    };
    this.on('drain', cesser).on('end', cesser);
    const demander = this.query.bind(this) as (...parametres: unknown[]) => unknown;
    this.query = ((...parametres: unknown[]) => {
      if (minuterie === undefined) veiller();
      return demander(...parametres);
    }) as Client['query'];
  }
}

/** A statement of Knex, where it puts what PostgreSQL answered. */
interface Demande {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
}

/** What the types of Knex leave out of its dialect. */
interface AvecDemande {
  _query(connexion: object, demande: Demande): Promise<Demande>;
}
const demanderA = (PostgreSqlKnexDialect.prototype as unknown as AvecDemande)._query;

/** The `begin` each connection has not sent yet. */
const ouvertures = new WeakMap<object, string>();
const RIEN = { command: '', rowCount: 0, rows: [] };

/**
 * The ORM's dialect, over such connections. A transaction begins in the message of its first statement, which
 * says for whom it is: one exchange with the database instead of two.
 */
export class DialecteBorne extends PostgreSqlKnexDialect {
  _driver(): object {
    return { ...pg, Client: ClientBorne };
  }

  async _query(connexion: object, demande: Demande): Promise<Demande> {
    const { sql, bindings = [] } = demande;
    if (/^BEGIN\b/.test(sql)) {
      ouvertures.set(connexion, sql);
      return Object.assign(demande, { response: RIEN });
    }
    const ouverture = ouvertures.get(connexion);
    if (ouverture === undefined) return demanderA.call(this, connexion, demande);
    ouvertures.delete(connexion);
    // Nothing was asked in it.
    if (/^(COMMIT|ROLLBACK)\b/.test(sql)) return Object.assign(demande, { response: RIEN });
    if (bindings.length > 0) {
      await demanderA.call(this, connexion, { sql: ouverture });
      return demanderA.call(this, connexion, demande);
    }
    const { response } = await demanderA.call(this, connexion, { ...demande, sql: `${ouverture} ${sql}` });
    return Object.assign(demande, { response: (response as readonly unknown[]).at(-1) });
  }
}
