import pg from "pg";
import { JointQuery } from "./joint-query.ts";
import { TextQuery } from "./text-query.ts";

/** What the driver says when a statement was given up on this side, while the database may still be at it. */
const GIVEN_UP = "Query read timeout";

/**
 * A connection that ends with the first statement to which there was no answer in time. The driver would keep it: its
 * transaction would stay open, ROLLBACK would wait as long again, and whoever is handed the connection next would
 * commit what they never wrote.
 */
export class MortalClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // Statements under way are told by themselves that the connection broke; an event that nobody hears would end the process.
    this.on("error", () => undefined);
    const send = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = ((...args: unknown[]) => {
      const sent = send(...args);
      const answer = sent instanceof TextQuery ? sent.texts : sent instanceof JointQuery ? sent.rows : sent;
      if (answer instanceof Promise) answer.catch((error: unknown) => this.endIfGivenUp(error));
      return sent;
    }) as typeof this.query;
  }

  private endIfGivenUp(error: unknown): void {
    if (error instanceof Error && error.message === GIVEN_UP) void this.end();
  }
}
