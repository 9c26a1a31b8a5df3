import { Field, ID, InputType } from "type-graphql";
import { releaseSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { partyOf } from "./held-seats.ts";
import { ownOffer } from "./own-offer.ts";
import { promote } from "./promote.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";

@InputType({ description: "Input of `declineSeatOffer`." })
export class DeclineSeatOfferInput {
  @Field(() => ID, { description: "The meeting that has a seat for the viewer." })
  meetingId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether to go on waiting, at the tail of the queue; otherwise the viewer does not come.",
  })
  staysInQueue: boolean;
}

export const DeclineSeatOfferPayload = payloadType("DeclineSeatOffer", { rsvp: () => Rsvp });

/**
 * Lets the seat go that is held for the viewer; whoever waits next has it. The viewer goes to the tail of the queue,
 * or does not come.
 *
 * @throws NOT_FOUND, or CONFLICT if no seat is held for the viewer, or it was accepted
 */
export async function declineSeatOffer(ctx: Context, input: DeclineSeatOfferInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, rsvp } = await ownOffer(ctx, input.meetingId);
    if (rsvp.status === RsvpStatus.GOING) throw conflict("meetingId", "The seat is yours already.");
    const now = ctx.clock.now();
    const status = input.staysInQueue ? RsvpStatus.WAITLISTED : RsvpStatus.NOT_GOING;
    await releaseSeats(ctx, meeting.id, rsvp.mode, partyOf(rsvp));
    // The queue is walked while this answer still reads OFFERED: a seat let go is not offered to the same person again.
    await promote(ctx, meeting, rsvp.mode);
    await revise(ctx, rsvp, {
      status,
      queuedAt: input.staysInQueue ? now : null,
      offerExpiresAt: null,
      answeredById: rsvp.personId,
      respondedAt: now,
      updatedAt: now,
    });
    await emit(ctx, { name: "rsvp.answered", rsvpId: rsvp.id, meetingId: meeting.id, status });
    return rsvp;
  });
}
