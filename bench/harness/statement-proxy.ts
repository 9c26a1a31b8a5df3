/** Stands between a server and PostgreSQL, and counts the statements that pass. Never part of a timed run. */
import { connect, createServer, type Server } from "node:net";

const QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);
const LENGTH_BYTES = 4;

export interface StatementProxy {
  readonly url: string;
  /** Statements since the start: simple queries and executions of prepared ones. */
  count(): number;
  close(): Promise<void>;
}

export async function startProxy(databaseUrl: string): Promise<StatementProxy> {
  const database = new URL(databaseUrl);
  let total = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(database.port || 5432), database.hostname);
    const counter = new MessageCounter(() => total++);
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.on("data", (part) => {
      counter.take(part);
      upstream.write(part);
    });
    upstream.on("data", (part) => client.write(part));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  const port = await listening(server);
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return { url: url.href, count: () => total, close: () => new Promise((done) => server.close(() => done())) };
}

/** Follows the client's side of the protocol just far enough to know the type of each message. */
class MessageCounter {
  private rest = Buffer.alloc(0);
  private isStarting = true;

  constructor(private readonly counted: () => void) {}

  take(part: Buffer): void {
    this.rest = Buffer.concat([this.rest, part]);
    for (;;) {
      // The first message has no type.
      const head = this.isStarting ? 0 : 1;
      if (this.rest.length < head + LENGTH_BYTES) return;
      const size = head + this.rest.readInt32BE(head);
      if (this.rest.length < size) return;
      const type = this.rest[0];
      if (!this.isStarting && (type === QUERY || type === EXECUTE)) this.counted();
      this.isStarting = false;
      this.rest = this.rest.subarray(size);
    }
  }
}

const listening = (server: Server): Promise<number> =>
  new Promise((done, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") done(address.port);
    });
  });
