import { createHash } from "node:crypto";
import { AttendanceCode } from "../../attendance/attendance-code.ts";
import { foldMarks } from "../../attendance/fold-marks.ts";
import { Mark } from "../../attendance/mark.entity.ts";
import { RollState } from "../../attendance/roll.entity.ts";
import { submitPastRolls } from "../../imports/submit-past-rolls.ts";
import { Meeting } from "../../meetings/meeting.entity.ts";
import { newDetails } from "../../meetings/meeting-details.ts";
import { type MeetingMode, TakePartMode, waysToTakePart } from "../../meetings/meeting-mode.ts";
import { MeetingRole, MeetingRoleKind } from "../../meetings/meeting-role.entity.ts";
import { meetingTime } from "../../meetings/meeting-time.ts";
import { openSeats } from "../../meetings/seats.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { recountSeats } from "../../rsvps/recount-seats.ts";
import { Rsvp, RsvpStatus } from "../../rsvps/rsvp.entity.ts";
import { daysFrom } from "./demo-days.ts";
import { type DemoGroupName, groupId, zoneOf } from "./demo-groups.ts";
import { type DemoName, personId } from "./demo-people.ts";

const MINUTE_MS = 60_000;

interface DemoMeeting extends Partial<Meeting> {
  readonly id: string;
  readonly of: DemoGroupName;
  readonly title: string;
  readonly startsAtLocal: string;
  readonly durationMinutes: number;
  readonly mode: MeetingMode;
  readonly inPersonCapacity?: number;
  readonly onlineCapacity?: number;
  readonly speakers?: readonly DemoName[];
}

/** Puts one meeting on a calendar, past or coming, with its seats. Published weeks ago unless it says otherwise. */
export async function plantMeeting(ctx: Context, meeting: DemoMeeting): Promise<void> {
  const { of, startsAtLocal, durationMinutes, inPersonCapacity, onlineCapacity, speakers = [], ...given } = meeting;
  const time = meetingTime(startsAtLocal, zoneOf(of), durationMinutes);
  const announced = new Date(Math.min(ctx.clock.now().getTime(), time.startsAt.getTime()) - 21 * 1440 * MINUTE_MS);
  await ctx.db.insert(Meeting, {
    ...newDetails({}),
    groupId: groupId(of),
    publishedAt: announced,
    createdAt: announced,
    updatedAt: announced,
    ...given,
    ...time,
  });
  for (const way of waysToTakePart(meeting.mode)) {
    const capacity = way === TakePartMode.IN_PERSON ? inPersonCapacity : onlineCapacity;
    await openSeats(ctx, [meeting.id], way, capacity ?? null);
  }
  for (const [position, name] of speakers.entries()) {
    const role = { id: newId(), meetingId: meeting.id, personId: personId(name), position };
    await ctx.db.insert(MeetingRole, { ...role, role: MeetingRoleKind.SPEAKER });
  }
}

type Answer = readonly [DemoName, keyof typeof RsvpStatus, Partial<Rsvp>?];

/** Who said what about a meeting, in this order, before it began; seats are counted from it. */
export async function plantRsvps(ctx: Context, meetingId: string, answers: readonly Answer[]): Promise<void> {
  const meeting = await ctx.db.findOneByOrFail(Meeting, { id: meetingId });
  const last = Math.min(ctx.clock.now().getTime(), meeting.startsAt.getTime());
  const [first] = waysToTakePart(meeting.mode);
  await ctx.db.insert(
    Rsvp,
    answers.map(([name, status, row = {}], index) => {
      const respondedAt = new Date(last - (answers.length - index) * 95 * MINUTE_MS);
      return {
        id: newId(),
        groupId: meeting.groupId,
        meetingId,
        personId: personId(name),
        status: RsvpStatus[status],
        mode: first as TakePartMode,
        queuedAt: status === "WAITLISTED" || status === "OFFERED" ? respondedAt : null,
        answeredById: personId(name),
        respondedAt,
        createdAt: respondedAt,
        updatedAt: respondedAt,
        ...row,
      };
    }),
  );
  await recountSeats(ctx, [meetingId]);
}

type Marked = readonly [DemoName, keyof typeof AttendanceCode];

/** The roll of a past meeting: its marks, made in the first minutes, folded and submitted. */
export async function plantRoll(
  ctx: Context,
  meetingId: string,
  by: DemoName,
  marked: readonly Marked[],
): Promise<void> {
  const { startsAt, groupId } = await ctx.db.findOneByOrFail(Meeting, { id: meetingId });
  await ctx.db.insert(RollState, { meetingId, groupId });
  await ctx.db.insert(
    Mark,
    marked.map(([name, code], index) => {
      const minutes = code === "LATE" ? 14 : index - 6;
      const recordedAt = new Date(startsAt.getTime() + minutes * MINUTE_MS);
      const came = code === "PRESENT" || code === "LATE";
      return {
        id: newId(),
        groupId,
        meetingId,
        markId: newId(),
        personId: personId(name),
        code: AttendanceCode[code],
        mode: came ? TakePartMode.IN_PERSON : null,
        recordedAt,
        receivedAt: recordedAt,
        arrivedAt: came ? recordedAt : null,
        recordedById: personId(by),
        contentHash: createHash("sha256").update(`${name} ${code}`).digest(),
      };
    }),
  );
  await foldMarks(
    ctx,
    meetingId,
    marked.map(([name]) => personId(name)),
  );
  await submitPastRolls(ctx, [meetingId], personId(by));
}

/** The next quarter of an hour that is at least an hour away, on a clock of the group: its roll is open already. */
export function soon(ctx: Context): Date {
  const quarter = 15 * MINUTE_MS;
  return new Date(Math.ceil(daysFrom(ctx, 1 / 24).getTime() / quarter) * quarter);
}
