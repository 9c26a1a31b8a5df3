import { AttendanceCode } from "../attendance/attendance-code.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hang } from "../platform/reads/declare.ts";
import type { Row } from "../platform/reads/policy.ts";
import { type Sql, sql, text } from "../platform/reads/sql.ts";
import { AttendanceSummary } from "./attendance-summary.ts";
import { seesSummary } from "./roll.policy.ts";

const { PRESENT, LATE, ABSENT, EXCUSED, SUBSTITUTED } = AttendanceCode;

/** Lines with a code: what counts once that was said, until then what the marks say. */
const linesWith = (m: Row<Meeting>, code: AttendanceCode, more: Sql = sql``): Sql =>
  sql`(select count(*) from attendances a left join rolls r on r.meeting_id = a.meeting_id where a.meeting_id = ${m.id} and case when r.submitted_at is null then a.code else a.counted_code end = ${text(code)}${more})`;

const wasGoing = sql` and exists (select from rsvps x where x.meeting_id = a.meeting_id and x.person_id = a.person_id and x.status = 'GOING')`;

hang(Meeting, (t) => ({
  attendanceSummary: t.object(AttendanceSummary, {
    when: seesSummary,
    description:
      "Numbers without names. For hosts, organisers and owners, and for members once the roll was submitted; null for everybody else.",
    fields: (t) => ({
      present: t.int((m) => linesWith(m, PRESENT), { description: "Came in time." }),
      late: t.int((m) => linesWith(m, LATE), { description: "Came after the start." }),
      absent: t.int((m) => linesWith(m, ABSENT), { description: "Were expected, and did not come." }),
      excused: t.int((m) => linesWith(m, EXCUSED), { description: "Did not come, as agreed beforehand." }),
      substituted: t.int((m) => linesWith(m, SUBSTITUTED), { description: "Sent somebody in their place." }),
      noShows: t.int((m) => linesWith(m, ABSENT, wasGoing), {
        description: "Of those absent, how many had said they would come.",
      }),
    }),
  }),
}));
