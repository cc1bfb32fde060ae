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

/** The ORM's dialect, over such connections. */
export class DialecteBorne extends PostgreSqlKnexDialect {
  _driver(): object {
    return { ...pg, Client: ClientBorne };
  }
}
