/** How a scalar of the schema is written from a column or an expression. */
import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
} from "graphql";
import { ColumnRef, GuardedColumn } from "./columns.ts";
import { type Absence, any, bare, constant, framed, type Json, plain, string } from "./json.ts";
import type { Known } from "./registry.ts";
import { isNull, type Sql, sql } from "./sql.ts";

const NUMBERS = new Set(["Int", "Float", "Boolean"]);

/** RFC 3339 in UTC with milliseconds, whatever the session's time zone is. */
const instant = (expression: Sql): Sql =>
  sql`to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The same of a column of whole milliseconds, with the quotation mark before it, in a third of the time: JSON of PostgreSQL
 * leaves zeros at the end out, so a millionth of a second is added, which is cut off again.
 */
const instantOfMilliseconds = (column: Sql): Sql =>
  sql`left(to_json((${column} at time zone interval '0') + interval '1 microsecond')::text, 24)`;

const isOfMilliseconds = (expression: Sql): boolean =>
  (expression instanceof ColumnRef || expression instanceof GuardedColumn) &&
  expression.column.type === "timestamptz" &&
  expression.column.precision === MILLISECONDS;
const MILLISECONDS = 3;

/** Wall-clock time without an offset. */
const wallClock = (expression: Sql): Sql => sql`to_char((${expression})::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS')`;

/** The 32 hex digits of a key. */
const hexOf = (key: Sql): Sql => sql`encode(uuid_send(${key}), 'hex')`;

/**
 * A column or expression as the JSON of its field's type. `own` is the type whose `id` it may be; `title` names the
 * field, which answers for a value that it promised.
 */
export function leaf(type: GraphQLOutputType, expression: Sql, title: string, own: Known | null = null): Json {
  const absence = absenceOf(type, expression, title);
  if (absence === "null" && isNull(expression)) return constant(null);
  const named = getNamedType(type);
  if (isListType(getNullableType(type))) return any(listOf(named.name, expression), absence);
  if (NUMBERS.has(named.name)) return bare(expression, absence);
  return inFrame(named.name, expression, { absence, own }) ?? formatted(named, expression, absence);
}

interface About {
  readonly absence: Absence;
  /** The type whose `id` it may be. */
  readonly own: Known | null;
}

/** What is JSON once it stands between two constants: `mtg_` and the digits of the key, an instant. */
function inFrame(name: string, expression: Sql, { absence, own }: About): Json | null {
  if (name === "ID" && own?.prefix) return framed([`"${own.prefix}_`, '"'], hexOf(expression), absence);
  if (name === "DateTime" && isOfMilliseconds(expression))
    return framed(["", 'Z"'], instantOfMilliseconds(expression), absence);
  return null;
}

function formatted(named: GraphQLNamedType, expression: Sql, absence: Absence): Json {
  const written = format(named.name, expression);
  return written === expression && !isEnumType(named) ? string(expression, absence) : plain(written, absence);
}

/** Whether the schema allows null, the database excludes it, or only a declaration says so. */
function absenceOf(type: GraphQLOutputType, expression: Sql, title: string): Absence {
  if (!isNonNullType(type)) return "null";
  return expression instanceof ColumnRef && !expression.column.nullable ? "impossible" : { promisedBy: title };
}

function format(name: string, expression: Sql): Sql {
  if (name === "ID") return sql`(${expression})::text`;
  if (name === "DateTime") return instant(expression);
  return name === "LocalDateTime" ? wallClock(expression) : expression;
}

/** Arrays become lists as they are; elements that need a format are written one by one, in their order. */
function listOf(name: string, array: Sql): Sql {
  if (NUMBERS.has(name)) return array;
  if (name !== "DateTime" && name !== "LocalDateTime") return sql`(${array})::text[]`;
  const element = format(name, sql`e.v`);
  return sql`(case when ${array} is not null then (select coalesce(json_agg(${element} order by e.n), '[]'::json) from unnest(${array}) with ordinality e(v, n)) end)`;
}
