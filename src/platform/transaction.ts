import { type EntityManager, QueryFailedError, type QueryRunner } from "typeorm";
import { askTogether, type KeptStatement, type Question } from "./ask.ts";
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
  return tryAgain(() => ctx.db.transaction((db) => work({ ...ctx, db })));
}

/** What a transaction's first statements answered: the rows of each. */
type Answers = readonly (readonly unknown[][])[];

/**
 * As `inTransaction`, for acts that know at once what they will ask first: that goes on one way with the beginning of
 * the transaction, as `endTogether` goes with its end. An act of two ways to the database is done in a third of the time.
 */
export async function inShortTransaction<T>(
  ctx: Context,
  first: readonly Question[],
  work: (ctx: Context, answers: Answers) => Promise<T>,
): Promise<T> {
  if (ctx.db.queryRunner?.isTransactionActive) return work(ctx, await askTogether(ctx.db, first));
  return tryAgain(async () => {
    const runner = ctx.db.dataSource.createQueryRunner();
    try {
      await runner.connect();
      turnedBy(runner, true);
      const [, ...answers] = await askTogether(runner.manager, [{ statement: BEGIN, values: [] }, ...first]);
      const result = await work({ ...ctx, db: runner.manager }, answers);
      if (runner.isTransactionActive) await runner.commitTransaction();
      return result;
    } catch (error) {
      // What went wrong first is what the caller is told.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  });
}

/**
 * Asks the last statements of a transaction and ends it on the same way; one that others began goes on. Nothing may be
 * asked after it.
 */
export async function endTogether(db: EntityManager, questions: readonly Question[]): Promise<Answers> {
  const { queryRunner } = db;
  if (!queryRunner || !begunShortly.has(queryRunner)) return askTogether(db, questions);
  const answers = await askTogether(db, [...questions, { statement: COMMIT, values: [] }]);
  turnedBy(queryRunner, false);
  return answers.slice(0, -1);
}

const BEGIN: KeptStatement = { name: "begin", text: "begin" };
const COMMIT: KeptStatement = { name: "commit", text: "commit" };

/** Those whose transaction ends with `endTogether`. */
const begunShortly = new WeakSet<QueryRunner>();

/** TypeORM is told what became of the transaction behind its back. */
function turnedBy(runner: QueryRunner, isActive: boolean): void {
  Object.assign(runner, { isTransactionActive: isActive, transactionDepth: isActive ? 1 : 0 });
  if (isActive) begunShortly.add(runner);
  else begunShortly.delete(runner);
}

async function tryAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error) ?? "")) throw error;
    }
  }
}
