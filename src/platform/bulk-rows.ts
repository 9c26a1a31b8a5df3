/** Many rows in one statement, for imports and seeds. Acts write one row at a time, with their reasons beside it. */
import type { EntityManager } from "typeorm";
import type { Class } from "./reads/reads.ts";

/** Rows written at once: enough that the way to the database no longer counts, little enough to hold in memory. */
export const ROWS_AT_ONCE = 500;

interface Columns {
  readonly table: string;
  readonly names: readonly string[];
  /** The rows as PostgreSQL's own types read them from JSON. */
  readonly json: string;
}

/**
 * Inserts rows that all have the same properties, or names the columns of the first one to be told so. `suffix` is
 * what stands behind the rows, such as `on conflict do nothing`.
 *
 * @returns how many rows are new or, with `on conflict … do update`, written
 */
export async function insertRows<E extends object>(
  db: EntityManager,
  entity: Class<E>,
  rows: readonly Partial<E>[],
  suffix = "",
): Promise<number> {
  if (rows.length === 0) return 0;
  const { table, names, json } = columnsOf(db, entity, rows);
  const list = names.join(", ");
  const [{ count }] = await db.query<[{ count: number }]>(
    `with written as (
       insert into ${table} (${list})
       select ${list} from json_populate_recordset(null::${table}, $1::json) ${suffix}
       returning 1
     ) select count(*)::integer as count from written`,
    [json],
  );
  return count;
}

function columnsOf<E extends object>(db: EntityManager, entity: Class<E>, rows: readonly Partial<E>[]): Columns {
  const { tableName, columns } = db.dataSource.getMetadata(entity);
  const [first] = rows;
  const given = columns.filter((column) => first !== undefined && column.propertyName in first);
  const named = rows.map((row) => {
    const written: Record<string, unknown> = {};
    for (const { databaseName, propertyName } of given) {
      written[databaseName] = jsonOf((row as Record<string, unknown>)[propertyName]);
    }
    return written;
  });
  return { table: tableName, names: given.map((column) => column.databaseName), json: JSON.stringify(named) };
}

/** Moments print themselves; bytes are written as PostgreSQL reads them. */
const jsonOf = (value: unknown): unknown => (Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : (value ?? null));
