/** Who may read a roll as a whole, and who may close and open it. */
import { readsAttendances } from "../attendance/attendance.policy.ts";
import { hosts, isMember, mayHost, mayOrganise } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Policy, Row } from "../platform/reads/policy.ts";
import { and, or, type Sql, sql } from "../platform/reads/sql.ts";
import type { RollLine } from "./roll-line.entity.ts";

/** For those who host the group, everybody on it: also across a block, by name alone. */
export const visibleRollLine: Policy<RollLine> = (line, v) =>
  and(v.sees(Meeting, line.meetingId), hosts(v, line.groupId));

export const wasSubmitted = (m: Row<Meeting>): Sql =>
  sql`exists (select from rolls r where r.meeting_id = ${m.id} and r.submitted_at is not null)`;

/** Numbers without names: for members once the roll was submitted, for those who host the group as it fills. */
export const seesSummary: Policy<Meeting> = (m, v) =>
  or(readsAttendances(m, v), and(isMember(v, m.groupId), wasSubmitted(m)));

/** Who takes the roll hands it in. */
export const maySubmitRoll = mayHost;
/** To open a submitted one again, or to have none, is the organisers' word. */
export const mayReopenRoll = mayOrganise;
export const maySkipRoll = mayOrganise;
