import type { ClientBase } from "pg";
import { type DataSource, type EntityManager, QueryFailedError } from "typeorm";
import { poolOf } from "./database.ts";
import { JointQuery } from "./joint-query.ts";

/** A statement that is sent with many requests; connections keep it prepared under its name. */
export interface KeptStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * The rows of a statement, each a list of its columns. Goes past TypeORM, which would cost more than the statement.
 *
 * @throws Error when the database cannot be reached, also once its connections are closed
 */
export async function ask<Row extends unknown[]>(
  dataSource: DataSource,
  { name, text }: KeptStatement,
  values: unknown[],
): Promise<Row[]> {
  const pool = poolOf(dataSource);
  if (!pool) throw Object.assign(new Error("The database connections are closed."), { code: "ECONNRESET" });
  const { rows } = await pool.query<Row>({ ...named(dataSource, name), text, values, rowMode: "array" });
  return rows;
}

/**
 * The same where `db` is: inside of its transaction, if it has one.
 *
 * @throws QueryFailedError as TypeORM would, so that a transaction is tried again for the same reasons
 */
export async function askWithin<Row extends unknown[]>(
  db: EntityManager,
  statement: KeptStatement,
  values: unknown[],
): Promise<Row[]> {
  const { queryRunner, dataSource } = db;
  if (!queryRunner) return ask(dataSource, statement, values);
  const { name, text } = statement;
  const client = (await queryRunner.connect()) as ClientBase;
  try {
    const { rows } = await client.query<Row>({ ...named(dataSource, name), text, values, rowMode: "array" });
    return rows;
  } catch (error) {
    throw new QueryFailedError(text, values, error as Error);
  }
}

/** A statement and what it is to be asked with. */
export interface Question {
  readonly statement: KeptStatement;
  readonly values: unknown[];
}

/**
 * Several statements at once, inside of the transaction of `db`: run one after the other, on one way to the database
 * and back. The rows of each.
 *
 * @throws QueryFailedError as `askWithin`, for the first that fails
 */
export async function askTogether(db: EntityManager, questions: readonly Question[]): Promise<unknown[][][]> {
  const { queryRunner, dataSource } = db;
  if (!queryRunner?.isTransactionActive) throw new Error("Statements are sent together inside of inTransaction.");
  const steps = questions.map(({ statement: { name, text }, values }) => {
    return { name: named(dataSource, name).name ?? "", text, values };
  });
  const client = (await queryRunner.connect()) as ClientBase;
  const query = new JointQuery(steps);
  try {
    return await client.query(query).rows;
  } catch (error) {
    throw new QueryFailedError(steps.map(({ text }) => text).join("; "), [], error as Error);
  }
}

/**
 * Texts as an array of PostgreSQL's, for parameters of many members that need no quotes: ids, codes, numbers, instants,
 * bytes in hex. The driver would look at each of them by itself, and quote it.
 */
export const asArray = (members: readonly string[]): string => `{${members.join(",")}}`;

/** Behind a pooler in transaction mode nothing stays prepared. */
function named({ options }: DataSource, name: string): { name?: string } {
  const { prepared = true } = options.extra as { prepared?: boolean };
  return prepared ? { name } : {};
}
