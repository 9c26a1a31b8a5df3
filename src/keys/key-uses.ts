import type { DataSource } from "typeorm";
import type { Log } from "../platform/log.ts";

/** Milliseconds for which uses are gathered before they are written, so that nobody's answer waits for that. */
const GATHERED_MS = 1_000;
/** Uses gathered at once; more are noted with their keys' next use. */
const USES_MAX = 10_000;

/** When keys were last used, gathered and written together. */
export class KeyUses {
  private uses = new Map<string, Date>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly dataSource: DataSource; readonly log: Log }) {}

  note(keyId: string, at: Date): void {
    if (this.uses.size >= USES_MAX) return;
    this.uses.set(keyId, at);
    this.timer ??= setTimeout(() => void this.flush(), GATHERED_MS).unref();
  }

  /** Writes what is gathered; a failure loses it, and the next use says it again. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { uses } = this;
    this.uses = new Map();
    this.writing = this.writing.then(() => this.write(uses));
    return this.writing;
  }

  private async write(uses: ReadonlyMap<string, Date>): Promise<void> {
    if (uses.size === 0) return;
    try {
      await this.deps.dataSource.query(
        `update api_keys k set last_used_at = u.at from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
          where k.id = u.id and coalesce(k.last_used_at < u.at, true)`,
        [[...uses.keys()], [...uses.values()]],
      );
    } catch (error) {
      this.deps.log.warn({ err: error }, "uses of keys were not noted");
    }
  }
}
