import { Field, ID, InputType } from "type-graphql";
import type { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { hasEnded } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { Attendance } from "./attendance.entity.ts";
import { mayCheckIn } from "./attendance.policy.ts";
import { holdRoll, refuseEarly } from "./hold-roll.ts";
import { Mark } from "./mark.entity.ts";
import { type CheckedIn, markPresent } from "./mark-present.ts";
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

/**
 * Somebody marks themself present, where the meeting allows it: a mark like any other, `LATE` after the start. Who is
 * marked as present already, by themself or by a host, stays as they are.
 *
 * @throws NOT_FOUND, FORBIDDEN for who is neither a member nor going, CONFLICT where it is not allowed, earlier than
 *   two hours before the start and after the end, INVALID for a mode that the meeting does not have
 */
export async function checkIn(ctx: Context, input: CheckInInput): Promise<CheckedIn> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRoll(
      ctx,
      input.meetingId,
      async (standing, { id: meetingId }) =>
        mayCheckIn(standing, await ctx.db.existsBy(Rsvp, { meetingId, personId, status: RsvpStatus.GOING })),
      "check in to this meeting",
    );
    assertTaken(ctx, held.meeting);
    return markPresent(ctx, held, { personId, taker: rollTaker(ctx), mode: input.mode });
  });
}

function assertTaken(ctx: Context, meeting: Meeting): void {
  if (!meeting.allowsSelfCheckIn) throw conflict("meetingId", "At this meeting hosts take the roll.");
  refuseEarly(ctx, meeting);
  if (hasEnded(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting is over.");
}
