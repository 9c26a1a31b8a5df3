/** Who is connected with whom, as a fact for other policies, and who may know of it. */
import type { Acquaintance } from "../people/acquaintance.ts";
import { unblocked } from "../people/person.policy.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, or, type Sql, sql } from "../platform/reads/sql.ts";
import { ConnectedPair } from "./connection.entity.ts";

/** The pair is the viewer and that person: one look at its key. */
export const isWith = (c: Row<ConnectedPair>, v: Viewer, personId: Sql): Sql =>
  and(eq(c.personLowId, sql`least(${personId}, ${v.id})`), eq(c.personHighId, sql`greatest(${personId}, ${v.id})`));

/** Of a connection of the viewer's, the other one. */
export const otherThanViewer = (c: Row<ConnectedPair>, v: Viewer): Sql =>
  sql`case when ${c.personLowId} = ${v.id} then ${c.personHighId} else ${c.personLowId} end`;

/**
 * Only the two see it, while it lasts. One that ended, one behind a block, and none at all are the same to both: so
 * nobody can tell who ended it, or whether a block did.
 */
export const visibleConnection: Policy<ConnectedPair> = (c, v) =>
  v.anonymous
    ? FALSE
    : and(
        absent(c.endedAt),
        or(eq(c.personLowId, v.id), eq(c.personHighId, v.id)),
        unblocked(v, otherThanViewer(c, v)),
      );

/** The fact that the policies of people ask for. Of blocks they know themselves. */
export const acquaintanceOfConnections: Pick<Acquaintance, "areConnected"> = {
  areConnected: (v, personId) =>
    v.anonymous ? FALSE : v.exists(ConnectedPair, (c) => and(isWith(c, v, personId), absent(c.endedAt)), "row by row"),
};
