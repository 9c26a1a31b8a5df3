/** Sends finished plans to the database, and tells what kind of failure came back. */
import { createHash } from "node:crypto";
import pg, { type ClientBase } from "pg";
import type { DataSource } from "typeorm";
import type { Context } from "../context.ts";
import { poolOf } from "../database.ts";
import { Refusal } from "../errors.ts";
import { isLostConnection, isOutage } from "../outage.ts";
import { SharedConnections } from "../shared-connections.ts";
import { TextQuery } from "../text-query.ts";
import { NAMED_STATEMENTS_MAX, UNNAMED_RUNS } from "./limits.ts";
import type { Plan } from "./plans.ts";
import type { Request } from "./sql.ts";

/** Told of each statement before it is sent: for metrics, and for tests that count. */
export type OnStatement = (text: string, ctx: Context) => void;

/** SQLSTATE of `reads_null`: a field that promised a value has none. */
const BROKEN_PROMISE = "RN001";

/** A declaration promised what the row does not keep: the operation is to be answered so that the place is named. */
export class BrokenPromise extends Error {}

/** The first column of each row, as text. */
export type Rows = readonly (string | null)[];

export interface StatementOptions {
  readonly dataSource: DataSource;
  /** Whether plans that are used again stay prepared on their connection; not behind a pooler in transaction mode. */
  readonly prepared: boolean;
  readonly onStatement?: OnStatement | undefined;
}

export class Statements {
  /** Names that a connection knows, the longest unused first. */
  private readonly known = new WeakMap<ClientBase, Set<string>>();
  private connections: SharedConnections | null = null;

  constructor(private readonly options: StatementOptions) {}

  /**
   * Runs one statement where `ctx.db` is, so that inside a transaction it sees the act's own writes.
   *
   * @returns the first column of each row
   * @throws Refusal UNAVAILABLE, retryable, when the database gave up or went away
   * @throws BrokenPromise when a value that was promised is not there
   */
  async run(ctx: Context, plan: Plan, request: Request): Promise<Rows> {
    const values = valuesOf(plan, request);
    this.options.onStatement?.(plan.text, ctx);
    try {
      const { queryRunner } = ctx.db;
      if (queryRunner) return await this.send((await queryRunner.connect()) as ClientBase, plan, values);
      return await this.sendAlone(plan, values);
    } catch (error) {
      if (isOutage(error)) throw unavailable(error as Error);
      if (stateOf(error) === BROKEN_PROMISE) throw new BrokenPromise((error as Error).message);
      throw error;
    }
  }

  private sendAlone(plan: Plan, values: unknown[]): Promise<Rows> {
    const pool = poolOf(this.options.dataSource);
    if (!pool) throw unavailable();
    this.connections ??= new SharedConnections(pool, this.options.prepared);
    return this.connections.use((client) => this.send(client, plan, values), isLostConnection);
  }

  private send(client: ClientBase, plan: Plan, values: unknown[]): Promise<Rows> {
    if (!this.options.prepared || ++plan.uses <= UNNAMED_RUNS)
      return client.query(new TextQuery("", plan.text, values)).texts;
    const name = nameOf(plan);
    const forgotten = this.isPrepared(client, name) ? "" : this.makeRoom(client, name);
    return client.query(new TextQuery(name, plan.text, values, forgotten)).texts;
  }

  /** Whether the connection has a statement of that name, which it thereby uses again. */
  private isPrepared(client: ClientBase, name: string): boolean {
    const known = this.known.get(client);
    return known?.delete(name) === true && known.add(name).has(name);
  }

  /** A connection keeps a bounded number of names. The one that goes for the new one, if one does. */
  private makeRoom(client: ClientBase, name: string): string {
    let known = this.known.get(client);
    if (!known) this.known.set(client, (known = new Set()));
    const [oldest = ""] = known.size >= NAMED_STATEMENTS_MAX ? known : [];
    known.delete(oldest);
    known.add(name);
    return oldest;
  }
}

export const valuesOf = ({ binds }: Plan, request: Request): unknown[] => binds.map((bind) => bind.of(request));

/** What connections call a plan. Equal texts have one name, so that documents share what differs in nothing that SQL sees. */
export const nameOf = (plan: Plan): string =>
  (plan.name ??= `r${createHash("sha256").update(plan.text).digest("hex").slice(0, 24)}`);

const unavailable = (cause?: Error): Refusal =>
  new Refusal("UNAVAILABLE", "The service could not answer in time. Try again.", { retryable: true }, cause);

/** SQLSTATE of what the database itself said; nothing for a fault on the way to it. */
const stateOf = (error: unknown): string => (error instanceof pg.DatabaseError ? (error.code ?? "") : "");
