import { standingIn } from "../groups/standing-in.ts";
import type { Standing } from "../groups/group.policy.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { expireOffer } from "./expire-offer.ts";
import { Rsvp } from "./rsvp.entity.ts";

/**
 * Somebody's answer, for an organiser who decides about it: found by its id within sight, allowed, and held together
 * with its meeting until the transaction ends.
 *
 * @throws NOT_FOUND, FORBIDDEN ("you may not …"), or CONFLICT once the meeting has started or is cancelled
 */
export async function rsvpToDecide(
  ctx: Context,
  rsvpId: string,
  may: (standing: Standing | null) => boolean,
  what: string,
): Promise<{ meeting: Meeting; rsvp: Rsvp }> {
  signedIn(ctx);
  const { id, meetingId, groupId } = await visible(ctx, Rsvp, rsvpId, "rsvpId");
  if (!may(await standingIn(ctx, groupId))) throw forbidden(what);
  const meeting = await ctx.db.findOneOrFail(Meeting, { where: { id: meetingId }, lock: { mode: "pessimistic_read" } });
  if (meeting.cancelledAt) throw conflict("rsvpId", "The meeting is cancelled.");
  if (hasStarted(meeting, ctx.clock.now())) throw conflict("rsvpId", "The meeting has started.");
  const rsvp = await ctx.db.findOneOrFail(Rsvp, { where: { id }, lock: { mode: "pessimistic_write" } });
  await expireOffer(ctx, meeting, rsvp);
  return { meeting, rsvp };
}
