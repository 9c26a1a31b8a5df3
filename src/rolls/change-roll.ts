import { turnRoll } from "../attendance/hold-roll.ts";
import type { RollState } from "../attendance/roll.entity.ts";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import type { Context } from "../platform/context.ts";
import { globalId } from "../platform/ids.ts";

/** Changes the status of a roll, which the caller holds, and writes a line into the group's audit log. */
export async function changeRoll(
  ctx: Context,
  roll: RollState,
  action: "submitRoll" | "reopenRoll" | "skipRoll",
  changes: Partial<RollState> & Pick<RollState, "status">,
): Promise<void> {
  const before = { status: roll.status };
  await turnRoll(ctx, roll, changes);
  await writeAuditEntry(ctx, {
    groupId: roll.groupId,
    action,
    objectId: globalId("mtg", roll.meetingId),
    before,
    after: { status: roll.status },
  });
}
