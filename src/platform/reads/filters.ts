/** The parts of a `filter` argument; each becomes one predicate. All parts given are AND-ed. */

import { ID } from "type-graphql";
import { ColumnRef, GuardedColumn } from "./columns.ts";
import { DateTimeRange } from "./connection-types.ts";
import { keysOf } from "./global-ids.ts";
import { FILTER_LIST_MAX } from "./limits.ts";
import type { Class } from "./reads.ts";
import type { Filter, TypeThunk } from "./registry.ts";
import { and, not, type Sql, sql, TRUE } from "./sql.ts";

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
    if (!from && !before) value.refuse(`\`${value.path}\` needs \`from\`, \`before\`, or both.`);
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

/** Exactly this value; of another type than text, say which: `equals(m.seats, { type: () => Int })`. */
export const equals = (column: Sql, options: Described & { readonly type?: TypeThunk } = {}): Filter => ({
  type: () => String,
  description: "With exactly this value.",
  ...options,
  where: (value) => sql`${column} = ${value.bind(typeOfColumn(column))}`,
});

const typeOfColumn = (column: Sql): string =>
  column instanceof ColumnRef || column instanceof GuardedColumn ? column.column.type : "text";

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
