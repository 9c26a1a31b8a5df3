import type { Meeting } from "../meetings/meeting.entity.ts";
import { releaseSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { partyOf } from "./held-seats.ts";
import { promote } from "./promote.ts";
import { type Rsvp, RsvpStatus } from "./rsvp.entity.ts";
import "./rsvp.events.ts";

/**
 * Ends an offer whose deadline has passed: its seats go to the queue, its person to the tail. Every act on an answer
 * begins with this, so that an expired offer is never taken, whether or not the minute job came by. The row is held
 * by the caller.
 */
export async function expireOffer(ctx: Context, meeting: Meeting, rsvp: Rsvp): Promise<void> {
  const now = ctx.clock.now();
  if (rsvp.status !== RsvpStatus.OFFERED || !rsvp.offerExpiresAt || rsvp.offerExpiresAt > now) return;
  await releaseSeats(ctx, meeting.id, rsvp.mode, partyOf(rsvp));
  await revise(ctx, rsvp, { status: RsvpStatus.WAITLISTED, queuedAt: now, offerExpiresAt: null, updatedAt: now });
  await emit(ctx, { name: "rsvp.offerExpired", rsvpId: rsvp.id, meetingId: meeting.id });
  await promote(ctx, meeting, rsvp.mode);
  // The queue may have led straight back to this very row.
  Object.assign(rsvp, await ctx.db.findOneByOrFail(rsvp.constructor as new () => Rsvp, { id: rsvp.id }));
}
