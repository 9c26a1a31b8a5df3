import { In } from "typeorm";
import { RollState, RollStatus } from "../attendance/roll.entity.ts";
import type { Context } from "../platform/context.ts";
import { handInRoll } from "../rolls/hand-in-roll.ts";

/**
 * Submits the rolls of past meetings, as somebody did on paper long ago. For imports and the demo world; rolls that are
 * submitted or skipped are left alone. Nobody is written to about them.
 *
 * @param submittedById who answers for it
 */
export async function submitPastRolls(
  ctx: Context,
  meetingIds: readonly string[],
  submittedById: string,
): Promise<void> {
  const open = await ctx.db.find(RollState, {
    where: { meetingId: In([...meetingIds]), status: In([RollStatus.OPEN, RollStatus.REOPENED]) },
    order: { meetingId: "ASC" },
    lock: { mode: "pessimistic_write" },
  });
  for (const roll of open) await handInRoll(ctx, roll, { submittedById, isImported: true });
}
