/** A statement that answers text, on the driver's own connection but without what its queries do for every other kind. */
import type { Writable } from "node:stream";
import pg, { type Connection } from "pg";
import { prepareValue } from "pg/lib/utils.js";

/** What the driver offers to classes of queries, such as cursors, and its types do not tell. */
export interface Wire {
  readonly stream: Writable;
  readonly parsedStatements: Record<string, string | undefined>;
  /** Names whose statements were sent, and no word of them came back. */
  readonly submittedNamedStatements: Record<string, string | undefined>;
  parse(statement: { name: string; text: string }): void;
  bind(values: { statement: string; values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void;
  execute(): void;
  close(statement: { type: "S"; name: string }): void;
  sync(): void;
}

/** Instants as text in UTC; the driver itself would work out the local time of each. */
export const asWired = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : prepareValue(value));

type Done = (error: Error | null, rows?: readonly (string | null)[]) => void;

/**
 * One statement of one column of text. What the columns are is known, so the database is not asked to describe them,
 * and nothing is made of each row but its text. The driver sends only what it knows as a query of its own kind before
 * the answers to others.
 */
export class TextQuery extends pg.Query {
  /** The first column of each row. */
  readonly texts: Promise<readonly (string | null)[]>;
  /** Replaced by the driver, to stop its clock. */
  callback: Done = () => undefined;
  private readonly read: (string | null)[] = [];

  /**
   * @param name what the connection keeps it prepared by; empty for a statement that is not kept
   * @param forgotten a statement that the connection no longer keeps; empty if it keeps all
   */
  constructor(
    public name: string,
    readonly text: string,
    private readonly values: readonly unknown[],
    private readonly forgotten = "",
  ) {
    super(text);
    this.texts = new Promise((resolve, reject) => {
      this.callback = (error, texts = []) => (error ? reject(error) : resolve(texts));
    });
  }

  override submit = (connection: Connection): void => {
    const wire = connection as unknown as Wire;
    gather(wire.stream);
    if (this.forgotten !== "") forget(wire, this.forgotten);
    // Whether the other will be prepared is not known yet: this one does not wait to hear of it.
    if (wire.submittedNamedStatements[this.name] !== undefined) this.name = "";
    if (this.name === "" || wire.parsedStatements[this.name] === undefined) this.parse(wire);
    wire.bind({ statement: this.name, values: this.values, valueMapper: asWired });
    wire.execute();
    wire.sync();
  };

  private parse(wire: Wire): void {
    if (this.name !== "") wire.submittedNamedStatements[this.name] = this.text;
    wire.parse(this);
  }

  handleDataRow({ fields: [column] }: { fields: readonly (string | null)[] }): void {
    this.read.push(column ?? null);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.read);
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleRowDescription(): void {}
}

/** What is asked while one turn of the event loop goes on goes out as one message at its end. */
function gather(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(() => stream.uncork());
}

/** On both sides: the driver would otherwise believe that the database still has it. */
function forget(wire: Wire, name: string): void {
  wire.close({ type: "S", name });
  Reflect.deleteProperty(wire.parsedStatements, name);
}
