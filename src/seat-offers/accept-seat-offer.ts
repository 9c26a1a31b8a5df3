import { Field, ID, InputType } from "type-graphql";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { mayAnswer } from "../rsvps/rsvp.policy.ts";
import { noSeat, ownOffer } from "./own-offer.ts";

@InputType({ description: "Input of `acceptSeatOffer`." })
export class AcceptSeatOfferInput {
  @Field(() => ID, { description: "The meeting that has a seat for the viewer." })
  meetingId: string;
}

export const AcceptSeatOfferPayload = payloadType("AcceptSeatOffer", { rsvp: () => Rsvp });

/**
 * Takes the seats that are held for the viewer and their guests. Who goes already goes on going.
 *
 * @throws NOT_FOUND, FORBIDDEN if the group has banned them, or CONFLICT if no seat is held for the viewer, or no longer
 */
export async function acceptSeatOffer(ctx: Context, input: AcceptSeatOfferInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, rsvp } = await ownOffer(ctx, input.meetingId);
    // A ban takes the seat away a moment later: until then, too, it is nobody's to take.
    if (!mayAnswer(await standingIn(ctx, meeting.groupId))) throw forbidden("answer to this group's meetings");
    if (rsvp.status === RsvpStatus.GOING) return rsvp;
    if (rsvp.status !== RsvpStatus.OFFERED) throw noSeat();
    const now = ctx.clock.now();
    const status = RsvpStatus.GOING;
    await revise(ctx, rsvp, {
      status,
      offerExpiresAt: null,
      queuedAt: null,
      onlineMeanwhile: false,
      answeredById: rsvp.personId,
      respondedAt: now,
      updatedAt: now,
    });
    await emit(ctx, { name: "rsvp.answered", rsvpId: rsvp.id, meetingId: meeting.id, status });
    return rsvp;
  });
}
