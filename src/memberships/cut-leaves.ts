import type { Group } from "../groups/group.entity.ts";
import type { Membership } from "../groups/membership.entity.ts";
import { todayIn } from "../groups/today-in.ts";
import type { Context } from "../platform/context.ts";

/** Takes back what lies ahead of the leaves of a membership: days up to yesterday, by the group's calendar, stay. */
export async function cutLeaves(ctx: Context, membership: Membership, group: Group): Promise<void> {
  const today = todayIn(ctx, group);
  await ctx.db.query("delete from leaves where membership_id = $1 and from_on >= $2", [membership.id, today]);
  await ctx.db.query(
    "update leaves set to_on = $2::date - 1 where membership_id = $1 and from_on < $2 and to_on >= $2",
    [membership.id, today],
  );
}
