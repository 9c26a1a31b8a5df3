import { createHash } from "node:crypto";
import { In } from "typeorm";
import type { Attendance } from "../attendance/attendance.entity.ts";
import { AttendanceCode, IN_THE_ROOM } from "../attendance/attendance-code.ts";
import { foldMarks } from "../attendance/fold-marks.ts";
import { Mark } from "../attendance/mark.entity.ts";
import { NOTE_LENGTH_MAX } from "../attendance/mark-input.ts";
import { RollState, RollStatus } from "../attendance/roll.entity.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { insertRows } from "../platform/bulk-rows.ts";
import type { Context } from "../platform/context.ts";
import type { CsvRow } from "../platform/csv/csv-row.ts";
import type { CsvColumns } from "../platform/csv/match-heading.ts";
import { isAfter, type Moment } from "../platform/csv/moment.ts";
import { newId } from "../platform/ids.ts";
import { findMeetings, MEETING_COLUMN } from "./find-meetings.ts";
import { findPeople, PERSON_COLUMNS, type PersonReference, personReference } from "./find-people.ts";
import type { Importer, ImportJob } from "./import-job.ts";
import { TAKE_PART_MODES } from "./import-rsvps.ts";
import { keepVisitors } from "./keep-visitors.ts";
import { submitPastRolls } from "./submit-past-rolls.ts";

const COLUMNS: CsvColumns = {
  meeting_id: MEETING_COLUMN,
  ...PERSON_COLUMNS,
  code: {
    about:
      "present, late, absent, excused or substituted; yes and no are read as present and absent; present if empty.",
    alsoCalled: ["attended", "attendance", "status", "present", "came", "checked in"],
  },
  arrived: {
    about: "When they came, for who was present or late.",
    alsoCalled: ["arrived at", "arrival", "check in time"],
  },
  recorded: {
    about: "When it was noted down; of two notes the later one counts. The start of the meeting if empty.",
    alsoCalled: ["recorded at", "noted", "timestamp"],
  },
  mode: { about: "in person or online." },
  substitute_for_email: {
    about: "Address of the member in whose place they came.",
    alsoCalled: ["substitute for", "stands in for"],
  },
  substitute_for_id: { about: "The same by the member's id in the files of this group." },
  note: { about: `Up to ${NOTE_LENGTH_MAX} characters, for organisers.`, alsoCalled: ["remark", "comment", "notes"] },
  roll: {
    about: "submitted, if the roll of this meeting is complete: whoever is expected and has no line was absent.",
    alsoCalled: ["roll status"],
  },
};

const CODES: Readonly<Record<AttendanceCode, readonly string[]>> = {
  PRESENT: ["yes", "y", "1", "true", "x", "attended", "came", "p"],
  LATE: ["l"],
  ABSENT: ["no", "n", "0", "false", "a", "no show", "did not attend", "-"],
  EXCUSED: ["e", "apologies", "on leave"],
  SUBSTITUTED: ["s", "sent a substitute"],
};
const ROLLS = { SUBMITTED: ["closed", "complete", "final"], OPEN: [] } as const;

interface NewMark {
  readonly row: CsvRow;
  readonly meeting: Meeting;
  readonly content: Pick<Mark, "personId" | "code" | "mode" | "arrivedAt" | "substituteForId" | "note">;
  /** Null if the file does not say. */
  readonly recordedAt: Date | null;
}

/**
 * Brings in who came, as marks on the rolls of past meetings, through the same fold as those made at a door. What the
 * sheet says already makes no new mark; a corrected file does, and the old one stays as its trace. A submitted roll
 * is left alone: it has to be reopened first.
 */
