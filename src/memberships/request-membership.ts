import { Field, ID, InputType } from "type-graphql";
import { Group, JoinMode } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { inTransaction } from "../platform/transaction.ts";
import { CLOSED } from "./join-group.ts";
import { pendMembership } from "./pend-membership.ts";

@InputType({ description: "Asking to become a member of a group whose join mode is `REQUEST`." })
export class RequestMembershipInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;
}

export const RequestMembershipPayload = payloadType("RequestMembership", {
  membership: () => Membership,
  membershipEdge: () => edgeOf(Membership),
});

/**
 * Asks the organisers to let the viewer in. Asking again changes nothing; `leaveGroup` takes it back.
 *
 * @throws NOT_FOUND, CONFLICT if the group is not joined by asking, is archived, does not want the viewer, or the
 *   viewer is a member or invited already
 */
export async function requestMembership(ctx: Context, input: RequestMembershipInput): Promise<Membership> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    refuseArchived(group, "groupId");
    const standing = await standingIn(ctx, group.id);
    if (standing?.live) throw conflict("groupId", "You are a member of this group already.");
    if (standing?.banned || group.joinMode !== JoinMode.REQUEST) throw conflict("groupId", CLOSED);
    if (standing?.status === MembershipStatus.INVITED) throw conflict("groupId", "You are invited: accept instead.");

    const before = await ctx.db.findOneBy(Membership, { groupId: group.id, personId });
    if (before?.status === MembershipStatus.REQUESTED) return before;
    const membership = await pendMembership(ctx, { groupId: group.id, personId, status: MembershipStatus.REQUESTED });
    await emit(ctx, { name: "membership.requested", membershipId: membership.id, groupId: group.id, personId });
    return membership;
  });
}
