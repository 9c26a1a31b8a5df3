import type { DataSource } from "typeorm";
import { Gathering } from "./gathering.ts";
import type { Log } from "./log.ts";

/** Uses gathered at once; more are noted with their rows' next use. */
const USES_MAX = 10_000;

interface Use {
  readonly table: string;
  readonly id: string;
  readonly at: Date;
}

/** When credentials were last used, whatever their kind: a table with `id` and `last_used_at`. */
export class LastUses {
  private readonly uses: Gathering<Use>;

  constructor({ dataSource, log }: { readonly dataSource: DataSource; readonly log: Log }) {
    const write = async (uses: ReadonlyMap<string, Use>) => {
      const all = [...uses.values()];
      for (const table of new Set(all.map((use) => use.table))) {
        await noteIn(
          dataSource,
          table,
          all.filter((use) => use.table === table),
        );
      }
    };
    this.uses = new Gathering({ most: USES_MAX, what: "uses of credentials", write, log });
  }

  /** `table` is a word of ours, never a caller's. */
  note(table: string, id: string, at: Date): void {
    this.uses.take(`${table} ${id}`, () => ({ table, id, at }));
  }

  flush(): Promise<void> {
    return this.uses.flush();
  }
}

const noteIn = (dataSource: DataSource, table: string, uses: readonly Use[]): Promise<unknown> =>
  dataSource.query(
    `update ${table} t set last_used_at = u.at from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
      where t.id = u.id and coalesce(t.last_used_at < u.at, true)`,
    [uses.map(({ id }) => id), uses.map(({ at }) => at)],
  );
