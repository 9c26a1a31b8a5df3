/** Sends a finished plan to the database, and tells what kind of failure came back. */
import type { ClientBase } from "pg";
import type { Context } from "../context.ts";
import { Refusal } from "../errors.ts";
import type { Plan } from "./plans.ts";
import type { Request } from "./sql.ts";

/** Told of each statement before it is sent: for metrics, and for tests that count. */
export type OnStatement = (text: string, ctx: Context) => void;

/**
 * Runs one statement where `ctx.db` is, so that inside a transaction it sees the act's own writes.
 *
 * @returns the first column of each row
 * @throws Refusal UNAVAILABLE, retryable, when the database gave up or went away
 */
export async function runStatement(
  ctx: Context,
  plan: Plan,
  request: Request,
  onStatement?: OnStatement,
): Promise<unknown[]> {
  const values = plan.binds.map((bind) => bind.of(request));
  onStatement?.(plan.text, ctx);
  try {
    return await withClient(ctx, async (client) => {
      const { rows } = await client.query<unknown[]>({ text: plan.text, values, rowMode: "array" });
      return rows.map(([column]) => column);
    });
  } catch (error) {
    throw isOutage(error) ? unavailable() : error;
  }
}

async function withClient<T>(ctx: Context, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const { queryRunner } = ctx.db;
  if (queryRunner) return work((await queryRunner.connect()) as ClientBase);
  const own = ctx.db.dataSource.createQueryRunner();
  try {
    return await work((await own.connect()) as ClientBase);
  } finally {
    await own.release();
  }
}

const unavailable = (): Refusal =>
  new Refusal("UNAVAILABLE", "The service could not answer in time. Try again.", { retryable: true });

/** Statement time-out, serialisation, no more connections, shutting down. */
const OUTAGE_STATES = new Set(["57014", "57P01", "57P02", "57P03", "53300", "40001", "40P01"]);
const OUTAGE_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "" } = error as { code?: string };
  if (OUTAGE_STATES.has(code) || OUTAGE_CODES.has(code) || code.startsWith("08")) return true;
  return /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  );
}
