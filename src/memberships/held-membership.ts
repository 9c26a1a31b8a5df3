import type { Group } from "../groups/group.entity.ts";
import type { Standing } from "../groups/group.policy.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { Membership } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { visible } from "../platform/find.ts";

export interface HeldMembership {
  readonly membership: Membership;
  readonly group: Group;
  /** What the viewer is in that very group. */
  readonly standing: Standing | null;
}

/**
 * The membership that an act is about, with its group held, so that neither it nor the viewer's own standing changes
 * until the end of the transaction. The group is the membership's own: nobody names it in the input.
 *
 * @throws NOT_FOUND at `field`
 */
export async function heldMembership(ctx: Context, id: string, field: string): Promise<HeldMembership> {
  const seen = await visible(ctx, Membership, id, field);
  const group = await holdGroup(ctx, seen.groupId);
  // Read again: until the group was held it may have changed.
  const membership = await ctx.db.findOneByOrFail(Membership, { id: seen.id });
  return { membership, group, standing: await standingIn(ctx, group.id) };
}
