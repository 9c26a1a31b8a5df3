import type { Meeting } from "../meetings/meeting.entity.ts";
import { type TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
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

/** Somebody would come; which status comes of it is ours to find out. */
export interface Going {
  readonly kind: "going";
  readonly mode: TakePartMode;
  readonly guests: number;
  readonly takesSeat: boolean;
  /** Counts for who does not get the chair they want. */
  readonly onlineMeanwhile: boolean;
  /** An organiser has already said yes, so that no approval is asked for. */
  readonly isApproved: boolean;
  /** It follows from a standing RSVP. */
  readonly isStanding?: boolean;
}

export type Wish = Going | { readonly kind: "maybe" | "notGoing" };

/** A person's answer, locked until the transaction ends; a new one says nothing yet and holds nothing. */
export interface HeldRsvp {
  readonly row: Rsvp;
  readonly isNew: boolean;
}

/** Finds or makes the row and holds it. The caller holds the meeting. */
export async function heldRsvp(ctx: Context, meeting: Meeting, personId: string): Promise<HeldRsvp> {
  const now = ctx.clock.now();
  const [mode] = waysToTakePart(meeting.mode);
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

/**
 * The one road to a changed answer: moves the seats, writes, tells, and hands on what became free. The same wish twice
 * changes nothing.
 *
 * @throws LIMIT_REACHED if who holds seats already wants more than are free; their answer stands
 */
export async function answer(ctx: Context, meeting: Meeting, { row, isNew }: HeldRsvp, wish: Wish): Promise<Rsvp> {
  await expireOffer(ctx, meeting, row);
  const { mode } = row;
  if (isNew || !isWhatIsWished(row, wish)) {
    const changes = await settle(ctx, meeting, row, wish);
    await revise(ctx, row, { ...changes, answeredById: ctx.viewerId ?? row.personId });
    await emit(ctx, { name: "rsvp.answered", rsvpId: row.id, meetingId: meeting.id, status: row.status });
    await promote(ctx, meeting, mode);
    if (mode !== row.mode) await promote(ctx, meeting, row.mode);
  } else if (row.status === RsvpStatus.WAITLISTED) {
    // Whoever freed a seat this very moment passed this row by, as it is held here.
    await promote(ctx, meeting, mode);
  }
  if (row.status === RsvpStatus.WAITLISTED) Object.assign(row, await ctx.db.findOneByOrFail(Rsvp, { id: row.id }));
  return row;
}

const STANDING: Record<Wish["kind"], readonly RsvpStatus[]> = {
  // Not OFFERED: to say again that one comes is to take the seat that is held.
  going: [RsvpStatus.GOING, RsvpStatus.WAITLISTED, RsvpStatus.REQUESTED],
  maybe: [RsvpStatus.MAYBE],
  notGoing: [RsvpStatus.NOT_GOING],
};

/** Answers that an organiser has said yes to, where approval is asked for. */
const APPROVED: readonly RsvpStatus[] = [RsvpStatus.GOING, RsvpStatus.OFFERED, RsvpStatus.WAITLISTED];

const HOLDING: readonly RsvpStatus[] = [RsvpStatus.GOING, RsvpStatus.OFFERED];

function isWhatIsWished(rsvp: Rsvp, wish: Wish): boolean {
  if (!STANDING[wish.kind].includes(rsvp.status)) return false;
  if (wish.kind !== "going") return true;
  if (wish.isApproved && rsvp.status === RsvpStatus.REQUESTED) return false;
  return (
    rsvp.mode === wish.mode &&
    rsvp.guests === wish.guests &&
    (rsvp.status === RsvpStatus.GOING || rsvp.onlineMeanwhile === wish.onlineMeanwhile)
  );
}

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
  | "isStanding"
  | "respondedAt"
  | "updatedAt"
>;

async function settle(ctx: Context, meeting: Meeting, rsvp: Rsvp, wish: Wish): Promise<Settled> {
  const now = ctx.clock.now();
  const plain: Settled = {
    status: wish.kind === "maybe" ? RsvpStatus.MAYBE : RsvpStatus.NOT_GOING,
    mode: rsvp.mode,
    guests: 0,
    takesSeat: true,
    onlineMeanwhile: false,
    queuedAt: null,
    offerExpiresAt: null,
    admittedAbove: false,
    isStanding: false,
    respondedAt: now,
    updatedAt: now,
  };
  if (wish.kind === "going") return settleGoing(ctx, meeting, rsvp, { wish, plain });
  await moveSeats(ctx, meeting, rsvp, plain);
  return plain;
}

async function settleGoing(
  ctx: Context,
  meeting: Meeting,
  rsvp: Rsvp,
  { wish, plain }: { readonly wish: Going; readonly plain: Settled },
): Promise<Settled> {
  const { mode, guests, takesSeat, onlineMeanwhile, isStanding = false } = wish;
  const party = { ...plain, mode, guests, takesSeat, isStanding };
  if (meeting.needsApproval && !wish.isApproved && !APPROVED.includes(rsvp.status)) {
    return { ...party, status: RsvpStatus.REQUESTED, onlineMeanwhile };
  }
  const going = { ...party, status: RsvpStatus.GOING };
  if (await moveSeats(ctx, meeting, rsvp, going)) {
    return { ...going, admittedAbove: rsvp.admittedAbove && rsvp.mode === mode };
  }
  if (HOLDING.includes(rsvp.status)) {
    throw limitReached(
      rsvp.mode === mode ? "guests" : "mode",
      "There are not enough free seats for that. Your present answer stands.",
    );
  }
  return {
    ...party,
    status: RsvpStatus.WAITLISTED,
    onlineMeanwhile,
    queuedAt: placeFor(rsvp, wish, plain.updatedAt),
  };
}

/** Who already waits keeps the place, unless the party grows or waits for seats of another mode. */
const placeFor = (rsvp: Rsvp, wish: Going, now: Date): Date =>
  rsvp.status === RsvpStatus.WAITLISTED && rsvp.queuedAt && rsvp.mode === wish.mode && wish.guests <= rsvp.guests
    ? rsvp.queuedAt
    : now;
