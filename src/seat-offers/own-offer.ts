import { refuseUnchosen } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { isExpiredOffer } from "../rsvps/expire-offer.ts";
import { holdMeeting, refuseAfterStart } from "../rsvps/hold-meeting.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";

/**
 * The viewer's answer to a meeting, for an act on the seat that is held for them; both are held until the transaction
 * ends. An offer whose deadline has passed is over, whether or not the minute job noticed.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, CONFLICT if it has started, is cancelled, or the offer ran out
 */
export async function ownOffer(ctx: Context, meetingId: string): Promise<{ meeting: Meeting; rsvp: Rsvp }> {
  const personId = signedIn(ctx);
  const meeting = await holdMeeting(ctx, (await visible(ctx, Meeting, meetingId, "meetingId")).id);
  refuseUnchosen(ctx, meeting.groupId);
  refuseAfterStart(meeting, ctx.clock.now(), "meetingId");
  const rsvp = await ctx.db.findOne(Rsvp, {
    where: { meetingId: meeting.id, personId },
    lock: { mode: "pessimistic_write" },
  });
  if (!rsvp) throw noSeat();
  if (isExpiredOffer(rsvp, ctx.clock.now())) throw conflict("meetingId", "The offer has run out.");
  return { meeting, rsvp };
}

export const noSeat = () => conflict("meetingId", "No seat is held for you.");
