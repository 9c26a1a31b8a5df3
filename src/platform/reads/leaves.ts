/** How a scalar of the schema is written from a column or an expression. */
import { type GraphQLOutputType, getNamedType, getNullableType, isEnumType, isListType, isNonNullType } from "graphql";
import { ColumnRef } from "./columns.ts";
import { type Absence, any, bare, constant, type Json, plain, string } from "./json.ts";
import type { Known } from "./registry.ts";
import { isNull, type Sql, sql, text } from "./sql.ts";

const NUMBERS = new Set(["Int", "Float", "Boolean"]);

/** RFC 3339 in UTC with milliseconds, whatever the session's time zone is. */
const instant = (expression: Sql): Sql =>
  sql`to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Wall-clock time without an offset. */
const wallClock = (expression: Sql): Sql => sql`to_char((${expression})::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS')`;

/** `mtg_` and the 32 hex digits of the key; the bare key for a type without a prefix. */
export const globalIdOf = (known: Known | null, key: Sql): Sql =>
  known?.prefix ? sql`(${text(`${known.prefix}_`)} || replace((${key})::text, '-', ''))` : sql`(${key})::text`;

/**
 * A column or expression as the JSON of its field's type. `known` is the type whose `id` it may be; `title` names the
 * field, which answers for a value that it promised.
 */
export function leaf(type: GraphQLOutputType, expression: Sql, title: string, known: Known | null = null): Json {
  const absence = absenceOf(type, expression, title);
  if (absence === "null" && isNull(expression)) return constant(null);
  const named = getNamedType(type);
  if (isListType(getNullableType(type))) return any(listOf(named.name, expression), absence);
  if (NUMBERS.has(named.name)) return bare(expression, absence);
  const formatted = format(named.name, expression, known);
  return formatted === expression && !isEnumType(named) ? string(expression, absence) : plain(formatted, absence);
}

/** Whether the schema allows null, the database excludes it, or only a declaration says so. */
function absenceOf(type: GraphQLOutputType, expression: Sql, title: string): Absence {
  if (!isNonNullType(type)) return "null";
  return expression instanceof ColumnRef && !expression.column.nullable ? "impossible" : { promisedBy: title };
}

function format(name: string, expression: Sql, known: Known | null): Sql {
  if (name === "ID") return globalIdOf(known, expression);
  if (name === "DateTime") return instant(expression);
  return name === "LocalDateTime" ? wallClock(expression) : expression;
}

/** Arrays become lists as they are; elements that need a format are written one by one, in their order. */
function listOf(name: string, array: Sql): Sql {
  if (NUMBERS.has(name)) return array;
  if (name !== "DateTime" && name !== "LocalDateTime") return sql`(${array})::text[]`;
  const element = format(name, sql`e.v`, null);
  return sql`(case when ${array} is not null then (select coalesce(json_agg(${element} order by e.n), '[]'::json) from unnest(${array}) with ordinality e(v, n)) end)`;
}
