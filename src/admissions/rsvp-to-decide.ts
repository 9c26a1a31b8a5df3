import type { Standing } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { expireOffer } from "../rsvps/expire-offer.ts";
import { holdMeeting, refuseAfterStart } from "../rsvps/hold-meeting.ts";
import { Rsvp } from "../rsvps/rsvp.entity.ts";

/** Somebody's answer with its meeting, both held until the transaction ends, and the answer as it was. */
export interface RsvpToDecide {
  readonly meeting: Meeting;
  readonly rsvp: Rsvp;
  readonly before: Rsvp;
}

/**
 * Somebody's answer, for an organiser who decides about it: found by its id within sight, allowed, and held.
 *
 * @throws NOT_FOUND, FORBIDDEN ("you may not …"), or CONFLICT once the meeting has started or is cancelled
 */
export async function rsvpToDecide(
  ctx: Context,
  rsvpId: string,
  may: (standing: Standing | null) => boolean,
  what: string,
): Promise<RsvpToDecide> {
  signedIn(ctx);
  const { id, meetingId } = await visible(ctx, Rsvp, rsvpId, "rsvpId");
  const meeting = await holdMeeting(ctx, meetingId);
  if (!may(await standingIn(ctx, meeting.groupId))) throw forbidden(what);
  refuseAfterStart(meeting, ctx.clock.now(), "rsvpId");
  const rsvp = await ctx.db.findOneOrFail(Rsvp, { where: { id }, lock: { mode: "pessimistic_write" } });
  const before = { ...rsvp };
  await expireOffer(ctx, meeting, rsvp);
  return { meeting, rsvp, before };
}