export function importAttendance(): Importer {
  const touched = new Map<string, Set<string>>();
  const complete = new Set<string>();
  return {
    columns: COLUMNS,
    required: [["meeting_id"], ["email", "person_id"]],
    take: async (ctx, job, rows) => {
      const marks = await read(ctx, job, rows, complete);
      for (const { meeting, content } of await write(ctx, job, marks)) {
        const people = touched.get(meeting.id) ?? new Set();
        touched.set(meeting.id, people.add(content.personId));
        if (content.substituteForId) people.add(content.substituteForId);
      }
    },
    finish: async (ctx, job) => {
      for (const [meetingId, people] of touched) await foldMarks(ctx, meetingId, [...people]);
      await ctx.db.query("update rolls set version = version + 1 where meeting_id = any($1::uuid[])", [
        [...touched.keys()],
      ]);
      await keepVisitors(ctx, job.group.id, [...touched.keys()]);
      await submitPastRolls(ctx, [...complete], job.ownerId);
    },
  };
}

async function read(ctx: Context, job: ImportJob, rows: readonly CsvRow[], complete: Set<string>): Promise<NewMark[]> {
  const lines = rows.map((row) => ({
    row,
    reference: personReference(row),
    member: personReference(row, "substitute_for_email", "substitute_for_id"),
  }));
  const people = await findPeople(
    ctx,
    job,
    lines.flatMap(({ reference, member }) => [reference, member]),
  );
  const meetings = await findMeetings(ctx, job.group.id, rows, "meeting_id");
  return lines.flatMap(({ row, reference, member }) => {
    const meeting = meetings.of(row, "meeting_id");
    const person = people.of(row, reference);
    const substituteForId = isNobody(member) ? null : (people.of(row, member)?.id ?? null);
    if (!meeting || !person) return [];
    const isComplete = row.word("roll", ROLLS) === "SUBMITTED" || job.options.submitRolls;
    if (isComplete) complete.add(meeting.id);
    const mark = markOf(ctx, row, meeting, { personId: person.id, substituteForId });
    job.isFirst(row, "this person at this meeting", `${meeting.id} ${person.id}`);
    return row.isGood ? [mark] : [];
  });
}

const isNobody = ({ email, externalId }: PersonReference): boolean => email === null && externalId === null;

type Who = Pick<Mark, "personId" | "substituteForId">;

function markOf(ctx: Context, row: CsvRow, meeting: Meeting, who: Who): NewMark {
  const zone = meeting.timeZone;
  const code = row.word("code", CODES) ?? AttendanceCode.PRESENT;
  const [arrived, recorded] = [row.moment("arrived", zone), row.moment("recorded", zone)];
  const mode: TakePartMode | null = row.word("mode", TAKE_PART_MODES);
  const content = { ...who, code, mode, arrivedAt: instantOf(arrived), note: row.oneLine("note", NOTE_LENGTH_MAX) };
  const mark = { row, meeting, recordedAt: instantOf(recorded), content };
  refuseImpossible(mark, ctx.clock.now());
  return mark;
}

const instantOf = (moment: Moment | null): Date | null => moment && moment.at;

function refuseImpossible({ row, meeting, recordedAt, content }: NewMark, now: Date): void {
  const came = IN_THE_ROOM.includes(content.code);
  row.refuse(meeting.startsAt > now, "the meeting has not begun");
  row.refuse(meeting.cancelledAt !== null, "the meeting was cancelled");
  row.refuse(content.arrivedAt !== null && !came, "arrived is for who was present or late");
  row.refuse(isAfter(recordedAt, now), "recorded is in the future");
  row.refuse(content.substituteForId !== null && !came, "a substitute is present or late");
  row.refuse(content.substituteForId === content.personId, "nobody stands in for themself");
}

/** Writes the marks that say something new; gives those. */
async function write(ctx: Context, job: ImportJob, marks: readonly NewMark[]): Promise<NewMark[]> {
  const rolls = await heldRolls(ctx, marks);
  const lineOf = await linesOf(ctx, marks);
  const fresh: (NewMark & { readonly mark: Partial<Mark> })[] = [];
  for (const mark of marks) {
    const { row, meeting, content } = mark;
    const line = lineOf.get(`${meeting.id} ${content.personId}`);
    if (line && isSaid(line, content)) {
      job.counts.unchanged++;
      continue;
    }
    const status = rolls.get(meeting.id);
    if (status === RollStatus.SUBMITTED) row.fault("the roll of this meeting is submitted: reopen it first");
    if (status === RollStatus.SKIPPED) row.fault("the roll of this meeting is skipped");
    if (row.isGood) fresh.push({ ...mark, mark: completed(ctx, job, mark, line ?? null) });
  }
  const written = await insertRows(
    ctx.db,
    Mark,
    fresh.map(({ mark }) => mark),
    "on conflict do nothing",
  );
  const corrections = fresh.filter(({ meeting, content }) => lineOf.has(`${meeting.id} ${content.personId}`)).length;
  // A mark that was delivered before says nothing new either.
  job.counts.unchanged += fresh.length - written;
  job.counts.updated += Math.min(corrections, written);
  job.counts.created += written - Math.min(corrections, written);
  return fresh;
}

