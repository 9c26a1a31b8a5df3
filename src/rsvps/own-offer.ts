import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { expireOffer } from "./expire-offer.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";

/**
 * The viewer's answer to a meeting that has offered them a seat, both held until the transaction ends. An offer whose
 * deadline has passed is over, whether or not anybody noticed before.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, CONFLICT if it has started, is cancelled, or there is no offer
 */
export async function ownOffer(ctx: Context, meetingId: string): Promise<{ meeting: Meeting; rsvp: Rsvp }> {
  const personId = signedIn(ctx);
  const { id } = await visible(ctx, Meeting, meetingId, "meetingId");
  const meeting = await ctx.db.findOneOrFail(Meeting, { where: { id }, lock: { mode: "pessimistic_read" } });
  if (meeting.cancelledAt) throw conflict("meetingId", "The meeting is cancelled.");
  if (hasStarted(meeting, ctx.clock.now())) throw conflict("meetingId", "The meeting has started.");
  const rsvp = await ctx.db.findOne(Rsvp, { where: { meetingId: id, personId }, lock: { mode: "pessimistic_write" } });
  if (rsvp) await expireOffer(ctx, meeting, rsvp);
  if (!rsvp || (rsvp.status !== RsvpStatus.OFFERED && rsvp.status !== RsvpStatus.GOING)) {
    throw conflict("meetingId", "No seat is held for you.");
  }
  return { meeting, rsvp };
}
