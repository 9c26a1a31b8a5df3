import type { Meeting } from "../meetings/meeting.entity.ts";
import type { TakePartMode } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { limitReached } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise } from "../platform/find.ts";
import { newId } from "../platform/ids.ts";
import { expireOffer } from "./expire-offer.ts";
import { moveSeats } from "./held-seats.ts";
import { promote } from "./promote.ts";
import { Rsvp, RsvpStatus } from "./rsvp.entity.ts";
import "./rsvp.events.ts";

/** What somebody wants; which status comes of it is ours to find out. */
export interface Wish {
  readonly kind: "going" | "maybe" | "notGoing";
  readonly mode: TakePartMode;
  readonly guests: number;
  readonly takesSeat: boolean;
  readonly onlineMeanwhile: boolean;
  /** An organiser has already said yes, so that no approval is asked for. */
  readonly isApproved: boolean;
}

/**
 * The one road to a changed answer: finds or makes the row, holds it, moves the seats, writes, tells, and hands on
 * what became free. The same wish twice changes nothing.
 */
export async function answer(ctx: Context, meeting: Meeting, personId: string, wish: Wish): Promise<Rsvp> {
  const rsvp = await heldRsvp(ctx, meeting, personId, wish.mode);
  await expireOffer(ctx, meeting, rsvp.row);
  if (!rsvp.isNew && isWhatIsWished(rsvp.row, wish)) return rsvp.row;

  const before = { ...rsvp.row };
  const after = await settle(ctx, meeting, rsvp.row, wish);
  await revise(ctx, rsvp.row, { ...after, answeredById: ctx.viewerId ?? personId });
  await emit(ctx, { name: "rsvp.answered", rsvpId: rsvp.row.id, meetingId: meeting.id, status: rsvp.row.status });
  await promote(ctx, meeting, before.mode);
  if (before.mode !== rsvp.row.mode) await promote(ctx, meeting, rsvp.row.mode);
  return rsvp.row;
}

/** The person's row, locked until the transaction ends; a new one says nothing yet and holds nothing. */
export async function heldRsvp(
  ctx: Context,
  meeting: Meeting,
  personId: string,
  mode: TakePartMode,
): Promise<{ row: Rsvp; isNew: boolean }> {
  const now = ctx.clock.now();
  const inserted: unknown[] = await ctx.db.query(
    `insert into rsvps (id, group_id, meeting_id, person_id, status, mode, answered_by_id, responded_at, created_at, updated_at)
     values ($1, $2, $3, $4, 'NOT_GOING', $5, $6, $7, $7, $7) on conflict (meeting_id, person_id) do nothing returning id`,
    [newId(), meeting.groupId, meeting.id, personId, mode, ctx.viewerId ?? personId, now],
  );
  const row = await ctx.db.findOneOrFail(Rsvp, {
    where: { meetingId: meeting.id, personId },
    lock: { mode: "pessimistic_write" },
  });
  return { row, isNew: inserted.length > 0 };
}

const STANDING: Record<Wish["kind"], readonly RsvpStatus[]> = {
  // Not OFFERED: to say again that one comes is to take the seat that is held.
  going: [RsvpStatus.GOING, RsvpStatus.WAITLISTED, RsvpStatus.REQUESTED],
  maybe: [RsvpStatus.MAYBE],
  notGoing: [RsvpStatus.NOT_GOING],
};

/** Answers that an organiser has said yes to, where approval is asked for. */
const APPROVED: readonly RsvpStatus[] = [RsvpStatus.GOING, RsvpStatus.OFFERED, RsvpStatus.WAITLISTED];

const isWhatIsWished = (rsvp: Rsvp, wish: Wish): boolean =>
  STANDING[wish.kind].includes(rsvp.status) &&
  !(wish.isApproved && rsvp.status === RsvpStatus.REQUESTED) &&
  (wish.kind === "notGoing" ||
    (rsvp.mode === wish.mode && rsvp.guests === wish.guests && rsvp.onlineMeanwhile === wish.onlineMeanwhile));

type Settled = Pick<
  Rsvp,
  | "status"
  | "mode"
  | "guests"
  | "takesSeat"
  | "onlineMeanwhile"
  | "queuedAt"
  | "offerExpiresAt"
  | "admittedAbove"
  | "respondedAt"
  | "updatedAt"
>;

async function settle(ctx: Context, meeting: Meeting, rsvp: Rsvp, wish: Wish): Promise<Settled> {
  const now = ctx.clock.now();
  const plain: Settled = {
    status: RsvpStatus.NOT_GOING,
    mode: wish.mode,
    guests: wish.guests,
    takesSeat: wish.takesSeat,
    onlineMeanwhile: false,
    queuedAt: null,
    offerExpiresAt: null,
    admittedAbove: false,
    respondedAt: now,
    updatedAt: now,
  };
  if (wish.kind !== "going") {
    await moveSeats(ctx, meeting, rsvp, plain);
    return { ...plain, status: wish.kind === "maybe" ? RsvpStatus.MAYBE : RsvpStatus.NOT_GOING };
  }
  if (meeting.needsApproval && !wish.isApproved && !APPROVED.includes(rsvp.status)) {
    await moveSeats(ctx, meeting, rsvp, plain);
    return { ...plain, status: RsvpStatus.REQUESTED };
  }
  const going: Settled = { ...plain, status: RsvpStatus.GOING };
  if (await moveSeats(ctx, meeting, rsvp, going)) return { ...going, admittedAbove: rsvp.admittedAbove };
  if (rsvp.status === RsvpStatus.GOING) {
    throw limitReached(
      rsvp.mode === wish.mode ? "guests" : "mode",
      "There are not enough free seats for that. Your present answer stands.",
    );
  }
  await moveSeats(ctx, meeting, rsvp, plain);
  return {
    ...plain,
    status: RsvpStatus.WAITLISTED,
    onlineMeanwhile: wish.onlineMeanwhile,
    queuedAt: placeFor(rsvp, wish, now),
  };
}

/** Who already waits keeps the place, unless the party grows or waits for seats of another mode. */
const placeFor = (rsvp: Rsvp, wish: Wish, now: Date): Date =>
  rsvp.status === RsvpStatus.WAITLISTED && rsvp.queuedAt && rsvp.mode === wish.mode && wish.guests <= rsvp.guests
    ? rsvp.queuedAt
    : now;
