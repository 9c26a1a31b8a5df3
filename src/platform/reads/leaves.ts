/** How a scalar of the schema is written from a column or an expression. */
import { type GraphQLOutputType, getNamedType, getNullableType, isEnumType, isListType, isNonNullType } from "graphql";
import { bare, type Json, json, plain, string } from "./json.ts";
import type { Known } from "./registry.ts";
import { type Sql, sql, text } from "./sql.ts";

const NUMBERS = new Set(["Int", "Float", "Boolean"]);

/** RFC 3339 in UTC with milliseconds, whatever the session's time zone is. */
const instant = (expression: Sql): Sql =>
  sql`to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Wall-clock time without an offset. */
const wallClock = (expression: Sql): Sql => sql`to_char((${expression})::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS')`;

/** `mtg_` and the 32 hex digits of the key; the bare key for a type without a prefix. */
export const globalIdOf = (known: Known | null, key: Sql): Sql =>
  known?.prefix ? sql`(${text(`${known.prefix}_`)} || replace((${key})::text, '-', ''))` : sql`(${key})::text`;

/** A column or expression as the JSON of its field's type. `known` is the type whose `id` it may be. */
export function leaf(type: GraphQLOutputType, expression: Sql, known: Known | null): Json {
  const nullable = !isNonNullType(type);
  const named = getNamedType(type);
  if (isListType(getNullableType(type))) return json(listOf(named.name, expression), nullable);
  if (NUMBERS.has(named.name)) return bare(expression, nullable);
  const formatted = format(named.name, expression, known);
  return formatted === expression && !isEnumType(named) ? string(expression, nullable) : plain(formatted, nullable);
}

function format(name: string, expression: Sql, known: Known | null): Sql {
  if (name === "ID") return globalIdOf(known, expression);
  if (name === "DateTime") return instant(expression);
  return name === "LocalDateTime" ? wallClock(expression) : expression;
}

/** Arrays become lists; elements that need a format are written one by one, in their order. */
function listOf(name: string, array: Sql): Sql {
  if (NUMBERS.has(name)) return sql`to_json(${array})`;
  if (name !== "DateTime" && name !== "LocalDateTime") return sql`to_json((${array})::text[])`;
  const element = format(name, sql`e.v`, null);
  return sql`(case when ${array} is not null then (select coalesce(json_agg(${element} order by e.n), '[]'::json) from unnest(${array}) with ordinality e(v, n)) end)`;
}
