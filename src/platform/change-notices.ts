/**
 * What others changed, told to every process that listens. Triggers put notices down in the changing transaction
 * (`tell_public_change`); here they are handed on (`relay_public_changes`), by whichever process comes first, since a
 * NOTIFY inside of domain transactions would make them commit one by one. A notice can be lost only with the connection;
 * that is told as well, and whoever relies on notices must then forget what it knows.
 */
import pg from "pg";
import type { EntityManager } from "typeorm";
import type { StoredEvent } from "./events.ts";
import { newId } from "./ids.ts";
import type { Log } from "./log.ts";

const CHANNEL = "public_changes";
/** What stands in a notice of events in place of a table. */
const EVENTS = "events";
/** Keys in one notice of events: PostgreSQL delivers fewer than 8,000 bytes. */
const KEYS_PER_NOTICE_MAX = 200;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** How long it may take to hear ourselves; longer than a commit of somebody else ever holds it up. */
const BEAT_TIMEOUT_MS = 3_000;
/** From a change that was mentioned until it is handed on, so that many go together. */
const NUDGE_MS = 10;
const CONNECT_TIMEOUT_MS = 2_000;
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 5_000;

/** Tells every process that listens what these events have to do with, when the transaction is committed. */
export async function tellOfEvents(db: EntityManager, events: readonly StoredEvent[]): Promise<void> {
  const keys = [...new Set(events.flatMap(keysIn))];
  for (let at = 0; at < keys.length; at += KEYS_PER_NOTICE_MAX) {
    const some = keys.slice(at, at + KEYS_PER_NOTICE_MAX).map((key) => key.replaceAll("-", ""));
    await db.query("select pg_notify($1, $2)", [CHANNEL, `${EVENTS} - ${some.join(" ")}`]);
  }
}

/** Every key in the payload of an event. */
const keysIn = (event: StoredEvent): string[] =>
  Object.values(event)
    .flat()
    .filter((value): value is string => typeof value === "string" && UUID.test(value));

/** Rows of one table that a committed statement changed. */
export interface ChangeNotice {
  readonly table: string;
  /** Columns that an update changed; none for rows that came or went. */
  readonly columns: readonly string[];
  /** Every UUID in the rows, before and after, as 32 hex digits; null where there were too many to tell. */
  readonly ids: readonly string[] | null;
}

export interface NoticeHandlers {
  /** From now on every change is told. `tables` are those whose changes are. */
  listening(tables: ReadonlySet<string>): void;
  changed(notice: ChangeNotice): void;
  /** Events were committed that have to do with these keys, as 32 hex digits. */
  happened(ids: readonly string[]): void;
  /** Changes may have been missed, and will be until `listening` is told again. */
  lost(): void;
}

export interface ChangeNoticesOptions {
  /** A direct connection: a pooler that hands connections around delivers nothing. */
  readonly databaseUrl: string;
  readonly log: Log;
  readonly handlers: NoticeHandlers;
  /** How often it looks by itself. */
  readonly intervals?: NoticeIntervals;
}

/** In milliseconds. */
export interface NoticeIntervals {
  /** From one look for changes that nobody mentioned to the next: those of other processes, and of programs. */
  readonly relay: number;
  /** How often we say something to ourselves: a connection can die without a word. */
  readonly beat: number;
}
const INTERVALS: NoticeIntervals = { relay: 200, beat: 5_000 };

/** Listens on a connection of its own, and comes back when it is lost. */
export class ChangeNotices {
  private client: pg.Client | null = null;
  private isListening = false;
  private retryMs = RETRY_MIN_MS;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private relayTimer: NodeJS.Timeout | undefined;
  private nudge: NodeJS.Timeout | undefined;
  /** Statements go one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly echoes = new Map<string, () => void>();

  private readonly intervals: NoticeIntervals;

  constructor(private readonly options: ChangeNoticesOptions) {
    this.intervals = options.intervals ?? INTERVALS;
  }

  /** Tries once, and goes on trying behind the caller's back where that fails. */
  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.databaseUrl,
      application_name: "wellmet notices",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: BEAT_TIMEOUT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on("error", (error) => this.lose(client, error));
    client.on("end", () => this.lose(client));
    client.on("notification", ({ payload = "" }) => this.hear(client, payload));
    try {
      await client.connect();
      // What is handed on is not worth waiting for the disk, with a lock of the whole database.
      await client.query(`set synchronous_commit = off; listen ${CHANNEL}`);
      const tables = await watchedTables(client);
      // Behind a pooler LISTEN is accepted and nothing ever comes: only what we heard ourselves is believed.
      await this.echo();
      if (this.client !== client) return;
      this.isListening = true;
      this.retryMs = RETRY_MIN_MS;
      this.options.handlers.listening(tables);
      this.later(this.intervals.beat, () => this.beat(client));
      this.relayTimer = setInterval(() => this.relay(client), this.intervals.relay).unref();
    } catch (error) {
      this.lose(client, error);
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    const { client } = this;
    if (client) this.lose(client);
    await client?.end().catch(() => undefined);
  }

