import { Field, ID, InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { valid } from "../platform/valid.ts";
import { answer } from "../rsvps/answer.ts";
import { backToTail, handOn } from "../rsvps/expire-offer.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { noSeat, ownOffer } from "./own-offer.ts";

@InputType({ description: "Input of `declineSeatOffer`." })
export class DeclineSeatOfferInput {
  @Field(() => ID, { description: "The meeting that has a seat for the viewer." })
  meetingId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Whether to let others go first and wait on, at the tail of the queue; where nobody else waits who fits, the seat is offered again. Otherwise the viewer does not come.",
  })
  staysInQueue: boolean;
}

export const DeclineSeatOfferPayload = payloadType("DeclineSeatOffer", { rsvp: () => Rsvp });

/**
 * Lets the seats go that are held for the viewer; whoever waits next has them. The viewer goes to the tail of the queue,
 * or does not come. Declining twice changes nothing.
 *
 * @throws NOT_FOUND, or CONFLICT if no seat is held for the viewer, or it was accepted
 */
export async function declineSeatOffer(ctx: Context, input: DeclineSeatOfferInput): Promise<Rsvp> {
  await valid(input);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, rsvp } = await ownOffer(ctx, input.meetingId);
    if (rsvp.status === (input.staysInQueue ? RsvpStatus.WAITLISTED : RsvpStatus.NOT_GOING)) return rsvp;
    if (rsvp.status === RsvpStatus.GOING) throw conflict("meetingId", "The seat is yours already.");
    if (rsvp.status !== RsvpStatus.OFFERED) throw noSeat();
    if (!input.staysInQueue) return answer(ctx, meeting, { row: rsvp, isNew: false }, { kind: "notGoing" });

    await backToTail(ctx, meeting, rsvp, { answeredById: rsvp.personId, respondedAt: ctx.clock.now() });
    await emit(ctx, { name: "rsvp.answered", rsvpId: rsvp.id, meetingId: meeting.id, status: rsvp.status });
    await handOn(ctx, meeting, rsvp);
    return rsvp;
  });
}
