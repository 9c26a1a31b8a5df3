import { MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Attendance } from "../attendance/attendance.entity.ts";
import { mayCheckIn } from "../attendance/attendance.policy.ts";
import { Mark } from "../attendance/mark.entity.ts";
import { isInTheRoom, markPresent } from "../attendance/mark-present.ts";
import { type OpenRoll, withOpenRoll } from "../attendance/open-roll.ts";
import { type RollTaker, rollTaker } from "../attendance/roll-taker.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { TakePartMode } from "../meetings/meeting-mode.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { invalid, limitReached } from "../platform/errors.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { type Quota, spend } from "../platform/quota.ts";
import { valid } from "../platform/valid.ts";
import { Rsvp, RsvpStatus } from "../rsvps/rsvp.entity.ts";
import { CheckInCode } from "./check-in-code.entity.ts";
import { CODE_LENGTH_MAX, hashOfCheckInCode } from "./own-check-in-code.ts";

/** Codes that one door or host tries: above the largest group we know of, far below what guessing would take. */
const TRIES: Quota = { name: "check-in codes tried", most: 1_500, windowSeconds: 3_600 };

@InputType({ description: "Input of `checkInWithCode`." })
export class CheckInWithCodeInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => String, { description: "What `makeCheckInCode` gave the person who shows it." })
  @MaxLength(CODE_LENGTH_MAX)
  code: string;

  @Field(() => TakePartMode, {
    nullable: true,
    description: "How they take part; left out, as they answered, or the only way there is, or at the place.",
  })
  mode?: TakePartMode | null;
}

export const CheckInWithCodePayload = payloadType("CheckInWithCode", {
  name: { type: () => String, description: "Who it is: what the group calls them. Null when `errors` is not empty." },
  personId: { type: () => ID, description: "What `MarkInput.personId` calls them by." },
  isRepeated: {
    type: () => Boolean,
    description: "Whether they were in already, by this code or otherwise, so that nothing changed.",
  },
  attendance: { type: () => Attendance, description: "Their attendance. Null for a door, which does not read it." },
  mark: { type: () => Mark, description: "The mark that was made. Null for who was in already, and for a door." },
});

export interface CheckedInWithCode {
  readonly name: string;
  readonly personId: string;
  readonly isRepeated: boolean;
  readonly attendance: Attendance | null;
  readonly mark: Mark | null;
}

/**
 * Takes a code that somebody shows at the entrance, and marks them present: a mark like any other. Whoever took it asks
 * again as often as they like and changes nothing; nobody else does, nor anybody later than a minute after it was made.
 *
 * @throws NOT_FOUND if the viewer cannot see the meeting, FORBIDDEN if they may not take its roll, CONFLICT as
 *   `recordAttendance`, INVALID for a code that is unknown, used elsewhere or older than a minute, LIMIT_REACHED for a
 *   door that has made its marks
 */
export async function checkInWithCode(ctx: Context, input: CheckInWithCodeInput): Promise<CheckedInWithCode> {
  await valid(input);
  const taker = rollTaker(ctx);
  await spend(ctx, TRIES, taker.doorId ?? taker.personId);
  return withOpenRoll(
    ctx,
    input.meetingId,
    () => [],
    async (ctx, open) => {
      const meeting = await ctx.db.findOneByOrFail(Meeting, { id: open.meeting.id });
      const codeHash = hashOfCheckInCode(ctx, meeting.id, input.code);
      // The roll is held: of two who take one code at once, the second finds it used.
      const code = await ctx.db.findOneBy(CheckInCode, { meetingId: meeting.id, codeHash });
      const { personId, isTaken } = await holderOf(ctx, code, open);
      const who = await ctx.db.findOneByOrFail(Person, { id: personId });
      const said = { name: who.displayName, personId: globalId("per", personId) };
      const attendance = await ctx.db.findOneBy(Attendance, { meetingId: meeting.id, personId });
      if (isTaken) return { ...said, isRepeated: true, attendance, mark: null };

      if (open.marksLeft < 1 && !isInTheRoom(attendance))
        throw limitReached("code", "This door has made all the marks that it may.");
      const present = await markPresent(ctx, { ...open, meeting }, { personId, taker, mode: input.mode });
      const taken = { usedAt: ctx.clock.now(), takenById: taker.personId, doorId: taker.doorId };
      await ctx.db.update(CheckInCode, { id: code?.id }, taken);
      return { ...said, ...present, isRepeated: present.mark === null };
    },
  );
}

/** @throws INVALID for a code that is unknown, used elsewhere, too old, or of somebody who may not come any more */
async function holderOf(
  ctx: Context,
  code: CheckInCode | null,
  { taker }: OpenRoll,
): Promise<{ personId: string; isTaken: boolean }> {
  if (!code) throw invalid("code", "This code is wrong or too old. Ask for a new one.");
  const { personId, meetingId } = code;
  if (code.usedAt !== null) {
    if (isTakenBy(code, taker)) return { personId, isTaken: true };
    throw invalid("code", "This code was used already. Ask for a new one.");
  }
  if (code.expiresAt <= ctx.clock.now()) throw invalid("code", "This code is too old. Ask for a new one.");
  const isGoing = await ctx.db.existsBy(Rsvp, { meetingId, personId, status: RsvpStatus.GOING });
  const { groupId } = await ctx.db.findOneByOrFail(Meeting, { id: meetingId });
  if (!mayCheckIn(await standingIn(ctx, groupId, personId), isGoing))
    throw invalid("code", "This code is of somebody who is neither a member nor going any more.");
  return { personId, isTaken: false };
}

const isTakenBy = ({ takenById, doorId }: CheckInCode, taker: RollTaker): boolean =>
  takenById === taker.personId && doorId === taker.doorId;
