import { Field, ID, InputType } from "type-graphql";
import { holdRoll } from "../attendance/hold-roll.ts";
import { RollStatus } from "../attendance/roll.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { emit } from "../platform/events.ts";
import { signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { changeRoll } from "./change-roll.ts";
import { mayReopenRoll } from "./roll.policy.ts";

@InputType({ description: "Input of `reopenRoll`." })
export class ReopenRollInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;
}

export const ReopenRollPayload = payloadType("ReopenRoll", { meeting: () => Meeting });

/**
 * Opens a submitted roll for corrections: what was submitted goes on counting until it is submitted again. A skipped
 * one is simply open. An open one stays as it is.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer organises the group, CONFLICT for a cancelled meeting
 */
export async function reopenRoll(ctx: Context, input: ReopenRollInput): Promise<Meeting> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, roll } = await holdRoll(ctx, input.meetingId, mayReopenRoll, "reopen this meeting's roll");
    if (roll.status === RollStatus.OPEN || roll.status === RollStatus.REOPENED) return meeting;
    const status = roll.status === RollStatus.SUBMITTED ? RollStatus.REOPENED : RollStatus.OPEN;
    await changeRoll(ctx, roll, "reopenRoll", { status });
    const { meetingId, groupId, version } = roll;
    await emit(ctx, { name: "roll.reopened", meetingId, groupId, version });
    return meeting;
  });
}
