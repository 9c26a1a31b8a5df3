/** What can be known of a declaration before any request. */
import { GraphQLSchema } from "graphql";
import { ColumnRef, columnOf } from "./columns.ts";
import { Compilation } from "./compilation.ts";
import { factOf } from "./joins.ts";
import { declaredModel } from "./model.ts";
import type { Class } from "./reads.ts";
import type { Known } from "./registry.ts";
import { type Entered, enter, NOWHERE } from "./scope.ts";
import { never } from "./sql.ts";

/** A row of `known` as it would be compiled for an anonymous viewer, or for a person. */
export function probe(known: Known, viewerId: string | null): Entered {
  const request = { variables: {}, viewerId, now: new Date(0), credentialHash: null, frame: [] };
  const c = new Compilation(request, { schema: new GraphQLSchema({}), model: declaredModel, fragments: {} });
  return enter(c, known, NOWHERE);
}

/**
 * Whether whoever sees a row of `known` also sees the row its column `key` points at: the column must be
 * NOT NULL and seen by all, and the policy must demand `sees` of it, for persons and anonymous viewers alike.
 */
export function isAlwaysSeen(known: Known, key: string, target: Class): boolean {
  if (known.guards[key] !== undefined && known.guards[key] !== "open") return false;
  return [null, ""].every((viewerId) => {
    const { row, visible } = probe(known, viewerId);
    const column = columnOf(row, key);
    if (never(visible)) return true;
    return column instanceof ColumnRef && !column.column.nullable && visible.proves.has(factOf(target, column));
  });
}
