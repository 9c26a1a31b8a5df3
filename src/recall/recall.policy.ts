/** Notes and promises are their author's alone: no role, no group and no consent opens them to anybody else. */
import { Attendance } from "../attendance/attendance.entity.ts";
import { IN_THE_ROOM } from "../attendance/attendance-code.ts";
import { hosts } from "../groups/group.policy.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { isSelf } from "../people/person.policy.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, FALSE, isOneOf, or, type Sql, TRUE } from "../platform/reads/sql.ts";

interface Authored {
  readonly authorId: string;
}

export const isOwnWriting: Policy<Authored> = (row, v) => isSelf(v, row.authorId);

const wasInTheRoom = (a: Row<Attendance>): Sql => isOneOf(a.code, ...IN_THE_ROOM);

/**
 * Both were marked as present. Who does not wish to stand on lists of attendees is no more found at a meeting by this
 * than by those, but by who hosts the group.
 */
export const metAt = (m: Row<Meeting>, personId: Sql, v: Viewer): Sql =>
  v.anonymous
    ? FALSE
    : and(
        v.in(
          m.id,
          Attendance,
          (a) => a.meetingId,
          (a) => and(eq(a.personId, v.id), wasInTheRoom(a)),
        ),
        v.exists(
          Attendance,
          (a) => and(eq(a.meetingId, m.id), eq(a.personId, personId), wasInTheRoom(a)),
          "row by row",
        ),
        or(
          v.via(Person, personId, (p) => eq(p.listedAsAttendee, TRUE)),
          hosts(v, m.groupId),
        ),
      );
