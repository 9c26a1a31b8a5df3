/** A world that nobody changes gives the same rows to the same statement: it is sent to the database once. */
import type { QueryResult } from "pg";
import type { DataSource, EntityManager } from "typeorm";

export interface Remembering {
  /** Where reads run. */
  readonly db: EntityManager;
  /** Keeps what was answered so far, and from now on whatever is asked until `forget`. */
  keep(): void;
  /** Drops what was answered since `keep`. */
  forget(): void;
  /** Gives the connection back. */
  release(): Promise<void>;
}

/** One connection on which no statement with the same values runs twice. */
export async function rememberAnswers(dataSource: DataSource): Promise<Remembering> {
  const runner = dataSource.createQueryRunner();
  const client = (await runner.connect()) as object & { query(...asked: unknown[]): Promise<QueryResult> };
  let kept = new Map<string, Promise<QueryResult>>();
  let since = new Map<string, Promise<QueryResult>>();
  // A text and its values, one object with both, or one of several statements.
  const query = (...asked: unknown[]): Promise<QueryResult> => {
    const key = JSON.stringify(asked);
    const answer = kept.get(key) ?? since.get(key) ?? client.query(...asked);
    if (!kept.has(key)) since.set(key, answer);
    return answer;
  };
  const remembering = Object.create(client, { query: { value: query } }) as object;
  runner.connect = () => Promise.resolve(remembering);
  return {
    db: runner.manager,
    keep() {
      kept = new Map([...kept, ...since]);
      since = new Map();
    },
    forget() {
      since = new Map();
    },
    release: () => runner.release(),
  };
}
