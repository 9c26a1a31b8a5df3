import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { waysToTakePart } from "../meetings/meeting-mode.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { hexHashOf } from "../platform/secrets.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";
import { addMarks } from "./add-marks.ts";
import { Attendance } from "./attendance.entity.ts";
import { AttendanceCode, IN_THE_ROOM } from "./attendance-code.ts";
import type { HeldRoll } from "./hold-roll.ts";
import type { Mark } from "./mark.entity.ts";
import type { RollTaker } from "./roll-taker.ts";

interface Present {
  readonly personId: string;
  /** Who says so: themself, or who let them in. */
  readonly taker: RollTaker;
  /** Left out: as they answered, or the first way that there is. */
  readonly mode?: TakePartMode | null | undefined;
}

export interface CheckedIn {
  readonly attendance: Attendance | null;
  readonly mark: Mark | null;
}

export const isInTheRoom = (attendance: Attendance | null): boolean =>
  attendance?.code != null && IN_THE_ROOM.includes(attendance.code);

/**
 * Somebody is here now: a mark like any other, `LATE` after the start. Who is marked as in the room already stays as
 * they are, without another mark.
 *
 * @throws INVALID for a mode that the meeting does not have
 */
export async function markPresent(
  ctx: Context,
  held: HeldRoll,
  { personId, taker, mode }: Present,
): Promise<CheckedIn> {
  const { meeting } = held;
  const key = { meetingId: meeting.id, personId };
  const way = wayOf(held, mode, await ctx.db.findOneBy(Rsvp, key));
  const before = await ctx.db.findOneBy(Attendance, key);
  if (isInTheRoom(before)) return { attendance: before, mark: null };
  const now = ctx.clock.now();
  const markId = newId();
  const code = hasStarted(meeting, now) ? AttendanceCode.LATE : AttendanceCode.PRESENT;
  const [mark = null] = await addMarks(ctx, held, taker, [
    {
      ...{ markId, personId, code, mode: way, recordedAt: now, arrivedAt: now },
      ...{ substituteForId: null, note: null, contentHash: hexHashOf(markId), leftMeanwhile: false },
    },
  ]);
  return { attendance: await ctx.db.findOneBy(Attendance, key), mark };
}

function wayOf({ meeting }: HeldRoll, asked: TakePartMode | null | undefined, rsvp: Rsvp | null): TakePartMode {
  const ways = waysToTakePart(meeting.mode);
  if (asked && !ways.includes(asked)) throw invalid("mode", "The meeting is not held that way.");
  const answered = rsvp && ways.includes(rsvp.mode) ? rsvp.mode : null;
  return asked ?? answered ?? (ways[0] as TakePartMode);
}
