/** Who is connected with whom, as a fact for other policies, and who may know of it. */
import type { Acquaintance } from "../people/acquaintance.ts";
import { unblocked } from "../people/person.policy.ts";
import { absent, and, eq, FALSE, sql } from "../platform/reads/sql.ts";
import { ConnectedPair } from "./connection.entity.ts";

/** The fact that the policies of people ask for: one look at the key of the pair for each person. A block hides it at once. */
export const acquaintanceOfConnections: Pick<Acquaintance, "areConnected"> = {
  areConnected: (v, personId) =>
    v.anonymous
      ? FALSE
      : and(
          unblocked(v, personId),
          v.exists(
            ConnectedPair,
            (c) =>
              and(
                eq(c.personLowId, sql`least(${personId}, ${v.id})`),
                eq(c.personHighId, sql`greatest(${personId}, ${v.id})`),
                absent(c.endedAt),
              ),
            "row by row",
          ),
        ),
};
