/** A statement that answers text, on the driver's own connection but without what its queries do for every other kind. */
import type { Connection, Submittable } from "pg";
import { prepareValue } from "pg/lib/utils.js";

/** What the driver offers to classes of queries, such as cursors, and its types do not tell. */
export interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string | undefined>;
  parse(statement: { name: string; text: string }): void;
  bind(values: { statement: string; values: readonly unknown[]; valueMapper: (value: unknown) => unknown }): void;
  execute(): void;
  sync(): void;
}

/** Instants as text in UTC; the driver itself would work out the local time of each. */
export const asWired = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : prepareValue(value));

type Done = (error: Error | null, rows?: readonly (string | null)[]) => void;

/**
 * One statement of one column of text. What the columns are is known, so the database is not asked to describe them,
 * and nothing is made of each row but its text.
 */
export class TextQuery implements Submittable {
  /** The first column of each row. */
  readonly rows: Promise<readonly (string | null)[]>;
  /** Replaced by the driver, to stop its clock. */
  callback: Done = () => undefined;
  private readonly read: (string | null)[] = [];

  /** @param name what the connection keeps it prepared by; empty for a statement that is not kept */
  constructor(
    readonly name: string,
    readonly text: string,
    private readonly values: readonly unknown[],
  ) {
    this.rows = new Promise((resolve, reject) => {
      this.callback = (error, rows = []) => (error ? reject(error) : resolve(rows));
    });
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    try {
      if (this.name === "" || wire.parsedStatements[this.name] === undefined) wire.parse(this);
      wire.bind({ statement: this.name, values: this.values, valueMapper: asWired });
      wire.execute();
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
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
