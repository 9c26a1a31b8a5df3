/** How the reference reads rows and lists of them: everything in memory, one after the other. */

import { GraphQLError } from "graphql";
import type { Anything } from "../support/anything.ts";
import { isTooMuchOfClock } from "./clocks.ts";
import { FILTERS } from "./filters.ts";
import { type PageArguments, page } from "./pages.ts";
import { type Circle, isCircle } from "./places.ts";
import type { Rows } from "./rows.ts";
import type { Sight } from "./sight.ts";
import { relevanceOf } from "./words.ts";

export type Resolve = (row: Anything, args: Anything, sight: Sight) => unknown;
export type Fields = Readonly<Record<string, Resolve>>;
export type Type = keyof Rows;

/** What those who may not import the ways below, since filters are made of them, are handed instead. */
export interface Ways {
  one(type: Type, key: string): Resolve;
  connection(
    type: Type,
    belongs: (candidate: Anything, row: Anything, sight: Sight) => boolean,
    when?: (row: Anything, sight: Sight) => boolean,
  ): Resolve;
}

/** The row of a type with this key, if there is one and it is within sight. */
export const seen = (sight: Sight, type: Type, id: string | null): object | null => {
  const row = (sight.rows[type] as readonly { id: string }[]).find((one) => one.id === id);
  return row && sight.sees(row) ? row : null;
};
export const first = <R extends object>(sight: Sight, rows: readonly R[], which: (row: R) => boolean): R | null =>
  rows.find((row) => which(row) && sight.sees(row)) ?? null;

/** A to-one field by the key in a column of ours. */
export const one =
  (type: Type, key: string): Resolve =>
  (row, _args, sight) =>
    seen(sight, type, row[key] as string | null);

/** A page of those rows of a type that are within sight, belong here, and pass the filter. */
export function connection<T extends Type>(
  type: T,
  belongs: (candidate: Rows[T][number], row: Anything, sight: Sight, args: Anything) => boolean,
  when: (row: Anything, sight: Sight) => boolean = () => true,
): Resolve {
  return (row, args: PageArguments, sight) => {
    if (!when(row, sight)) return null;
    const passes = filterOf(type, args.filter ?? {}, sight);
    const rows = (sight.rows[type] as readonly Rows[T][number][]).filter(
      (candidate) => belongs(candidate, row, sight, args) && sight.sees(candidate) && passes(candidate),
    );
    return page(type, rows as never, args);
  };
}

function filterOf(type: Type, filter: Record<string, unknown>, sight: Sight): (row: unknown) => boolean {
  const parts = Object.entries(filter).filter(([, value]) => value != null);
  for (const [name, value] of parts) {
    if (!FILTERS[type]?.[name]) throw new Error(`The reference has no filter ${type}.${name}: write it in filters.ts.`);
    if (
      ["startsAt", "localTime", "hasSeatsWithin"].includes(name) &&
      Object.values(value as object).every((bound) => bound == null)
    ) {
      throw new GraphQLError("An empty range.", { extensions: { code: "BAD_USER_INPUT" } });
    }
    if (name === "query") relevanceOf(value as string, []);
    if (isTooMuchOfClock(name, value)) {
      throw new GraphQLError("No day has that.", { extensions: { code: "BAD_USER_INPUT" } });
    }
    if (name === "near" && !isCircle(value as Circle)) {
      throw new GraphQLError("No circle.", { extensions: { code: "BAD_USER_INPUT" } });
    }
  }
  return (row) => parts.every(([name, value]) => FILTERS[type]?.[name]?.(row, value, sight, filter));
}
