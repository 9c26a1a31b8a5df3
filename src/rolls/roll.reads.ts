import { ID, Int } from "type-graphql";
import { ROLL_OPENS_MINUTES_BEFORE } from "../attendance/hold-roll.ts";
import { Mark } from "../attendance/mark.entity.ts";
import { isUndecided } from "../attendance/mark.reads.ts";
import { RollStatus } from "../attendance/roll.entity.ts";
import { hosts, isMember, organises } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, integer, isOneOf, or, present, type Sql, sql, TRUE } from "../platform/reads/sql.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { visibleRollLine } from "./roll.policy.ts";
import { Roll } from "./roll.ts";
import { RollLine } from "./roll-line.entity.ts";

/** Most lines of one roll. */
const ROLL_LINES_MAX = 1_000;
/** Most flagged marks of one roll that are shown at once; `Meeting.marks` pages through all. */
const FLAGGED_MARKS_MAX = 100;

type M = Row<Meeting>;

/** The global id of a person, which a mark names them by. */
const personIdOf = (key: Sql): Sql => sql`'per_' || replace(${key}::text, '-', '')`;

/** What a mark calls the person of a line by. */
export const markedAs = (line: Pick<Row<RollLine>, "isKnown" | "subjectId" | "visitorId">): Sql =>
  sql`case when ${line.isKnown} then ${personIdOf(line.subjectId)} else coalesce('vis_' || replace(${line.visitorId}::text, '-', ''), ${personIdOf(line.subjectId)}) end`;

reads(RollLine, {
  description: "lines of a roll",
  visible: visibleRollLine,
  fields: (t) => ({
    personId: t.value(() => ID, markedAs, {
      description:
        "What `MarkInput.personId` calls them by. Of visitors known by an address alone it is the ID of the group's record.",
    }),
    person: t.one(Person, "subjectId", {
      when: (line) => line.isKnown,
      description: "Who it is. Null for people out of sight, and for visitors known by an address alone.",
    }),
    invitedBy: t.one(Person, "invitedById", { description: "Who brought them; null for people out of sight." }),
    isFirstVisit: t.bool((line) => sql`${line.visitsBefore} = 0`, {
      description: "Whether they have been at no meeting of the group before this one.",
    }),
    substituteForId: t.value(
      () => ID,
      (line) => personIdOf(line.substituteForId),
      {
        nullable: true,
        description: "`personId` of the member in whose place they came.",
      },
    ),
  }),
});

const stateOf = (m: M, column: Sql): Sql => sql`(select ${column} from rolls r where r.meeting_id = ${m.id})`;
const status = (m: M): Sql => sql`coalesce(${stateOf(m, sql`r.status`)}, 'OPEN')`;

const opensAt = (m: M): Sql => sql`(${m.startsAt} - ${integer(ROLL_OPENS_MINUTES_BEFORE)} * interval '1 minute')`;
const takesPlace = (m: M): Sql => and(present(m.publishedAt), absent(m.cancelledAt));
const isTaken: Policy<Meeting> = (m, v) => and(takesPlace(m), sql`${opensAt(m)} <= ${v.now}`);

const isGoing = (m: M, v: Viewer): Sql =>
  v.anonymous
    ? FALSE
    : and(
        v.reaches(m.groupId),
        v.exists(Rsvp, (r) => and(eq(r.meetingId, m.id), eq(r.personId, v.id), isOneOf(r.status, RsvpStatus.GOING))),
      );

hang(Meeting, (t) => ({
  roll: t.object(Roll, {
    when: (m, v) => hosts(v, m.groupId),
    description: "Its attendance sheet. For hosts, organisers and owners; null for everybody else.",
    fields: (t) => ({
      status: t.value(() => RollStatus, status, { description: "Where it stands." }),
      version: t.value(
        () => Int,
        (m) => sql`coalesce(${stateOf(m, sql`r.version`)}, 0)`,
        {
          description:
            "Grows by one with each change of the sheet; 0 before the first. Pass it back as `expectedVersion`.",
        },
      ),
      opensAt: t.value(() => Date, opensAt, {
        description: "From when on marks are taken: two hours before the start.",
      }),
      submittedAt: t.value(
        () => Date,
        (m) => stateOf(m, sql`r.submitted_at`),
        {
          nullable: true,
          description: "When it was last submitted; null for one that counts for nobody.",
        },
      ),
      lines: t.list(RollLine, "meetingId", {
        max: ROLL_LINES_MAX,
        order: (line) => sql`${line.place}, ${line.name} collate "C", ${line.subjectId}`,
        description:
          "Whom it must account for, those going, whoever has a mark, and visitors of the half year before (at most 200), in this order, at most 1,000. Once submitted, nobody new who was only expected or may come.",
      }),
      flaggedMarks: t.list(Mark, "meetingId", {
        where: (mark) => isUndecided(mark),
        max: FLAGGED_MARKS_MAX,
        order: (mark) => sql`${mark.receivedAt}, ${mark.id}`,
        description: "Marks that wait for an organiser's yes or no, at most 100.",
      }),
    }),
  }),
  viewerCanTakeRoll: t.bool((m, v) => and(hosts(v, m.groupId), isTaken(m, v)), {
    description: "Whether the viewer may record attendance now.",
  }),
  viewerCanSubmitRoll: t.bool(
    (m, v) =>
      and(
        hosts(v, m.groupId),
        takesPlace(m),
        sql`${m.startsAt} <= ${v.now}`,
        sql`${status(m)} in ('OPEN', 'REOPENED')`,
      ),
    { description: "Whether the viewer may submit the roll now." },
  ),
  viewerCanReopenRoll: t.bool(
    (m, v) => and(organises(v, m.groupId), takesPlace(m), sql`${status(m)} in ('SUBMITTED', 'SKIPPED')`),
    { description: "Whether the viewer may open the roll again." },
  ),
  viewerCanSkipRoll: t.bool(
    (m, v) => and(organises(v, m.groupId), takesPlace(m), sql`${status(m)} in ('OPEN', 'REOPENED')`),
    { description: "Whether the viewer may say that no roll is taken." },
  ),
  viewerCanCheckIn: t.bool(
    (m, v) =>
      and(
        eq(m.allowsSelfCheckIn, TRUE),
        isTaken(m, v),
        sql`${m.endsAt} > ${v.now}`,
        or(isMember(v, m.groupId), isGoing(m, v)),
      ),
    { description: "Whether the viewer may mark themself present now." },
  ),
}));
