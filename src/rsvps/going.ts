/** What an input of "I come" means at a meeting: shared by members, visitors and standing answers. */

import type { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode, waysToTakePart } from "../meetings/meeting-mode.ts";
import type { Context } from "../platform/context.ts";
import { invalid } from "../platform/errors.ts";
import type { Going } from "./answer.ts";
import { type Rsvp, RsvpStatus } from "./rsvp.entity.ts";

/** Most guests anybody can bring anywhere; the meeting sets its own limit below. */
export const GUESTS_MAX = 20;

export interface Party {
  readonly mode?: TakePartMode | null;
  readonly guests?: number | null;
  readonly onlineMeanwhile?: boolean | null;
}

/** Answers that say how somebody would come; what a new answer leaves out stays as these have it. */
const SAYS_HOW: readonly RsvpStatus[] = [
  RsvpStatus.GOING,
  RsvpStatus.WAITLISTED,
  RsvpStatus.OFFERED,
  RsvpStatus.REQUESTED,
];

/** @throws INVALID for a mode or party that the meeting does not take */
export async function going(
  ctx: Context,
  meeting: Meeting,
  rsvp: Rsvp,
  input: Party & Pick<Going, "isApproved" | "isStanding">,
): Promise<Going> {
  const before = saidBefore(meeting, rsvp);
  const mode = offeredMode(meeting, input.mode ?? before.mode);
  const guests = input.guests ?? before.guests;
  refuseTooManyGuests(meeting, guests);
  const onlineMeanwhile = input.onlineMeanwhile ?? (before.onlineMeanwhile && before.mode === mode);
  if (onlineMeanwhile) await refuseWithoutRoomOnline(ctx, meeting, mode);
  return {
    kind: "going",
    mode,
    guests,
    takesSeat: await takesSeat(ctx, meeting, rsvp.personId),
    onlineMeanwhile,
    isApproved: input.isApproved,
    isStanding: input.isStanding === true,
  };
}

/** What is left out now is as it was said before, if that can still be. */
function saidBefore(meeting: Meeting, rsvp: Rsvp) {
  const counts = SAYS_HOW.includes(rsvp.status) && waysToTakePart(meeting.mode).includes(rsvp.mode);
  return counts ? rsvp : { mode: undefined, guests: 0, onlineMeanwhile: false };
}

/** @throws INVALID above what the meeting allows to each */
export function refuseTooManyGuests(meeting: Meeting, guests: number): void {
  if (guests <= meeting.guestsPerRsvpMax) return;
  throw invalid("guests", `At most ${meeting.guestsPerRsvpMax} guests may be brought to this meeting.`);
}

/** The mode asked for, or the only or first one that the meeting offers. */
export function offeredMode(meeting: Meeting, asked: TakePartMode | undefined): TakePartMode {
  const ways = waysToTakePart(meeting.mode);
  if (asked && !ways.includes(asked)) throw invalid("mode", "The meeting is not held that way.");
  const [first = TakePartMode.IN_PERSON] = ways;
  return asked ?? first;
}

/** Hosts and speakers may have a place of their own, which is not counted. */
async function takesSeat(ctx: Context, meeting: Meeting, personId: string): Promise<boolean> {
  const rows: unknown[] = await ctx.db.query(
    "select 1 from meeting_roles where meeting_id = $1 and person_id = $2 and not takes_seat limit 1",
    [meeting.id, personId],
  );
  return rows.length === 0;
}

/** Who comes online meanwhile holds no seat there, so there must be enough for everybody. */
async function refuseWithoutRoomOnline(ctx: Context, meeting: Meeting, mode: TakePartMode): Promise<void> {
  if (mode !== TakePartMode.IN_PERSON) {
    throw invalid("onlineMeanwhile", "Only who waits for a chair can come online meanwhile.");
  }
  const unlimited: unknown[] = await ctx.db.query(
    "select 1 from meeting_seats where meeting_id = $1 and mode = 'ONLINE' and capacity is null",
    [meeting.id],
  );
  if (unlimited.length === 0) {
    throw invalid("onlineMeanwhile", "The meeting is not held online, or its seats there are limited.");
  }
}
