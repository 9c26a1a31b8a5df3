import { Field, ID, InputType } from "type-graphql";
import { dropEmptyLines } from "../attendance/fold-marks.ts";
import { holdRoll } from "../attendance/hold-roll.ts";
import { RollStatus } from "../attendance/roll.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { changeRoll } from "./change-roll.ts";
import { maySkipRoll } from "./roll.policy.ts";

@InputType({ description: "Input of `skipRoll`." })
export class SkipRollInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;
}

export const SkipRollPayload = payloadType("SkipRoll", { meeting: () => Meeting });

/**
 * Says that no roll is taken, for instance in a holiday: the meeting counts for nobody, also if an earlier submission
 * did. Its marks stay, and count if the roll is reopened and submitted. At any time, also before the meeting.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer organises the group, CONFLICT for a submitted roll (reopen it first)
 *   and for a cancelled meeting
 */
export async function skipRoll(ctx: Context, input: SkipRollInput): Promise<Meeting> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, roll } = await holdRoll(ctx, input.meetingId, maySkipRoll, "skip this meeting's roll");
    if (roll.status === RollStatus.SKIPPED) return meeting;
    if (roll.status === RollStatus.SUBMITTED) throw conflict("meetingId", "The roll was submitted. Reopen it first.");
    await ctx.db.query(
      `update attendances set counted_code = null, is_expected = false, is_on_leave = false, updated_at = $2
        where meeting_id = $1 and (counted_code is not null or is_expected)`,
      [meeting.id, ctx.clock.now()],
    );
    await dropEmptyLines(ctx, meeting.id);
    await changeRoll(ctx, roll, "skipRoll", { status: RollStatus.SKIPPED, submittedAt: null, submittedById: null });
    const { meetingId, groupId, version } = roll;
    await emit(ctx, { name: "roll.skipped", meetingId, groupId, version });
    return meeting;
  });
}
