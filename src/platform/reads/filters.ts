/** The parts of a `filter` argument; each becomes one predicate. All parts given are AND-ed. */

import { ID } from "type-graphql";
import { parseGlobalId } from "../ids.ts";
import { DateTimeRange } from "./connection-types.ts";
import type { Class } from "./reads.ts";
import { known, type TypeThunk } from "./registry.ts";
import { and, not, type Sql, sql, TRUE } from "./sql.ts";

/** Values in one list of a filter. */
export const FILTER_LIST_MAX = 100;

/** What was sent for one part of a filter; the engine's side of it. */
export interface FilterValue {
  /** Whether this part of the value was sent and is not null. Each answer has its own plan. */
  given(part: string): boolean;
  /** Whether the value is true. Each answer has its own plan. */
  isTrue(): boolean;
  /** The value, or a part of it, as a parameter of that PostgreSQL type. */
  bind(type: string, part?: string, convert?: (value: never) => unknown): Sql;
  /** Refuses the whole request, before SQL. */
  refuse(message: string): never;
}

export interface Filter {
  readonly type: TypeThunk;
  readonly description?: string | undefined;
  readonly where: (value: FilterValue) => Sql;
}

interface Described {
  readonly description?: string;
}

/** A half-open span of time, of which at least one bound must be given. */
export const between = (column: Sql, options: Described = {}): Filter => ({
  type: () => DateTimeRange,
  description: "Within this span of time.",
  ...options,
  where: (value) => {
    const [from, before] = [value.given("from"), value.given("before")];
    if (!from && !before) value.refuse("A range of time needs `from`, `before`, or both.");
    return and(
      from ? sql`${column} >= ${value.bind("timestamptz", "from")}` : TRUE,
      before ? sql`${column} < ${value.bind("timestamptz", "before")}` : TRUE,
    );
  },
});

/** One of several values of an enum that is registered under its own name. */
export const among = (column: Sql, values: object, options: Described = {}): Filter => ({
  type: () => [values],
  description: `With one of these values; at most ${FILTER_LIST_MAX}.`,
  ...options,
  where: (value) => sql`${column} = any(${value.bind("text[]")})`,
});

/** Exactly this text. */
export const equals = (column: Sql, options: Described & { readonly type?: TypeThunk } = {}): Filter => ({
  type: () => String,
  description: "With exactly this value.",
  ...options,
  where: (value) => sql`${column} = ${value.bind("text")}`,
});

/** One of several objects, by their global ids; an id of another kind, or none at all, matches nothing. */
export const idsOf = (column: Sql, entity: Class, options: Described = {}): Filter => ({
  type: () => [ID],
  description: `Of one of these, by global ID; at most ${FILTER_LIST_MAX}.`,
  ...options,
  where: (value) => sql`${column} = any(${value.bind("uuid[]", "", (ids: string[]) => keysOf(entity, ids))})`,
});

/** Two predicates, one for `true` and one for `false` (if left out: whatever the first does not hold for). */
export const flag = (ifTrue: Sql, ifFalse?: Sql, options: Described = {}): Filter => ({
  type: () => Boolean,
  description: "Those for which this holds, or does not.",
  ...options,
  where: (value) => (value.isTrue() ? ifTrue : (ifFalse ?? not(ifTrue))),
});

/** The primary key behind a global id of that entity, or null. */
export function keyOf(entity: Class, globalId: unknown): string | null {
  const parsed = typeof globalId === "string" ? parseGlobalId(globalId) : null;
  return parsed && parsed.prefix === known.get(entity)?.prefix ? parsed.id : null;
}

export const keysOf = (entity: Class, globalIds: readonly unknown[]): string[] =>
  globalIds.flatMap((globalId) => keyOf(entity, globalId) ?? []);
