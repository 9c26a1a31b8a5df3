import { Field, ID, InputType } from "type-graphql";
import type { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import { hasEnded, hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict, invalid } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { hexHashOf } from "../platform/secrets.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { addMarks } from "./add-marks.ts";
import { Attendance } from "./attendance.entity.ts";
import { mayCheckIn } from "./attendance.policy.ts";
import { AttendanceCode, IN_THE_ROOM } from "./attendance-code.ts";
import { holdRoll, refuseEarly } from "./hold-roll.ts";
import { Mark } from "./mark.entity.ts";
import { rollTaker } from "./roll-taker.ts";

@InputType({ description: "Input of `checkIn`." })
export class CheckInInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => TakePartMode, {
    nullable: true,
    description: "How one takes part; left out, as one answered, or the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;
}

export const CheckInPayload = payloadType("CheckIn", {
  attendance: {
    type: () => Attendance,
    description: "The viewer's attendance. Null if the roll was submitted before and nothing was known of them.",
  },
  mark: {
    type: () => Mark,
    description: "The mark that was made, flagged if the roll was submitted before. Null for who is in already.",
  },
});

export interface CheckedIn {
  readonly attendance: Attendance | null;
  readonly mark: Mark | null;
}

/**
 * Somebody marks themself present, where the meeting allows it: a mark like any other, `LATE` after the start. Who is
 * marked as present already, by themself or by a host, stays as they are.
 *
 * @throws NOT_FOUND, FORBIDDEN for who is neither a member nor going, CONFLICT where it is not allowed, earlier than
 *   two hours before the start and after the end, INVALID for a mode that the meeting does not have
 */
export async function checkIn(ctx: Context, input: CheckInInput): Promise<CheckedIn> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    let rsvp: Rsvp | null = null;
    const held = await holdRoll(
      ctx,
      input.meetingId,
      async (standing, { id }) => {
        rsvp = await ctx.db.findOneBy(Rsvp, { meetingId: id, personId: viewerId });
        return mayCheckIn(standing, rsvp?.status === RsvpStatus.GOING);
      },
      "check in to this meeting",
    );
    const { meeting } = held;
    assertTaken(ctx, meeting);
    const mode = modeOf(meeting, input.mode, rsvp);

    const key = { meetingId: meeting.id, personId: viewerId };
    const before = await ctx.db.findOneBy(Attendance, key);
    if (before?.code && IN_THE_ROOM.includes(before.code)) return { attendance: before, mark: null };
    const now = ctx.clock.now();
    const markId = newId();
    const [mark = null] = await addMarks(ctx, held, rollTaker(ctx), [
      {
        markId,
        personId: viewerId,
        code: hasStarted(meeting, now) ? AttendanceCode.LATE : AttendanceCode.PRESENT,
        mode,
        recordedAt: now,
        arrivedAt: now,
        substituteForId: null,
        note: null,
        contentHash: hexHashOf(markId),
        leftMeanwhile: false,
      },
    ]);
    return { attendance: await ctx.db.findOneBy(Attendance, key), mark };
  });
}

function assertTaken(ctx: Context, meeting: Meeting): void {
  if (!meeting.allowsSelfCheckIn) throw conflict("meetingId", "At this meeting hosts take the roll.");
  refuseEarly(ctx, meeting);
  if (hasEnded(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting is over.");
}

function modeOf(meeting: Meeting, asked: TakePartMode | null | undefined, rsvp: Rsvp | null): TakePartMode {
  const ways = waysToTakePart(meeting.mode);
  if (asked && !ways.includes(asked)) throw invalid("mode", "The meeting is not held that way.");
  const answered = rsvp && ways.includes(rsvp.mode) ? rsvp.mode : null;
  return asked ?? answered ?? (ways[0] as TakePartMode);
}
