import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A way to PostgreSQL that can be cut: what the application sees of a database that is stopped, frozen, or
 * lost at the worst moment.
 */
export interface Relais {
  /** The address given, through here. */
  readonly url: string;
  /** Refuses connections and cuts those there are. */
  fermer(): Promise<void>;
  ouvrir(): Promise<void>;
  /** Lets nothing through any more, either way; what comes is kept. */
  geler(): void;
  degeler(): void;
  /**
   * From the next message that holds these words on, gives nothing back and cuts: it has reached the
   * database, its answer is lost.
   */
  couperApres(mots: string): void;
}

export async function ouvrirRelais(url: string): Promise<Relais> {
  const vers = new URL(url);
  const paires = new Set<readonly [Socket, Socket]>();
  let gele = false;
  let fatal: string | undefined;
  const serveur = createServer((client) => {
    const base = connect(Number(vers.port), vers.hostname);
    const paire = [client, base] as const;
    paires.add(paire);
    const rompre = (): void => {
      paires.delete(paire);
      client.destroy();
      base.destroy();
    };
    for (const prise of paire) {
      prise.on('error', rompre).on('close', rompre);
      if (gele) prise.pause();
    }
    let perdu = false;
    client.on('data', (octets: Buffer) => {
      if (fatal !== undefined && octets.includes(fatal)) {
        fatal = undefined;
        perdu = true;
      }
      base.write(octets);
    });
    base.on('data', (octets: Buffer) => {
      if (perdu) rompre();
      else client.write(octets);
    });
  });
  const ecouter = async (port: number): Promise<void> => {
    serveur.listen(port, '127.0.0.1');
    await once(serveur, 'listening');
  };
  await ecouter(0);
  const { port } = serveur.address() as AddressInfo;
  const adresse = new URL(url);
  adresse.host = `127.0.0.1:${port}`;
  const prises = (): Socket[] => [...paires].flat();
  return {
    url: adresse.href,
    async fermer() {
      const fin = once(serveur, 'close');
      serveur.close();
      for (const prise of prises()) prise.destroy();
      await fin;
    },
    ouvrir: () => ecouter(port),
    geler() {
      gele = true;
      for (const prise of prises()) prise.pause();
    },
    degeler() {
      gele = false;
      for (const prise of prises()) prise.resume();
    },
    couperApres(mots) {
      fatal = mots;
    },
  };
}
