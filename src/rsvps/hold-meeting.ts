import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import { refuseUnlessScheduled } from "../meetings/refuse-unless-scheduled.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";

/**
 * Holds a meeting in share, with its group, until the transaction ends: meanwhile it is neither cancelled nor moved, and
 * nobody is put out of the group or banned. Answers to one meeting do not wait for each other here. Group before
 * meeting before answer before seats, as everywhere.
 */
export async function holdMeeting(ctx: Context, meetingId: string): Promise<Meeting> {
  await ctx.db.query("select 1 from groups where id = (select group_id from meetings where id = $1) for share", [
    meetingId,
  ]);
  return ctx.db.findOneOrFail(Meeting, { where: { id: meetingId }, lock: { mode: "pessimistic_read" } });
}

/** @throws CONFLICT, at `field`, for a draft, a cancelled meeting, or one that has started */
export function refuseAfterStart(meeting: Meeting, now: Date, field: string): void {
  refuseUnlessScheduled(meeting, field);
  if (hasStarted(meeting, now)) {
    const about = { entity: Meeting, id: meeting.id };
    throw conflict(field, "The meeting has started: from now on it is attendance.", about);
  }
}

/** @throws CONFLICT outside of the hours in which answers are taken */
export function refuseOutsideHours(meeting: Meeting, now: Date, field: string): void {
  if (meeting.rsvpOpensAt && now < meeting.rsvpOpensAt) throw conflict(field, "Answers are not open yet.");
  if (meeting.rsvpClosesAt && now >= meeting.rsvpClosesAt) throw conflict(field, "Answers are closed.");
}
