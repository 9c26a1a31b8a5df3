import pg from "pg";
import { JointQuery } from "./joint-query.ts";
import { isLostConnection } from "./outage.ts";
import { TextQuery } from "./text-query.ts";

/**
 * A connection that ends with the first statement to which there was no answer in time, or whose answer was that the
 * database ends it. The driver would keep it: its transaction would stay open, ROLLBACK would wait as long again, and
 * whoever is handed the connection next would commit what they never wrote, or be refused for nothing.
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
      if (answer instanceof Promise) answer.catch((error: unknown) => this.endIfLost(error));
      return sent;
    }) as typeof this.query;
  }

  private endIfLost(error: unknown): void {
    if (isLostConnection(error)) void this.end();
  }
}
