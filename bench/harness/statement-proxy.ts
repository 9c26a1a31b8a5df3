/**
 * Stands between a server and PostgreSQL, and keeps the statements that pass. Never part of a timed run.
 */
import { connect, createServer, type Server } from "node:net";

const [QUERY, PARSE, BIND, EXECUTE] = ["Q", "P", "B", "E"].map((letter) => letter.charCodeAt(0));
const LENGTH_BYTES = 4;

/** Wellmet's relay and its job queue look for work by the clock, whether anybody asks for something or not. */
export const OF_THE_RELAY = /(from|join) (unrelayed_events|mails)\b|advisory|relay_public_changes|_private_jobs/i;

/** What a server sent: a text, and the values of its parameters. */
export interface SeenStatement {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
}

export interface StatementProxy {
  readonly url: string;
  /** The statements since this was last asked: simple queries, and executions of prepared ones. */
  seen(): SeenStatement[];
  close(): Promise<void>;
}

export async function startProxy(databaseUrl: string): Promise<StatementProxy> {
  const database = new URL(databaseUrl);
  let kept: SeenStatement[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(database.port || 5432), database.hostname);
    const messages = new ClientMessages((statement) => kept.push(statement));
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.on("data", (part) => {
      messages.take(part);
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
  return {
    url: url.href,
    seen: () => {
      const seen = kept;
      kept = [];
      return seen;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** Follows the client's side of the protocol just far enough to know what is executed. */
class ClientMessages {
  private rest: Buffer = Buffer.alloc(0);
  private isStarting = true;
  /** Texts by the names under which they were prepared. */
  private readonly prepared = new Map<string, string>();
  private bound: SeenStatement = { text: "", values: [] };

  constructor(private readonly executed: (statement: SeenStatement) => unknown) {}

  take(part: Buffer): void {
    this.rest = Buffer.concat([this.rest, part]);
    for (;;) {
      // The first message has no type.
      const head = this.isStarting ? 0 : 1;
      if (this.rest.length < head + LENGTH_BYTES) return;
      const size = head + this.rest.readInt32BE(head);
      if (this.rest.length < size) return;
      if (!this.isStarting) this.read(this.rest[0], new Reader(this.rest.subarray(head + LENGTH_BYTES, size)));
      this.isStarting = false;
      this.rest = this.rest.subarray(size);
    }
  }

  private read(type: number | undefined, message: Reader): void {
    if (type === PARSE) this.prepared.set(message.text(), message.text());
    if (type === BIND) this.bound = this.binding(message);
    if (type === QUERY) this.executed({ text: message.text(), values: [] });
    if (type === EXECUTE) this.executed(this.bound);
  }

  private binding(message: Reader): SeenStatement {
    message.text(); // the portal, which nobody names
    const text = this.prepared.get(message.text()) ?? "";
    const formats = Array.from({ length: message.short() }, () => message.short());
    const values = Array.from({ length: message.short() }, (_, index) => {
      const bytes = message.bytes();
      const isBinary = (formats.length === 1 ? formats[0] : formats[index]) === 1;
      return bytes && (isBinary ? bytes : bytes.toString("utf8"));
    });
    return { text, values };
  }
}

class Reader {
  private at = 0;

  constructor(private readonly message: Buffer) {}

  text(): string {
    const end = this.message.indexOf(0, this.at);
    const text = this.message.toString("utf8", this.at, end);
    this.at = end + 1;
    return text;
  }

  short(): number {
    this.at += 2;
    return this.message.readInt16BE(this.at - 2);
  }

  bytes(): Buffer | null {
    const length = this.message.readInt32BE(this.at);
    this.at += LENGTH_BYTES;
    if (length < 0) return null;
    this.at += length;
    return Buffer.from(this.message.subarray(this.at - length, this.at));
  }
}

const listening = (server: Server): Promise<number> =>
  new Promise((done, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address && typeof address === "object") done(address.port);
    });
  });
