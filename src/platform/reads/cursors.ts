/**
 * Cursors: hex of a JSON list (order, sort value, key). Hex costs a third of base64 to write in SQL.
 * What comes back from a client is checked whole, by the type of the sorted column, before it is bound.
 */
import { ColumnRef } from "./columns.ts";
import { CURSOR_LENGTH_MAX } from "./limits.ts";
import type { Known, Order } from "./registry.ts";
import { fingerprint, type Sql, sql, text } from "./sql.ts";

/** An order of one type in one direction: cursors of another are refused. */
export interface Sorting {
  /** `Meeting STARTS_AT ASC`. */
  readonly name: string;
  readonly field: string;
  readonly ascending: boolean;
  /** PostgreSQL type of the sort value. */
  readonly type: string;
  /** Whether rows are ordered by their key alone. */
  readonly byKey: boolean;
  /** The part of the filter that this order cannot do without. */
  readonly needs: string | null;
}

export interface Position {
  readonly value: unknown;
  readonly key: string;
}

export function sortingOf(known: Known, field: string, direction: string, order: Order | undefined, key: Sql): Sorting {
  const by = order?.by ?? key;
  return {
    name: `${known.name} ${field} ${direction}`,
    field,
    ascending: direction === "ASC",
    type: order?.type ?? (by instanceof ColumnRef ? by.column.type : "text"),
    byKey: fingerprint(by) === fingerprint(key),
    needs: order?.needs ?? null,
  };
}

/** Text sorts by code points, the same on every machine; other types have no collation. */
export const collated = (type: string, expression: Sql): Sql =>
  type === "text" ? sql`(${expression}) collate "C"` : expression;

/** The cursor of a row, as SQL. Instants keep their microseconds, which a JavaScript date would cut. */
export function cursorOf(sorting: Sorting, value: Sql, key: Sql): Sql {
  const exact =
    sorting.type === "timestamptz" ? sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : value;
  const list = sorting.byKey
    ? sql`json_build_array(${text(sorting.name)}, ${key})`
    : sql`json_build_array(${text(sorting.name)}, ${exact}, ${key})`;
  return sql`encode(convert_to(${list}::text, 'UTF8'), 'hex')`;
}

/** The position a cursor stands for, or null if it is none of this list in this order. */
export function parseCursor(cursor: string, sorting: Sorting): Position | null {
  const list = parsed(cursor);
  const length = sorting.byKey ? 2 : 3;
  if (list === null || list.length !== length || list[0] !== sorting.name) return null;
  const [value, key] = [list[1], list[length - 1]];
  if (typeof key !== "string" || !UUID.test(key)) return null;
  return sorting.byKey || isOfType(sorting.type, value) ? { value, key } : null;
}

function parsed(cursor: string): unknown[] | null {
  if (cursor.length > CURSOR_LENGTH_MAX || !/^(?:[0-9a-f]{2})+$/.test(cursor)) return null;
  try {
    const list: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(cursor, "hex")));
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{6}Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INTEGER_MAX = 2 ** 31 - 1;

/**
 * Types that an order can have, and what a sort value of theirs looks like: what PostgreSQL would refuse,
 * or read as something else, must not reach it.
 */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string" && !/[\0\p{Surrogate}]/u.test(value),
  timestamptz: (value) => typeof value === "string" && isSameInstant(INSTANT.exec(value)?.[1] ?? ""),
  date: (value) => typeof value === "string" && DAY.test(value) && isSameInstant(`${value}T00:00:00`),
  integer: (value) => Number.isInteger(value) && Math.abs(value as number) <= INTEGER_MAX,
  bigint: (value) => Number.isSafeInteger(value),
  numeric: (value) => Number.isFinite(value),
  "double precision": (value) => Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  uuid: (value) => typeof value === "string" && UUID.test(value),
};

/** Whether cursors of such an order can be checked. */
export const isSortable = (type: string): boolean => Object.hasOwn(CHECKS, type);

const isOfType = (type: string, value: unknown): boolean => CHECKS[type]?.(value) ?? false;

/** JavaScript reads 30 February as 2 March; PostgreSQL refuses it. */
function isSameInstant(seconds: string): boolean {
  const date = new Date(`${seconds}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(seconds);
}
