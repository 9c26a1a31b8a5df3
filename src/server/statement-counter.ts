import type { DataSource } from "typeorm";

interface Client {
  query: (...args: unknown[]) => unknown;
}
interface Pool {
  on(event: "acquire", listener: (client: Client) => void): void;
}

/** Counts the SQL statements of this process where they enter the driver, whoever sends them. */
export class StatementCounter {
  total = 0;
  private running = 0;
  /** Raised whenever an operation begins, so that one can tell whether it was alone. */
  private begun = 0;

  private readonly watched = new WeakSet<Client>();

  /** TypeORM does not show its pool in its types. */
  watch(dataSource: DataSource): void {
    const { master } = dataSource.driver as unknown as { master?: Pool };
    master?.on("acquire", (client) => this.watchClient(client));
  }

  /**
   * Begins an operation; the result ends it, and answers its statements if no other ran beside it.
   * Statements do not know their operation, and following them through the driver would cost every request.
   */
  begin(): () => number | null {
    const before = this.total;
    const turn = ++this.begun;
    const wasAlone = this.running++ === 0;
    return () => {
      this.running--;
      return wasAlone && this.begun === turn ? this.total - before : null;
    };
  }

  private watchClient(client: Client): void {
    if (this.watched.has(client)) return;
    this.watched.add(client);
    const query = client.query.bind(client);
    client.query = (...args) => {
      this.total++;
      return query(...args);
    };
  }
}
