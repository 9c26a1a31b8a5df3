import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { among } from "../platform/reads/filters.ts";
import type { Row, Viewer } from "../platform/reads/policy.ts";
import { and, eq, type Sql, sql } from "../platform/reads/sql.ts";
import { Attendance } from "./attendance.entity.ts";
import { isOnTheBooks, readsAttendances, visibleAttendance } from "./attendance.policy.ts";
import { AttendanceCode } from "./attendance-code.ts";
import { Mark } from "./mark.entity.ts";

type A = Row<Attendance>;

/** What the marks say, and once the roll was submitted what follows for whoever was expected and has none. */
export const codeOf = (a: A): Sql =>
  sql`coalesce(${a.code}, case when ${a.isExpected} and exists (select from rolls r where r.meeting_id = ${a.meetingId} and r.submitted_at is not null) then case when ${a.isOnLeave} then 'EXCUSED' else 'ABSENT' end end)`;

/** What the group calls somebody: who was written down with an address, by that name; others as they call themselves. */
export const nameOf = (row: Pick<A, "groupId" | "personId">, v: Viewer): Sql =>
  sql`coalesce((select x.known_as from visitors x where x.group_id = ${row.groupId} and x.person_id = ${row.personId} and not ${isOnTheBooks(row, v)}), (select p.display_name from people p where p.id = ${row.personId}))`;

/** Made for them, or for somebody who was merged into them. */
const isAbout = (m: Row<Mark>, a: A): Sql =>
  sql`${m.personId} = any(array(select ${a.personId} union all select w.merged_id from person_merges w where w.group_id = ${a.groupId} and w.survivor_id = ${a.personId} and w.undone_at is null))`;

reads(Attendance, {
  prefix: "att",
  description: "attendances",
  visible: visibleAttendance,
  orders: (a) => ({
    MEETING_STARTS_AT: { by: a.startsAt, description: "By the start of the meeting." },
    UPDATED_AT: { by: a.updatedAt, description: "By when they last changed." },
  }),
  filters: (a) => ({
    codes: among(codeOf(a), AttendanceCode, { description: "With one of these codes, as `code` reads." }),
  }),
  fields: (t) => ({
    meeting: t.one(Meeting, "meetingId", { description: "The meeting." }),
    person: t.one(Person, "personId", {
      when: isOnTheBooks,
      description: "Whose it is. Null for people out of sight, and for visitors known by an address alone.",
    }),
    name: t.value(() => String, nameOf, {
      description: "What the group calls them, whatever they show of themself: a roll accounts for everybody.",
    }),
    code: t.value(() => AttendanceCode, codeOf, {
      nullable: true,
      description:
        "What became of them, as the marks say now. Once the roll was submitted, whoever was expected and has no mark is `ABSENT`, or `EXCUSED` on leave. Null until then.",
    }),
    countedCode: t.value(
      () => AttendanceCode,
      (a) => a.countedCode,
      {
        nullable: true,
        description:
          "What counts: as it was last submitted, also while the roll is open again. Null before, and where the roll was skipped.",
      },
    ),
    isExpected: t.bool((a) => a.isExpected, {
      description: "Whether they had to be accounted for when the roll was submitted; false before that.",
    }),
    isNoShow: t.bool(
      (a) =>
        and(
          sql`coalesce(${codeOf(a)} = 'ABSENT', false)`,
          sql`exists (select from rsvps r where r.meeting_id = ${a.meetingId} and r.person_id = ${a.personId} and r.status = 'GOING')`,
        ),
      { description: "Said they would come, and was absent." },
    ),
    substituteFor: t.one(Person, "substituteForId", {
      description: "The member in whose place they came; null also for people out of sight.",
    }),
    marks: t.connection(Mark, (m, a) => and(eq(m.meetingId, a.meetingId), isAbout(m, a)), {
      description: "Every mark about them at this meeting: who made it, when, and what it said before.",
    }),
  }),
});

hang(Meeting, (t) => ({
  attendances: t.connection(Attendance, "meetingId", {
    when: readsAttendances,
    description: "What is known of who came. For hosts, organisers and owners; null for everybody else.",
  }),
  viewerAttendance: t.first(Attendance, "meetingId", {
    where: (a, _meeting, v) => eq(a.personId, v.id),
    description: "The viewer's own; null while nothing is known of it.",
  }),
}));

hang(Person, (t) => ({
  attendances: t.connection(Attendance, "personId", {
    // Of whom a host typed an address at the door, the host may know the line on the roll, and not whose it is.
    where: (a, _person, v) => isOnTheBooks(a, v),
    description:
      "Their attendances that the viewer may see: all of one's own, and those in groups that the viewer hosts.",
  }),
}));
