import { Group, GroupVisibility } from "../groups/group.entity.ts";
import type { Meeting } from "../meetings/meeting.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { refuseAfterStart, refuseOutsideHours } from "../rsvps/hold-meeting.ts";

/**
 * Whether visitors may answer to a meeting now, whoever they are. To a private group they come by invitation: a link that
 * a member passes on must not open it.
 *
 * @throws CONFLICT, at `field`
 */
export async function refuseVisitors(ctx: Context, meeting: Meeting, field: string): Promise<void> {
  const group = await ctx.db.findOneByOrFail(Group, { id: meeting.groupId });
  if (group.visibility === GroupVisibility.PRIVATE || group.archivedAt) throw noVisitors(field);
  refuseAfterStart(meeting, ctx.clock.now(), field);
  refuseOutsideHours(meeting, ctx.clock.now(), field);
}

/** One sentence for every closed door: a banned person reads nothing else than anybody. */
export const noVisitors = (field: string) => conflict(field, "This meeting takes no visitors this way.");
