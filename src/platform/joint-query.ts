/** Several statements in one message to the database, answered in one: nobody waits for each in turn. */
import pg, { type Connection, type Submittable } from "pg";
import { asWired, type Wire } from "./text-query.ts";

/** What a statement that is described, or made anew under its name, needs besides. */
interface JointWire extends Wire {
  describe(portal: { type: "P"; name: string }): void;
}

/** The driver knows more types than its own list of them. */
const types = pg.types as unknown as { getTypeParser(type: number, format: "text"): (value: string) => unknown };

interface Step {
  /** What the connection keeps it prepared by; empty for a statement that is not kept. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Rows = unknown[][];
type Done = (error: Error | null, rows?: Rows[]) => void;

/**
 * Statements that are run one after the other, each seeing what those before it did; at the first that fails, the rest
 * is left out. Only for inside of a transaction, which then fails as a whole.
 */
export class JointQuery implements Submittable {
  /** The rows of each statement, each a list of its columns. */
  readonly rows: Promise<Rows[]>;
  /** Replaced by the driver, to stop its clock. */
  callback: Done = () => undefined;
  private readonly answers: Rows[];
  private parsers: ((value: string) => unknown)[] = [];
  private at = 0;
  private wire: JointWire | undefined;

  constructor(readonly steps: readonly Step[]) {
    this.answers = steps.map(() => []);
    this.rows = new Promise((resolve, reject) => {
      this.callback = (error, rows = []) => (error ? reject(error) : resolve(rows));
    });
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as JointWire;
    this.wire = wire;
    wire.stream.cork();
    try {
      for (const { name, text, values } of this.steps) {
        if (name === "" || wire.parsedStatements[name] === undefined) {
          // It may be there all the same, from a time when something failed before its end was heard of.
          if (name !== "") wire.close({ type: "S", name });
          wire.parse({ name, text });
        }
        wire.bind({ statement: name, values, valueMapper: asWired });
        wire.describe({ type: "P", name: "" });
        wire.execute();
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: readonly { readonly dataTypeID: number }[] }): void {
    this.parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, "text"));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const row = fields.map((value, index) => (value === null ? null : this.parsers[index]?.(value)));
    this.answers[this.at]?.push(row);
  }

  handleCommandComplete(): void {
    const step = this.steps[this.at++];
    if (step && step.name !== "" && this.wire) this.wire.parsedStatements[step.name] = step.text;
  }

  handleReadyForQuery(): void {
    this.callback(null, this.answers);
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleEmptyQuery(): void {}
}
