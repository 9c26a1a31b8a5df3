import type { Standing } from "../groups/group.policy.ts";
import { refuseUnchosen, standingOf, standingQuestion } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { refuseUnlessScheduled } from "../meetings/refuse-unless-scheduled.ts";
import { askTogether, askWithin, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { RollState, type RollStatus } from "./roll.entity.ts";

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
  const meeting = await visible(ctx, Meeting, meetingId, "meetingId", { lock: "shared" });
  const viewerId = signedIn(ctx);
  refuseUnchosen(ctx, meeting.groupId);
  // Of who may not, nothing stays: the transaction is rolled back.
  const [standing = [], , held = []] = await askTogether(ctx.db, [
    standingQuestion(meeting.groupId, viewerId),
    { statement: BEGIN_ROLL, values: [meeting.id, meeting.groupId] },
    { statement: LOCK_ROLL, values: [meeting.id] },
  ]);
  if (!(await may(standingOf(viewerId, standing), meeting))) throw forbidden(what);
  refuseUnlessScheduled(meeting, "meetingId");
  return { meeting, roll: rollOf(held[0] as RollRow) };
}

export const rollOf = ([meetingId, groupId, status, version, submittedAt, submittedById]: RollRow): RollState =>
  Object.assign(new RollState(), { meetingId, groupId, status, version, submittedAt, submittedById });

export type RollRow = [
  meetingId: string,
  groupId: string,
  status: RollStatus,
  version: number,
  submittedAt: Date | null,
  submittedById: string | null,
];
export const ROLL_COLUMNS = "meeting_id, group_id, status, version, submitted_at, submitted_by_id";
const BEGIN_ROLL: KeptStatement = {
  name: "begin_roll",
  text: "insert into rolls (meeting_id, group_id) values ($1, $2) on conflict do nothing",
};
const LOCK_ROLL: KeptStatement = {
  name: "lock_roll",
  text: `select ${ROLL_COLUMNS} from rolls where meeting_id = $1 for update`,
};
const RAISE_ROLL: KeptStatement = {
  name: "raise_roll",
  text: "update rolls set version = $2 where meeting_id = $1",
};

/** @throws CONFLICT earlier than two hours before the start */
export function refuseEarly(ctx: Context, meeting: Meeting): void {
  if (ctx.clock.now() < rollOpensAt(meeting)) {
    throw conflict("meetingId", "The roll opens two hours before the start; until then there are RSVPs.");
  }
}

/** Writes a change of the roll itself and raises its version, which every change of the sheet does. */
export async function turnRoll(ctx: Context, roll: RollState, changes: Partial<RollState> = {}): Promise<RollState> {
  const { statement, values } = turned(roll);
  const { meetingId, version } = roll;
  if (Object.keys(changes).length === 0) await askWithin(ctx.db, statement, values);
  else await ctx.db.update(RollState, { meetingId }, { ...changes, version });
  return Object.assign(roll, changes);
}

/** Raises the version of a roll that is at hand, and answers with what writes it. */
export function turned(roll: RollState): Question {
  roll.version += 1;
  return { statement: RAISE_ROLL, values: [roll.meetingId, roll.version] };
}
