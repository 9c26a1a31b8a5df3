import type { DataSource } from "typeorm";
import { poolOf } from "./database.ts";

/** A statement that is sent with every other request; connections keep it prepared under its name. */
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
  const { prepared = true } = dataSource.options.extra as { prepared?: boolean };
  const { rows } = await pool.query<Row>({ ...(prepared ? { name } : {}), text, values, rowMode: "array" });
  return rows;
}
