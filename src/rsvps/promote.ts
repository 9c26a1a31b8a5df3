import type { Meeting } from "../meetings/meeting.entity.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import { lockFreeSeats, takeSeats } from "../meetings/seats.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { partyOf } from "./held-seats.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";

const MINUTE_MS = 60_000;
/** Parties held at once; a walk ends earlier when the seats do. */
const WALK_MAX = 200;

/**
 * Gives free seats to the queue, first come first served, until nobody who waits fits into what is left. A party
 * larger than the free seats is passed over and keeps its place. Far enough from the start a seat is offered and
 * held until a deadline; nearer than the meeting's cut-off there is no time to ask, so whoever is next simply has it.
 *
 * Runs at the end of every act that may have freed a seat, in its transaction: the counter's row is locked meanwhile.
 * Rows that another transaction holds are skipped, for that one ends in a promotion of its own.
 */
export async function promote(ctx: Context, meeting: Meeting, mode: TakePartMode): Promise<void> {
  const now = ctx.clock.now();
  if (meeting.cancelledAt || !meeting.publishedAt || meeting.startsAt <= now) return;
  const deadline = offerDeadline(meeting, now);
  for (;;) {
    const free = await lockFreeSeats(ctx, meeting.id, mode);
    if (free === 0) return;
    const next = await nextInQueue(ctx, meeting, mode, free);
    await giveInOrder(ctx, next, free, deadline);
    if (next.length < WALK_MAX) return;
  }
}

/** Those who wait and would fit alone, longest first; the first of them is certain to get seats. */
function nextInQueue(ctx: Context, meeting: Meeting, mode: TakePartMode, free: number | null): Promise<Rsvp[]> {
  const waiting = ctx.db
    .createQueryBuilder(Rsvp, "rsvp")
    .where("rsvp.meetingId = :meetingId and rsvp.mode = :mode and rsvp.status = 'WAITLISTED'", {
      meetingId: meeting.id,
      mode,
    });
  if (free !== null) waiting.andWhere("rsvp.guests + cast(rsvp.takesSeat as integer) <= :free", { free });
  return waiting
    .orderBy("rsvp.queuedAt")
    .addOrderBy("rsvp.id")
    .limit(WALK_MAX)
    .setLock("pessimistic_write")
    .setOnLocked("skip_locked")
    .getMany();
}

async function giveInOrder(ctx: Context, next: readonly Rsvp[], free: number | null, deadline: Date | null) {
  let left = free;
  for (const rsvp of next) {
    const party = partyOf(rsvp);
    if (left !== null && party > left) continue;
    if (!(await takeSeats(ctx, rsvp.meetingId, rsvp.mode, party)))
      throw new Error("Locked seats were taken by others.");
    if (left !== null) left -= party;
    await give(ctx, rsvp, deadline);
    if (left === 0) return;
  }
}

/** Until when an offer made now holds: never into the cut-off before the start; null once that has begun. */
export function offerDeadline(
  meeting: Pick<Meeting, "startsAt" | "offerMinutes" | "offerCutoffMinutes">,
  now: Date,
): Date | null {
  const cutoff = meeting.startsAt.getTime() - meeting.offerCutoffMinutes * MINUTE_MS;
  if (cutoff <= now.getTime()) return null;
  return new Date(Math.min(cutoff, now.getTime() + meeting.offerMinutes * MINUTE_MS));
}

async function give(ctx: Context, rsvp: Rsvp, deadline: Date | null): Promise<void> {
  const status = deadline ? RsvpStatus.OFFERED : RsvpStatus.GOING;
  const kept = deadline ? {} : { onlineMeanwhile: false, queuedAt: null };
  await revise(ctx, rsvp, { status, offerExpiresAt: deadline, updatedAt: ctx.clock.now(), ...kept });
  const { id: rsvpId, meetingId } = rsvp;
  await emit(
    ctx,
    deadline ? { name: "rsvp.offered", rsvpId, meetingId } : { name: "rsvp.promoted", rsvpId, meetingId },
  );
}
