/**
 * What the policies of people must know of rooms above them: groups, visits, connections. Declared
 * here, filled from above in `server/rooms.ts`; until then nobody knows anybody.
 */

import type { Viewer } from "../platform/reads/policy.ts";
import { FALSE, type Sql } from "../platform/reads/sql.ts";

/** Each fact is a predicate over the primary key of a person, seen by the viewer. */
export interface Acquaintance {
  /** The viewer and the person are both live members of one group. */
  shareGroup(viewer: Viewer, personId: Sql): Sql;
  /** The viewer is an organiser or owner of a group in which the person is a live member. */
  organisesGroupOf(viewer: Viewer, personId: Sql): Sql;
  /** The viewer keeps the books of a group that knows the person: as a member of any status, or as a visitor. */
  keepsRecordOf(viewer: Viewer, personId: Sql): Sql;
  /** The person is a live member of a group that the key of a service covers, whatever its scopes. */
  isServed(viewer: Viewer, personId: Sql): Sql;
  /** And the key is for reading what such members show of themselves. */
  isServedProfile(viewer: Viewer, personId: Sql): Sql;
  /** The viewer and the person are connected. */
  areConnected(viewer: Viewer, personId: Sql): Sql;
}

const nobody = (): Sql => FALSE;

let known: Acquaintance = {
  shareGroup: nobody,
  organisesGroupOf: nobody,
  keepsRecordOf: nobody,
  isServed: nobody,
  isServedProfile: nobody,
  areConnected: nobody,
};

/** The rooms above say what they know; called once for each fact, before the schema is built. */
export function fillAcquaintance(facts: Partial<Acquaintance>): void {
  known = { ...known, ...facts };
}

export const acquaintance: Acquaintance = {
  shareGroup: (viewer, personId) => known.shareGroup(viewer, personId),
  organisesGroupOf: (viewer, personId) => known.organisesGroupOf(viewer, personId),
  keepsRecordOf: (viewer, personId) => known.keepsRecordOf(viewer, personId),
  isServed: (viewer, personId) => known.isServed(viewer, personId),
  isServedProfile: (viewer, personId) => known.isServedProfile(viewer, personId),
  areConnected: (viewer, personId) => known.areConnected(viewer, personId),
};
