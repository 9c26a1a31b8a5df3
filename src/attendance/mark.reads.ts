import { ID } from "type-graphql";
import { Door } from "../doors/door.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { flag } from "../platform/reads/filters.ts";
import type { Row } from "../platform/reads/policy.ts";
import { and, present, type Sql, sql } from "../platform/reads/sql.ts";
import { isHosted, isOnTheBooks, visibleMark } from "./attendance.policy.ts";
import { nameOf } from "./attendance.reads.ts";
import { AttendanceCode } from "./attendance-code.ts";
import { Mark } from "./mark.entity.ts";

type M = Row<Mark>;

const decided = (m: M): Sql => sql`(select d.is_accepted from mark_decisions d where d.mark_id = ${m.id})`;

/** What stood before this mark: the one that the fold would have taken, had this and all later ones not been made. */
const codeBefore = (m: M): Sql =>
  sql`(select x.code from marks x left join mark_decisions d on d.mark_id = x.id where x.meeting_id = ${m.meetingId} and x.person_id = ${m.personId} and (x.flag is null or d.is_accepted) and (x.recorded_at, x.mark_id) < (${m.recordedAt}, ${m.markId}) order by x.recorded_at desc, x.mark_id desc limit 1)`;

/** Flagged, and nobody has said yes or no. */
export const isUndecided = (m: M): Sql => and(present(m.flag), sql`${decided(m)} is null`);

reads(Mark, {
  prefix: "mrk",
  description: "marks",
  visible: visibleMark,
  guards: { note: isHosted },
  orders: (m) => ({ RECEIVED_AT: { by: m.receivedAt, description: "By when they reached the service." } }),
  filters: (m) => ({
    undecided: flag(isUndecided(m), undefined, {
      description: "Those that wait for an organiser's yes or no, or all others.",
    }),
  }),
  fields: (t) => ({
    clientId: t.value(
      () => ID,
      (m) => m.markId,
      { description: "The `markId` that the client made for it; unique within the meeting." },
    ),
    meeting: t.one(Meeting, "meetingId", { description: "The meeting on whose roll it stands." }),
    person: t.one(Person, "personId", {
      when: isOnTheBooks,
      description: "Whom it is about. Null for people out of sight, and for visitors known by an address alone.",
    }),
    name: t.value(() => String, nameOf, { description: "What the group calls them." }),
    codeBefore: t.value(() => AttendanceCode, codeBefore, {
      nullable: true,
      description: "What the mark before it said, by `recordedAt`, of those that stand; null for the first.",
    }),
    substituteFor: t.one(Person, "substituteForId", {
      description: "The member in whose place they came; null also for people out of sight.",
    }),
    recordedBy: t.one(Person, "recordedById", {
      description: "Who made it, or opened the door that did; null for people out of sight.",
    }),
    door: t.one(Door, "doorId", {
      description: "The door that made it. For those who host the group; null also for marks that a person made.",
    }),
    isAccepted: t.bool(decided, {
      nullable: true,
      description: "What an organiser said about a flagged one; null while it waits, and for marks without a flag.",
    }),
    decidedAt: t.value(
      () => Date,
      (m) => sql`(select d.decided_at from mark_decisions d where d.mark_id = ${m.id})`,
      {
        nullable: true,
        description: "When an organiser said so.",
      },
    ),
  }),
});

hang(Meeting, (t) => ({
  marks: t.connection(Mark, "meetingId", {
    when: isHosted,
    description:
      "Every mark on its roll, corrections among them. For hosts, organisers and owners; null for everybody else.",
  }),
}));
