import type { Standing } from "../groups/group.policy.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { visible } from "../platform/find.ts";
import { RollState } from "./roll.entity.ts";

/** How long before the start a roll is open, in minutes: an intention is an RSVP. */
export const ROLL_OPENS_MINUTES_BEFORE = 120;

export const rollOpensAt = ({ startsAt }: Pick<Meeting, "startsAt">): Date =>
  new Date(startsAt.getTime() - ROLL_OPENS_MINUTES_BEFORE * 60_000);

export interface HeldRoll {
  readonly meeting: Meeting;
  readonly roll: RollState;
}

/**
 * Finds a meeting's roll, or begins it, and locks it until the end of the transaction: so marks of several devices are
 * folded one call after the other. The meeting is held in share, so that it is not cancelled meanwhile.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN (`what`) if `may` says no, CONFLICT for a draft and
 *   a cancelled meeting
 */
export async function holdRoll(
  ctx: Context,
  meetingId: string,
  may: (standing: Standing | null, meeting: Meeting) => boolean | Promise<boolean>,
  what: string,
): Promise<HeldRoll> {
  const { id } = await visible(ctx, Meeting, meetingId, "meetingId");
  const meeting = await ctx.db.findOneOrFail(Meeting, { where: { id }, lock: { mode: "pessimistic_read" } });
  if (!(await may(await standingIn(ctx, meeting.groupId), meeting))) throw forbidden(what);
  if (!meeting.publishedAt) throw conflict("meetingId", "The meeting is a draft.");
  if (meeting.cancelledAt) throw conflict("meetingId", "The meeting is cancelled.");

  await ctx.db.query("insert into rolls (meeting_id, group_id) values ($1, $2) on conflict do nothing", [
    id,
    meeting.groupId,
  ]);
  const roll = await ctx.db.findOneOrFail(RollState, {
    where: { meetingId: id },
    lock: { mode: "pessimistic_write" },
  });
  return { meeting, roll };
}

/** @throws CONFLICT earlier than two hours before the start */
export function refuseEarly(ctx: Context, meeting: Meeting): void {
  if (ctx.clock.now() < rollOpensAt(meeting)) {
    throw conflict("meetingId", "The roll opens two hours before the start; until then there are RSVPs.");
  }
}

/** Writes a change of the roll itself and raises its version, which every change of the sheet does. */
export async function turnRoll(ctx: Context, roll: RollState, changes: Partial<RollState> = {}): Promise<RollState> {
  Object.assign(roll, changes, { version: roll.version + 1 });
  await ctx.db.update(RollState, { meetingId: roll.meetingId }, { ...changes, version: roll.version });
  return roll;
}
