/** What of a roll its door reads. */
import { Door } from "../doors/door.entity.ts";
import type { Policy } from "../platform/reads/policy.ts";
import { and, eq, integer, sql } from "../platform/reads/sql.ts";
import type { DoorLine } from "./door-line.entity.ts";

/** Places of the view from this one on are of visitors of the past: a door has no need of their names. */
const MAY_COME = 3;

/** The door's own meeting, and nobody who is neither expected nor going nor in. */
export const visibleDoorLine: Policy<DoorLine> = (line, v) =>
  and(
    sql`${line.place} < ${integer(MAY_COME)}`,
    v.exists(Door, (door) => and(v.isDoor(door.id), eq(door.meetingId, line.meetingId))),
  );

export const readsDoorLines: Policy<Door> = (door, v) => v.isDoor(door.id);
