import type { Meeting } from "../meetings/meeting.entity.ts";
import { releaseSeats, takeSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { type Rsvp, RsvpStatus } from "./rsvp.entity.ts";

/** Seats that a party needs: the person, unless they take none as host or speaker, and each guest. */
export const partyOf = (rsvp: Pick<Rsvp, "guests" | "takesSeat">): number => rsvp.guests + (rsvp.takesSeat ? 1 : 0);

/** Seats that an answer holds: only who goes, or was offered a seat, holds any. */
export const heldSeats = (rsvp: Pick<Rsvp, "status" | "guests" | "takesSeat">): number =>
  rsvp.status === RsvpStatus.GOING || rsvp.status === RsvpStatus.OFFERED ? partyOf(rsvp) : 0;

type Holding = Pick<Rsvp, "status" | "mode" | "guests" | "takesSeat">;

/**
 * Moves the counter from what an answer holds to what it shall hold, all or nothing. What is held of the same mode
 * stays held, so a party that grows only needs the difference.
 *
 * @returns whether the seats were there; if not, nothing moved
 */
export async function moveSeats(ctx: Context, meeting: Meeting, before: Holding, after: Holding): Promise<boolean> {
  const had = heldSeats(before);
  const wants = heldSeats(after);
  if (before.mode === after.mode) {
    if (wants > had) return takeSeats(ctx, meeting.id, after.mode, wants - had);
    if (wants < had) await releaseSeats(ctx, meeting.id, after.mode, had - wants);
    return true;
  }
  await lockSeats(ctx, meeting);
  if (wants > 0 && !(await takeSeats(ctx, meeting.id, after.mode, wants))) return false;
  if (had > 0) await releaseSeats(ctx, meeting.id, before.mode, had);
  return true;
}

/** Locks the counters of both modes in one order: two callers who swap modes would otherwise wait for each other. */
export async function lockSeats(ctx: Context, meeting: Meeting): Promise<void> {
  await ctx.db.query("select 1 from meeting_seats where meeting_id = $1 order by mode for update", [meeting.id]);
}
