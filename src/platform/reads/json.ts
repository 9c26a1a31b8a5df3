/**
 * How values become JSON. Rooms and the compiler say what there is (`Json`); a `Writer` says it in SQL. Two of them:
 * `textWriter` concatenates the finished text, `functionWriter` builds PostgreSQL's `json`. They check each other.
 */
import { integer, join, NULL, raw, Sql, sql, text, when } from "./sql.ts";

/**
 * How an expression is written: JSON of the writer's own, any value, a number or boolean, text that needs no escaping,
 * any text, text that is JSON once it stands between two constants.
 */
export type Shape = "built" | "any" | "bare" | "plain" | "string" | "framed";

/** What SQL's NULL means: it cannot be; it is GraphQL's null; or the field named here promised a value and broke its word. */
export type Absence = "impossible" | "null" | { readonly promisedBy: string };

interface Expression {
  readonly sql: Sql;
  readonly shape: Shape;
  readonly absence: Absence;
  /** What stands before and behind a framed one. */
  readonly frame?: Frame;
}

type Frame = readonly [before: string, behind: string];

interface Constant {
  readonly constant: string | boolean | null;
}

export type Json = Expression | Constant;

export type Pair = readonly [key: string, value: Json];

const expression =
  (shape: Shape) =>
  (of: Sql, absence: Absence = "impossible"): Json => ({ sql: of, shape, absence });

/** What a writer has written, as a subquery gives it back. */
export const built = expression("built");
export const any = expression("any");
export const bare = expression("bare");
export const plain = expression("plain");
export const string = expression("string");
export const framed = (frame: Frame, of: Sql, absence: Absence): Json => ({ sql: of, shape: "framed", absence, frame });
export const constant = (value: string | boolean | null): Json => ({ constant: value });

/** Null unless the condition holds. */
export function gated(condition: Sql, value: Json): Json {
  if (!("constant" in value)) return { ...value, sql: when(condition, value.sql), absence: "null" };
  if (value.constant === null) return value;
  const shape = typeof value.constant === "string" ? "plain" : "bare";
  return { sql: when(condition, literal(value.constant)), shape, absence: "null" };
}

export interface Writer {
  /** Tells plans of the two apart. */
  readonly name: string;
  /** An object with these keys, in this order: SQL for one finished value. */
  object(pairs: readonly Pair[]): Sql;
  /**
   * All elements as a list. `filter` must name a column of the aggregate's own query: an aggregate that
   * names none belongs to an outer query, and would answer with many rows.
   */
  list(element: Json, filter: Sql, order?: Sql): Sql;
}

const ordered = (order: Sql | undefined): Sql => (order ? sql` order by ${order}` : raw(""));

const literal = (value: string | boolean | null): Sql => {
  if (value === null) return NULL;
  return typeof value === "string" ? text(value) : raw(String(value));
};

// ---- text

/** Finished text between values, or a value. */
type Piece = string | Sql;

/** Reads what was promised and is not there: SQLSTATE `BROKEN_PROMISE`, upon which the operation is answered another way. */
const promised = (value: Sql, field: string): Sql => sql`coalesce(${value}, reads_null(${text(field)}))`;

function pieces(value: Json): readonly Piece[] {
  if ("constant" in value) return [JSON.stringify(value.constant)];
  const { absence } = value;
  if (absence === "impossible") return certain(value);
  const whole = concatenated(certain(value));
  return [absence === "null" ? sql`coalesce(${whole}, 'null')` : promised(whole, absence.promisedBy)];
}

/** The pieces of a value that is there; NULL somewhere in them makes them NULL together. */
function certain({ sql: of, shape, frame = ["", ""] }: Expression): readonly Piece[] {
  switch (shape) {
    case "built":
      return of instanceof Concatenation ? of.pieces : [of];
    case "framed":
      return [frame[0], sql`(${of})`, frame[1]];
    case "any":
      return [sql`to_json(${of})::text`];
    case "bare":
      return [sql`(${of})::text`];
    case "plain":
      return ['"', sql`(${of})`, '"'];
    case "string":
      return [sql`to_json((${of})::text)::text`];
  }
}

/** Text put together; one that stands in another is put together with it, at once. */
class Concatenation extends Sql {
  constructor(
    parts: readonly (string | Sql)[],
    readonly pieces: readonly Piece[],
  ) {
    super(parts);
  }
}

function concatenated(all: readonly Piece[]): Sql {
  const operands: Sql[] = [];
  let constant = "";
  const flush = (): void => {
    if (constant !== "") operands.push(text(constant));
    constant = "";
  };
  for (const piece of all) {
    if (typeof piece === "string") constant += piece;
    else {
      flush();
      operands.push(piece);
    }
  }
  flush();
  const [first] = operands;
  if (first && operands.length === 1)
    return all.every((piece) => typeof piece === "string") ? new Concatenation([first, "::text"], all) : first;
  return new Concatenation(["(", join(operands, " || "), ")"], all);
}

/**
 * Text put together by `||`: less work for the database than its JSON functions, no more bytes than needed, and no
 * limit of arguments. Keys are GraphQL names; they are quoted all the same, as JSON and as SQL.
 */
export const textWriter: Writer = {
  name: "text",
  object: (pairs) =>
    concatenated([
      "{",
      ...pairs.flatMap(([key, value], index) => [`${index === 0 ? "" : ","}${JSON.stringify(key)}:`, ...pieces(value)]),
      "}",
    ]),
  list: (element, filter, order) =>
    concatenated([
      "[",
      sql`coalesce(string_agg(${concatenated(pieces(element))}, ','${ordered(order)}) filter (where ${filter}), '')`,
      "]",
    ]),
};

// ---- PostgreSQL's functions

/** PostgreSQL takes 100 arguments, so 50 pairs, in one call. */
const PAIRS_MAX = 50;

function argument(value: Json): Sql {
  if ("constant" in value) return value.constant === null ? raw("null::json") : literal(value.constant);
  if (value.frame) return sql`(${text(value.frame[0])} || (${value.sql}) || ${text(value.frame[1])})::json`;
  return value.shape === "plain" || value.shape === "string" ? sql`(${value.sql})::text` : value.sql;
}

/** PostgreSQL's own `json`: nulls come out as nulls wherever they arise, so that graphql-js can say which was none. */
export const functionWriter: Writer = {
  name: "functions",
  object(pairs) {
    const chunks: Sql[] = [];
    for (let at = 0; at < pairs.length || at === 0; at += PAIRS_MAX) {
      const some = pairs.slice(at, at + PAIRS_MAX).flatMap(([key, value]) => [text(key), argument(value)]);
      chunks.push(sql`json_build_object(${join(some, ", ")})`);
    }
    const [first] = chunks;
    if (first && chunks.length === 1) return first;
    const spliced = chunks.map((chunk, index) => between(chunk, index, chunks.length));
    return sql`(${join(spliced, " || ")})::json`;
  },
  list: (element, filter, order) =>
    sql`coalesce(json_agg(${argument(element)}${ordered(order)}) filter (where ${filter}), '[]'::json)`,
};

/** One of several objects, without the braces between it and its neighbours. */
function between(chunk: Sql, index: number, count: number): Sql {
  const head = index === 0 ? sql`${chunk}::text` : sql`', ' || substr(${chunk}::text, 2)`;
  return index === count - 1 ? head : sql`left(${head}, ${integer(-1)})`;
}
