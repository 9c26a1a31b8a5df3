import { Field, ID, InputType } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import { takeSeats, takeSeatsAboveCapacity } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { heldSeats, partyOf } from "../rsvps/held-seats.ts";
import { logAnswer } from "../rsvps/log-answer.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { mayAdmitToMeeting, mayAnswer } from "../rsvps/rsvp.policy.ts";
import { type RsvpToDecide, rsvpToDecide } from "./rsvp-to-decide.ts";

@InputType({ description: "Input of `admitToMeeting`." })
export class AdmitToMeetingInput {
  @Field(() => ID, { description: "The answer of somebody who would come: waiting, offered a seat, or asking." })
  rsvpId: string;
}

export const AdmitToMeetingPayload = payloadType("AdmitToMeeting", { rsvp: () => Rsvp });

/** From these an organiser can let somebody in; of the others nobody said that they would come. */
const ADMISSIBLE: readonly RsvpStatus[] = [RsvpStatus.WAITLISTED, RsvpStatus.OFFERED, RsvpStatus.REQUESTED];

/**
 * Lets somebody in knowingly, whether or not there is a free seat, and past the queue. Seats above the capacity are
 * free for nobody else when given back. Admitting twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT for who did not want to come, or at the wrong moment
 */
export async function admitToMeeting(ctx: Context, input: AdmitToMeetingInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const found = await rsvpToDecide(ctx, input.rsvpId, mayAdmitToMeeting, "admit people here");
    const { rsvp, before } = found;
    if (rsvp.status === RsvpStatus.GOING) return rsvp;
    if (!ADMISSIBLE.includes(rsvp.status)) throw conflict("rsvpId", "This person does not ask to come.");
    if (!mayAnswer(await standingIn(ctx, rsvp.groupId, rsvp.personId))) {
      throw conflict("rsvpId", "The group has banned this person.");
    }
    await admit(ctx, found);
    await logAnswer(ctx, "admitToMeeting", before, rsvp);
    return rsvp;
  });
}

async function admit(ctx: Context, { meeting, rsvp }: RsvpToDecide): Promise<void> {
  const { mode } = rsvp;
  const missing = partyOf(rsvp) - heldSeats(rsvp);
  const isWithin = missing === 0 || (await takeSeats(ctx, meeting.id, mode, missing));
  if (!isWithin && !(await takeSeatsAboveCapacity(ctx, meeting.id, mode, missing))) {
    throw conflict("rsvpId", "The meeting is no longer held that way.");
  }
  const now = ctx.clock.now();
  const status = RsvpStatus.GOING;
  await revise(ctx, rsvp, {
    status,
    admittedAbove: !isWithin,
    onlineMeanwhile: false,
    queuedAt: null,
    offerExpiresAt: null,
    updatedAt: now,
  });
  await emit(ctx, { name: "rsvp.admitted", rsvpId: rsvp.id, meetingId: meeting.id });
}
