import type { Meeting } from "../meetings/meeting.entity.ts";
import { releaseSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { lockSeats, partyOf } from "./held-seats.ts";
import { promote } from "./promote.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";
import "./rsvp.events.ts";

/** Whether a seat was offered, and the deadline has passed. */
export const isExpiredOffer = (rsvp: Pick<Rsvp, "status" | "offerExpiresAt">, now: Date): boolean =>
  rsvp.status === RsvpStatus.OFFERED && rsvp.offerExpiresAt !== null && rsvp.offerExpiresAt <= now;

/**
 * Ends an offer whose deadline has passed. Every act on an answer begins with this, so that an expired offer is never
 * taken, whether or not the minute job came by. The row is held by the caller.
 */
export async function expireOffer(ctx: Context, meeting: Meeting, rsvp: Rsvp): Promise<void> {
  if (!isExpiredOffer(rsvp, ctx.clock.now())) return;
  await backToTail(ctx, meeting, rsvp, {});
  await emit(ctx, { name: "rsvp.offerExpired", rsvpId: rsvp.id, meetingId: meeting.id });
  await handOn(ctx, meeting, rsvp);
}

/** Gives an offered seat back, and its person the last place in the queue. `handOn` must follow. */
export async function backToTail(ctx: Context, meeting: Meeting, rsvp: Rsvp, changes: Partial<Rsvp>): Promise<void> {
  const now = ctx.clock.now();
  await lockSeats(ctx, meeting);
  await releaseSeats(ctx, meeting.id, rsvp.mode, partyOf(rsvp));
  const tail = { status: RsvpStatus.WAITLISTED, queuedAt: now, offerExpiresAt: null, updatedAt: now };
  await revise(ctx, rsvp, { ...tail, ...changes });
}

/** Offers the seat to whoever is next now; where nobody else waits who fits, that is this very person again. */
export async function handOn(ctx: Context, meeting: Meeting, rsvp: Rsvp): Promise<void> {
  await promote(ctx, meeting, rsvp.mode);
  Object.assign(rsvp, await ctx.db.findOneByOrFail(Rsvp, { id: rsvp.id }));
}
