import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A relay in front of PostgreSQL that reads what passes towards it. */
export interface Wire {
  /** The address to connect to, with the same role and database. */
  readonly url: string;
  /** What was asked since the last `forget`: one entry where PostgreSQL's `log_statement = all` has one line. */
  statements(): readonly string[];
  forget(): void;
  close(): Promise<void>;
}

const SSL_REQUEST = 80_877_103;

/**
 * Relays to the server of `url`. A message of the simple protocol is one entry, however many commands it holds;
 * so is each execution of a prepared statement.
 */
export async function openWire(url: string): Promise<Wire> {
  const target = new URL(url);
  let read: string[] = [];
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const frontend = new Frontend((text) => read.push(text));
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => {
        client.destroy();
        server.destroy();
      });
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (bytes: Buffer) => frontend.read(bytes));
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const relayed = new URL(url);
  relayed.hostname = '127.0.0.1';
  relayed.port = String((relay.address() as AddressInfo).port);
  return {
    url: relayed.href,
    statements: () => read,
    forget() {
      read = [];
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      relay.close();
      await once(relay, 'close');
    },
  };
}

/** Reads the messages a client sends (PostgreSQL, « Frontend/Backend Protocol »). */
class Frontend {
  private pending = Buffer.alloc(0);
  private started = false;
  private readonly prepared = new Map<string, string>();
  private readonly portals = new Map<string, string>();

  constructor(private readonly said: (text: string) => void) {}

  read(bytes: Buffer): void {
    this.pending = Buffer.concat([this.pending, bytes]);
    for (;;) {
      // The first message of a connection has no type.
      const head = this.started ? 1 : 0;
      if (this.pending.length < head + 4) return;
      const end = head + this.pending.readInt32BE(head);
      if (this.pending.length < end) return;
      const body = this.pending.subarray(head + 4, end);
      if (this.started) this.message(String.fromCharCode(this.pending[0] ?? 0), body);
      else this.started = body.readInt32BE(0) !== SSL_REQUEST;
      this.pending = this.pending.subarray(end);
    }
  }

  private message(type: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    if (type === 'Q') this.said(first);
    else if (type === 'P') this.prepared.set(first, second);
    else if (type === 'B') this.portals.set(first, this.prepared.get(second) ?? '');
    else if (type === 'E') this.said(this.portals.get(first) ?? '');
  }
}
