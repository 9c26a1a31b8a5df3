import { Field, ID, InputType, Int } from "type-graphql";
import { holdRoll } from "../attendance/hold-roll.ts";
import { RollStatus } from "../attendance/roll.entity.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { refuseStale, signedIn } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { handInRoll } from "./hand-in-roll.ts";
import { maySubmitRoll } from "./roll.policy.ts";

@InputType({ description: "Input of `submitRoll`." })
export class SubmitRollInput {
  @Field(() => ID, { description: "The meeting." })
  meetingId: string;

  @Field(() => Int, {
    nullable: true,
    description: "Refuse with `STALE` if the roll is no longer at this version: another device has reported meanwhile.",
  })
  expectedVersion?: number | null;
}

export const SubmitRollPayload = payloadType("SubmitRoll", { meeting: () => Meeting });

/**
 * Hands a roll in: from now on it counts. Whoever was expected and has no mark counts as absent, on leave as excused;
 * that is no mark, so a mark that is accepted later wins over it. Submitting a submitted roll changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN unless the viewer hosts the group, CONFLICT before the start and for a skipped roll,
 *   STALE
 */
export async function submitRoll(ctx: Context, input: SubmitRollInput): Promise<Meeting> {
  const submittedById = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { meeting, roll } = await holdRoll(ctx, input.meetingId, maySubmitRoll, "submit this meeting's roll");
    if (roll.status === RollStatus.SUBMITTED) return meeting;
    if (!hasStarted(meeting, ctx.clock.now())) {
      throw conflict("meetingId", "Nobody is absent from a meeting that has not started.");
    }
    if (roll.status === RollStatus.SKIPPED) throw conflict("meetingId", "The roll was skipped. Reopen it first.");
    refuseStale({ entity: Meeting, id: meeting.id }, roll.version, input.expectedVersion);
    await handInRoll(ctx, roll, { submittedById, isImported: false });
    return meeting;
  });
}
