import { QueryFailedError } from "typeorm";
import type { Context } from "./context.ts";

/** SQLSTATEs after which the same transaction may well succeed: serialisation, deadlock, lock time-out. */
const RETRYABLE = new Set(["40001", "40P01", "55P03"]);
const ATTEMPTS_MAX = 4;

/** SQLSTATE of an error of the database, or null. */
export const sqlState = (error: unknown): string | null =>
  error instanceof QueryFailedError ? ((error.driverError as { code?: string }).code ?? null) : null;

/** Name of the violated constraint, or null. */
export const violatedConstraint = (error: unknown): string | null =>
  error instanceof QueryFailedError ? ((error.driverError as { constraint?: string }).constraint ?? null) : null;

/**
 * Runs `work` in one transaction (read committed), again from the start if the database asks for it.
 * The inner `ctx` shadows the outer on purpose: nothing inside can write past the transaction.
 * Inside a transaction it simply joins it.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.queryRunner?.isTransactionActive) return work(ctx);
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.db.transaction((db) => work({ ...ctx, db }));
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error) ?? "")) throw error;
    }
  }
}