/** The rolls of these meetings, made where they are missing, held until the end of the transaction. */
async function heldRolls(ctx: Context, marks: readonly NewMark[]): Promise<Map<string, RollStatus>> {
  const meetings = new Map(marks.map(({ meeting }) => [meeting.id, meeting]));
  const ids = [...meetings.keys()].sort();
  await insertRows(
    ctx.db,
    RollState,
    ids.map((meetingId) => ({ meetingId, groupId: meetings.get(meetingId)?.groupId as string })),
    "on conflict do nothing",
  );
  const rolls = await ctx.db.find(RollState, {
    where: { meetingId: In(ids) },
    order: { meetingId: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
  return new Map(rolls.map((roll) => [roll.meetingId, roll.status]));
}

type Line = Pick<Attendance, "code" | "mode" | "arrivedAt" | "substituteForId"> & {
  readonly note: string | null;
  readonly recordedAt: Date;
};

/** What the sheets say of these people, with what the deciding mark adds. */
async function linesOf(ctx: Context, marks: readonly NewMark[]): Promise<Map<string, Line>> {
  const rows: { meeting_id: string; person_id: string; [column: string]: unknown }[] = await ctx.db.query(
    `select a.meeting_id, a.person_id, m.code, m.mode, m.arrived_at, m.substitute_for_id, m.note, m.recorded_at
       from attendances a join marks m using (meeting_id, mark_id)
      where (a.meeting_id, a.person_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [marks.map(({ meeting }) => meeting.id), marks.map(({ content }) => content.personId)],
  );
  return new Map(
    rows.map((row) => [
      `${row.meeting_id} ${row.person_id}`,
      {
        code: row["code"] as AttendanceCode,
        mode: row["mode"] as TakePartMode | null,
        arrivedAt: row["arrived_at"] as Date | null,
        substituteForId: row["substitute_for_id"] as string | null,
        note: row["note"] as string | null,
        recordedAt: row["recorded_at"] as Date,
      },
    ]),
  );
}

/** What a file leaves empty is no contradiction. */
const isSaid = (line: Line, content: NewMark["content"]): boolean =>
  line.code === content.code &&
  (content.mode === null || line.mode === content.mode) &&
  (content.arrivedAt === null || line.arrivedAt?.getTime() === content.arrivedAt.getTime()) &&
  (content.substituteForId === null || line.substituteForId === content.substituteForId) &&
  (content.note === null || line.note === content.note);

/** The mark as it is stored. Its id is made of what it says, so that the same line is the same mark. */
function completed(
  ctx: Context,
  job: ImportJob,
  { meeting, content, recordedAt }: NewMark,
  line: Line | null,
): Partial<Mark> {
  const now = ctx.clock.now();
  // A correction of unknown age is one of now, or the mark that it corrects would win.
  const noted = recordedAt ?? (line ? now : meeting.startsAt);
  const said = { ...content, recordedAt: noted.toISOString() };
  const contentHash = createHash("sha256").update(JSON.stringify(said)).digest();
  return {
    id: newId(),
    groupId: meeting.groupId,
    meetingId: meeting.id,
    markId: uuidOf(contentHash),
    ...content,
    recordedAt: noted,
    receivedAt: now,
    recordedById: job.ownerId,
    contentHash,
  };
}

/** A UUID of version 8, which is for ids that an application makes in its own way. */
function uuidOf(hash: Buffer): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