  /**
   * Hands on what there is, says something to ourselves and waits until it is heard. Notices come in the order of
   * commits, so whatever was committed before has been told by then.
   *
   * @throws Error if it is not heard in time
   */
  async echo(): Promise<void> {
    const { client } = this;
    if (!client) throw new Error("There is no connection to listen on.");
    const token = newId();
    let patience: NodeJS.Timeout | undefined;
    const heard = new Promise<void>((resolve, reject) => {
      this.echoes.set(token, resolve);
      patience = setTimeout(() => reject(new Error("Nothing was heard of our own notice.")), BEAT_TIMEOUT_MS);
    });
    try {
      const text = "select relay_public_changes(true), pg_notify($1, $2)";
      await Promise.all([this.ask(client, text, [CHANNEL, `echo - ${token}`]), heard]);
    } finally {
      clearTimeout(patience);
      this.echoes.delete(token);
    }
  }

  /** Something was changed by this process: it is told at once, and not when its turn comes. */
  hint(): void {
    const { client } = this;
    if (!client || !this.isListening || this.nudge) return;
    this.nudge = setTimeout(() => {
      this.nudge = undefined;
      this.relay(client);
    }, NUDGE_MS).unref();
  }

  private relay(client: pg.Client): void {
    if (client !== this.client) return;
    this.ask(client, "select relay_public_changes(false)").catch((error: unknown) => this.lose(client, error));
  }

  private ask(client: pg.Client, text: string, values: readonly unknown[] = []): Promise<unknown> {
    const answer = this.last.then(() => client.query(text, [...values]));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private hear(client: pg.Client, payload: string): void {
    if (client !== this.client) return;
    const { table, columns, ids } = parsed(payload);
    if (table === "echo") this.echoes.get(ids?.[0] ?? "")?.();
    else if (table === EVENTS) this.options.handlers.happened(ids ?? []);
    else this.options.handlers.changed({ table, columns, ids });
  }

  private beat(client: pg.Client): void {
    this.echo().then(
      () => {
        if (client === this.client) this.later(this.intervals.beat, () => this.beat(client));
      },
      (error: unknown) => this.lose(client, error),
    );
  }

  private lose(client: pg.Client, error?: unknown): void {
    if (client !== this.client) return;
    this.client = null;
    clearTimeout(this.timer);
    clearTimeout(this.nudge);
    clearInterval(this.relayTimer);
    this.nudge = undefined;
    this.last = Promise.resolve();
    // It may be half open: nothing polite would get through.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    if (this.isListening) {
      this.isListening = false;
      this.options.handlers.lost();
    }
    if (this.isStopped) return;
    this.options.log.warn(
      { err: error, retryMs: this.retryMs },
      "not listening for changes; public pages are not kept",
    );
    this.later(this.retryMs, () => void this.start());
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MAX_MS);
  }

  private later(ms: number, act: () => void): void {
    this.timer = setTimeout(act, ms);
    this.timer.unref();
  }
}

/** `table columns id id …`, as the trigger writes it. */
function parsed(payload: string): ChangeNotice {
  const [table = "", columns = "*", ...ids] = payload.split(" ");
  if (columns === "*") return { table, columns: [], ids: null };
  return { table, columns: columns === "-" ? [] : columns.split(","), ids };
}

/** Tables with the trigger: the database itself says whose changes are told. */
async function watchedTables(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ relname: string }>(
    `select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
      where p.proname = 'tell_public_change' and t.tgenabled <> 'D' group by 1 having count(*) = 4`,
  );
  return new Set(rows.map(({ relname }) => relname));
}
