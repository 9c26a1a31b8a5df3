import { Field, ID, InputType } from "type-graphql";
import { mayCheckIn } from "../attendance/attendance.policy.ts";
import { refuseEarly } from "../attendance/hold-roll.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasEnded } from "../meetings/meeting-status.ts";
import { refuseUnlessScheduled } from "../meetings/refuse-unless-scheduled.ts";
import { holdPeople } from "../people/hold-people.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { inTransaction } from "../platform/transaction.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { CheckInCode } from "./check-in-code.entity.ts";
import { hashOfCheckInCode, ownCheckInCode } from "./own-check-in-code.ts";

/** How long a code is worth something: too short for a picture of it to travel. */
export const CHECK_IN_CODE_SECONDS = 60;
const CODES: Quota = { name: "check-in codes of a person", most: 240, windowSeconds: 3_600 };

@InputType({ description: "Input of `makeCheckInCode`." })
export class MakeCheckInCodeInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;
}

export const MakeCheckInCodePayload = payloadType("MakeCheckInCode", {
  code: {
    type: () => String,
    description: "10 digits, to be shown as they are or as a QR code. Null when `errors` is not empty.",
  },
  expiresAt: {
    type: () => Date,
    description: "From then on it is worth nothing: a minute after it was made. Null when `errors` is not empty.",
  },
});

/**
 * Gives somebody a code of their own, which says at the entrance who they are. It is taken once, by a door or a host of
 * that meeting; a new one ends the one before.
 *
 * @throws NOT_FOUND, FORBIDDEN for who is neither a member nor going, CONFLICT earlier than two hours before the start,
 *   after the end and for a meeting that does not take place, RATE_LIMITED above 240 an hour
 */
export async function makeCheckInCode(
  ctx: Context,
  { meetingId }: MakeCheckInCodeInput,
): Promise<{ code: string; expiresAt: Date }> {
  const personId = signedIn(ctx);
  await spend(ctx, CODES, personId);
  return inTransaction(ctx, async (ctx) => {
    const meeting = await visible(ctx, Meeting, meetingId, "meetingId");
    await refuseUnlessComing(ctx, meeting, personId);
    const [id, createdAt] = [newId(), ctx.clock.now()];
    const code = ownCheckInCode(ctx, id);
    const expiresAt = new Date(createdAt.getTime() + CHECK_IN_CODE_SECONDS * 1_000);
    // Of two that are asked for at once, the second ends the first.
    await holdPeople(ctx, [personId]);
    await ctx.db.query("delete from check_in_codes where meeting_id = $1 and person_id = $2 and used_at is null", [
      meeting.id,
      personId,
    ]);
    const codeHash = hashOfCheckInCode(ctx, meeting.id, code);
    await ctx.db.insert(CheckInCode, { id, meetingId: meeting.id, personId, codeHash, createdAt, expiresAt });
    return { code, expiresAt };
  });
}

async function refuseUnlessComing(ctx: Context, meeting: Meeting, personId: string): Promise<void> {
  const going = { meetingId: meeting.id, personId, status: RsvpStatus.GOING };
  const standing = await standingIn(ctx, meeting.groupId, personId);
  if (!mayCheckIn(standing, await ctx.db.existsBy(Rsvp, going))) throw forbidden("check in to this meeting");
  refuseUnlessScheduled(meeting, "meetingId");
  refuseEarly(ctx, meeting);
  if (hasEnded(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting is over.");
}
