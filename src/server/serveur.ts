import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from '#src/server/application.ts';

export interface Serveur {
  /** Address listened on. */
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting, lets running requests end (`delaiDeFinMs` at most, 4 s by default), then closes
   * everything given to it, in order.
   */
  arreter(): Promise<void>;
}

interface Options {
  readonly application: Pick<Application, 'express' | 'terminer'>;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What ends after the last request: mail sender, ORM, pools, database. */
  readonly arreterAussi?: readonly (() => Promise<unknown>)[];
  /** Requests still running are cut after this. */
  readonly delaiDeFinMs?: number;
  /** Time left to a client to send its headers, then its whole request, and how often it is looked at. */
  readonly lenteur?: { readonly entetesMs: number; readonly requeteMs: number; readonly controleMs: number };
}

const DELAI_DE_FIN_MS = 4000;
/** A connection that sends its request drop by drop is not kept: it would hold a place for ever. */
const LENTEUR = { entetesMs: 15_000, requeteMs: 60_000, controleMs: 5_000 };
/**
 * Longer than the minute after which load balancers drop an idle connection: they must be the ones to do it.
 */
const CONNEXION_GARDEE_MS = 65_000;

/** The port is taken by another program, or by an earlier start. */
export class PortOccupe extends Error {
  override readonly name = 'PortOccupe';
  constructor(port: number, options?: ErrorOptions) {
    super(
      `Le port ${port} est déjà utilisé, peut-être par l’application elle-même, lancée ailleurs. Arrêtez l’autre programme, ou indiquez un autre port : PORT=${port + 1} npm start`,
      options,
    );
  }
}

/** Listens. @throws PortOccupe */
export async function demarrerServeur({
  application,
  host,
  port,
  arreterAussi = [],
  delaiDeFinMs = DELAI_DE_FIN_MS,
  lenteur = LENTEUR,
}: Options): Promise<Serveur> {
  const serveur = createServer(
    {
      headersTimeout: lenteur.entetesMs,
      requestTimeout: lenteur.requeteMs,
      connectionsCheckingInterval: lenteur.controleMs,
    },
    application.express,
  );
  serveur.keepAliveTimeout = CONNEXION_GARDEE_MS;
  let fermeture = false;
  serveur.on('request', (_req, res) => {
    // A kept-alive connection whose last request ends during the closing is idle from then on.
    res.once('close', () => {
      if (fermeture) setImmediate(() => serveur.closeIdleConnections());
    });
  });
  await new Promise<void>((resoudre, rejeter) => {
    serveur.once('error', (erreur: NodeJS.ErrnoException) =>
      rejeter(erreur.code === 'EADDRINUSE' ? new PortOccupe(port, { cause: erreur }) : erreur),
    );
    serveur.listen(port, host, resoudre);
  });
  const { port: ecoute } = serveur.address() as AddressInfo;

  let arret: Promise<void> | undefined;
  const arreter = async (): Promise<void> => {
    fermeture = true;
    const ferme = new Promise<void>((resoudre) => serveur.close(() => resoudre()));
    serveur.closeIdleConnections();
    const couperet = setTimeout(() => serveur.closeAllConnections(), delaiDeFinMs);
    await ferme;
    clearTimeout(couperet);
    await application.terminer();
    for (const fin of arreterAussi) await fin();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${ecoute}`,
    port: ecoute,
    arreter: () => (arret ??= arreter()),
  };
}
