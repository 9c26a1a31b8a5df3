/**
 * The seam between what is selected and how it is written: this renderer builds PostgreSQL's `json`,
 * which graphql-js then walks. Keys come from parsed documents, so they are GraphQL names; they are
 * quoted all the same.
 */
import { integer, join, raw, type Sql, sql, text } from "./sql.ts";

/** How a value must be written: JSON already, a number or boolean, text that needs no escaping, any text. */
export type Shape = "json" | "bare" | "plain" | "string";

export interface Json {
  readonly sql: Sql;
  readonly shape: Shape;
  readonly nullable: boolean;
}

export type Pair = readonly [key: string, value: Json];

export const json = (expression: Sql, nullable = false): Json => ({ sql: expression, shape: "json", nullable });
export const bare = (expression: Sql, nullable = false): Json => ({ sql: expression, shape: "bare", nullable });
export const plain = (expression: Sql, nullable = false): Json => ({ sql: expression, shape: "plain", nullable });
export const string = (expression: Sql, nullable = false): Json => ({ sql: expression, shape: "string", nullable });
export const JSON_NULL: Json = { sql: raw("null::json"), shape: "json", nullable: true };

/** PostgreSQL takes 100 arguments, so 50 pairs, in one call. */
const PAIRS_MAX = 50;

const written = ({ sql: expression, shape }: Json): Sql =>
  shape === "json" || shape === "bare" ? expression : sql`(${expression})::text`;

/** An object with these keys, in this order. */
export function object(pairs: readonly Pair[]): Json {
  const chunks: Sql[] = [];
  for (let at = 0; at < pairs.length || at === 0; at += PAIRS_MAX) {
    const some = pairs.slice(at, at + PAIRS_MAX).flatMap(([key, value]) => [text(key), written(value)]);
    chunks.push(sql`json_build_object(${join(some, ", ")})`);
  }
  const [first] = chunks;
  if (first && chunks.length === 1) return json(first);
  return json(
    sql`(${join(
      chunks.map((chunk, index) => spliced(chunk, index, chunks.length)),
      " || ",
    )})::json`,
  );
}

/** One of several objects, without the braces between it and its neighbours. */
function spliced(chunk: Sql, index: number, count: number): Sql {
  const head = index === 0 ? sql`${chunk}::text` : sql`', ' || substr(${chunk}::text, 2)`;
  return index === count - 1 ? head : sql`left(${head}, ${integer(-1)})`;
}

/**
 * All elements as a list. `filter` must name a column of the aggregate's own query: an aggregate that
 * names none belongs to an outer query, and would answer with many rows.
 */
export const list = (element: Json, filter: Sql, order?: Sql): Json =>
  json(
    sql`coalesce(json_agg(${written(element)}${order ? sql` order by ${order}` : raw("")}) filter (where ${filter}), '[]'::json)`,
  );
