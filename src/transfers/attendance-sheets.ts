import { Attendance } from "../attendance/attendance.entity.ts";
import { AttendanceCode } from "../attendance/attendance-code.ts";
import { contentHash } from "../attendance/check-mark.ts";
import { Mark, MarkFlag } from "../attendance/mark.entity.ts";
import { MarkDecision } from "../attendance/mark-decision.entity.ts";
import { NOTE_LENGTH_MAX } from "../attendance/mark-input.ts";
import { RollState, RollStatus } from "../attendance/roll.entity.ts";
import { WalkIn } from "../attendance/walk-in.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { VisitorKind } from "../memberships/visitor.entity.ts";
import { DISPLAY_NAME_LENGTH_MAX } from "../people/member-profile.ts";
import { globalId } from "../platform/ids.ts";
import { hashOf } from "../platform/secrets.ts";
import { id, instant, line, meeting, person, uuid, word, yesOrNo } from "./cell.ts";
import type { Restoring } from "./restoring.ts";
import { column, copying, required, type Sheet, type Values } from "./sheet.ts";

const ofGroup = (_: Values, { group }: Restoring) => ({ groupId: group.id });

const rolls = {
  meeting_id: required(meeting, "r.meeting_id", "Of which meeting."),
  status: required(word(RollStatus), "r.status", "Only what was submitted counts."),
  submitted: column(instant, "r.submitted_at", "When it was last submitted."),
  submitted_by: column(person, "r.submitted_by_id", "By whom."),
};

const walkIns = {
  meeting_id: required(meeting, "w.meeting_id", "At which meeting."),
  walk_in_id: required(uuid, "w.walk_in_id", "Id that the door's device made."),
  person_id: required(person, "w.person_id", "Who it was."),
  name: required(line(DISPLAY_NAME_LENGTH_MAX), "w.name", "Name as written down."),
  kind: required(word(VisitorKind), "w.kind", "Why they came."),
  invited_by: column(person, "w.invited_by_id", "Who brought them."),
};

const marks = {
  mark_id: required(id("mrk"), "k.id", "Id."),
  meeting_id: required(meeting, "k.meeting_id", "On which roll."),
  client_id: required(uuid, "k.mark_id", "Id that the client made, unique on that roll."),
  person_id: required(person, "k.person_id", "Who is meant."),
  code: required(word(AttendanceCode), "k.code", "What it says."),
  mode: column(word(TakePartMode), "k.mode", "How they took part."),
  recorded: required(instant, "k.recorded_at", "When it was noted; of several marks the latest decides."),
  received: required(instant, "k.received_at", "When it arrived."),
  arrived: column(instant, "k.arrived_at", "When they came."),
  substitute_for: column(person, "k.substitute_for_id", "In whose place they came."),
  note: column(line(NOTE_LENGTH_MAX), "k.note", "For organisers."),
  recorded_by: required(person, "k.recorded_by_id", "Who noted it."),
  flag: column(word(MarkFlag), "k.flag", "Why an organiser has to decide on it."),
};

const decisions = {
  mark_id: required(id("mrk"), "d.mark_id", "On which mark."),
  accepted: required(yesOrNo, "d.is_accepted", "Whether it counts."),
  decided_by: required(person, "d.decided_by_id", "Who decided."),
  decided: required(instant, "d.decided_at", "When."),
};

