/** What can be known of a declaration before any request. */
import { GraphQLSchema } from "graphql";
import { ColumnRef, columnOf } from "./columns.ts";
import { Compilation } from "./compilation.ts";
import { factOf } from "./joins.ts";
import { declaredModel } from "./model.ts";
import type { Class } from "./reads.ts";
import type { Known } from "./registry.ts";
import { type Entered, enter, NOWHERE } from "./scope.ts";
import { never, type Service } from "./sql.ts";

/** Kinds of viewers that statements are compiled for: nobody, a person, a service with every scope there is, a door. */
export const VIEWER_KINDS = ["anonymous", "person", "service", "door"] as const;
export type ViewerKind = (typeof VIEWER_KINDS)[number];

/** With fewer scopes policies have fewer alternatives, so what is certain with all of them is certain. */
const EVERY_SCOPE: Service = { groupIds: [], scopes: Object.assign([], { includes: () => true }) };

/** A row of `known` as it would be compiled for a viewer of that kind. */
export function probe(known: Known, kind: ViewerKind): Entered {
  const viewerId = kind === "person" ? "" : null;
  const service = kind === "service" ? EVERY_SCOPE : undefined;
  const doorId = kind === "door" ? "" : undefined;
  const request = { variables: {}, viewerId, service, doorId, now: new Date(0), credentialHash: null, frame: [] };
  const c = new Compilation(request, { schema: new GraphQLSchema({}), model: declaredModel, fragments: {} });
  return enter(c, known, NOWHERE);
}

/**
 * Whether whoever sees a row of `known` also sees the row its column `key` points at: the column must be
 * NOT NULL and seen by all, and the policy must demand `sees` of it, for every kind of viewer.
 */
export function isAlwaysSeen(known: Known, key: string, target: Class): boolean {
  if (known.guards[key] !== undefined && known.guards[key] !== "open") return false;
  return VIEWER_KINDS.every((kind) => {
    const { row, visible } = probe(known, kind);
    const column = columnOf(row, key);
    if (never(visible)) return true;
    return column instanceof ColumnRef && !column.column.nullable && visible.proves.has(factOf(target, column));
  });
}