const attendance = {
  attendance_id: required(id("att"), "a.id", "Id."),
  meeting_id: required(meeting, "a.meeting_id", "At which meeting."),
  person_id: required(person, "a.person_id", "Who."),
  code: column(
    word(AttendanceCode),
    `(coalesce(a.code, a.counted_code, case when r.submitted_at is not null and a.is_expected
        then case when a.is_on_leave then 'EXCUSED' else 'ABSENT' end end))`,
    "What the sheet says: by its marks, or, for who was expected and has none, absent or excused.",
  ),
  counted_code: column(word(AttendanceCode), "a.counted_code", "What counts since the roll was last submitted."),
  expected: required(yesOrNo, "a.is_expected", "Whether the roll had to account for them."),
  on_leave: required(yesOrNo, "a.is_on_leave", "Whether they were on leave that day."),
  mode: column(word(TakePartMode), "a.mode", "How they took part."),
  arrived: column(instant, "a.arrived_at", "When they came."),
  from_marks: required(
    yesOrNo,
    "(a.code is not null)",
    "Whether marks say so; otherwise it follows from being expected.",
  ),
  client_id: column(uuid, "a.mark_id", "The mark that decided."),
  substitute_for_id: column(person, "a.substitute_for_id", "In whose place they came."),
  updated: required(instant, "a.updated_at", "When it last changed."),
};

/** Who came, with all that was noted about it. */
export const attendanceSheets: readonly Sheet[] = [
  {
    file: "rolls.csv",
    about: "How far the attendance sheet of each meeting is.",
    columns: rolls,
    from: "from rolls r join meetings m on m.id = r.meeting_id where m.group_id = $1",
    order: "m.starts_at, r.meeting_id",
    write: copying(RollState, rolls, ofGroup),
  },
  {
    file: "walk-ins.csv",
    about: "People first known at the door.",
    columns: walkIns,
    from: "from walk_ins w join meetings m on m.id = w.meeting_id where m.group_id = $1",
    order: "m.starts_at, w.meeting_id, w.walk_in_id",
    // What the device sent is not known here: should it send it once more, it is told that the id is taken.
    write: copying(WalkIn, walkIns, ({ walk_in_id }) => ({ contentHash: hashOf(walk_in_id as string) })),
  },
  {
    file: "marks.csv",
    about: "Every entry on a roll, corrected ones too. Nothing of them ever changes.",
    columns: marks,
    from: "from marks k join meetings m on m.id = k.meeting_id where m.group_id = $1",
    order: "m.starts_at, k.meeting_id, k.id",
    write: copying(
      Mark,
      Object.fromEntries(Object.entries(marks).filter(([name]) => name !== "mark_id")),
      (values, run) => ({ ...ofGroup(values, run), id: values["mark_id"] as string, contentHash: hashOfMark(values) }),
    ),
  },
  {
    file: "mark-decisions.csv",
    about: "What organisers decided on flagged marks.",
    columns: decisions,
    from: `from mark_decisions d join marks k on k.id = d.mark_id join meetings m on m.id = k.meeting_id
            where m.group_id = $1`,
    order: "m.starts_at, d.mark_id",
    write: copying(MarkDecision, decisions),
  },
  {
    file: "attendance.csv",
    about: "Who was there: what follows from the marks, and for submitted rolls from who was expected.",
    columns: attendance,
    from: `from attendances a join meetings m on m.id = a.meeting_id left join rolls r on r.meeting_id = a.meeting_id
            where m.group_id = $1`,
    order: "m.starts_at, a.meeting_id, a.id",
    write: copying(Attendance, attendance, (values, run) => ({
      ...ofGroup(values, run),
      code: values["from_marks"] === true ? (values["code"] as AttendanceCode) : null,
      startsAt: run.meetings.get(globalId("mtg", values["meeting_id"] as string))?.startsAt as Date,
    })),
  },
];

/** As the client would have said it, so that a mark which it delivers again is known. */
const hashOfMark = (values: Values): Buffer =>
  contentHash({
    markId: values["client_id"] as string,
    personId: globalId("per", values["person_id"] as string),
    code: values["code"] as AttendanceCode,
    recordedAt: values["recorded"] as Date,
    arrivedAt: values["arrived"] as Date | null,
    mode: values["mode"] as TakePartMode | null,
    substituteForId: values["substitute_for"] === null ? null : globalId("per", values["substitute_for"] as string),
    note: values["note"] as string | null,
  });
