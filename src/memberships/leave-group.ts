import { Field, ID, InputType } from "type-graphql";
import { Group } from "../groups/group.entity.ts";
import { holdGroup } from "../groups/hold-group.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { endMembership } from "./end-membership.ts";

@InputType({ description: "Leaving a group." })
export class LeaveGroupInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;
}

export const LeaveGroupPayload = payloadType("LeaveGroup", {
  membership: {
    type: () => Membership,
    description: "As it is now; null also for a private group, which is out of the viewer's sight from now on.",
  },
});

/** Nothing is left to leave, or to turn down. */
const OVER: readonly MembershipStatus[] = [MembershipStatus.RESIGNED, MembershipStatus.LAPSED];

/**
 * Leaves in one step, without a question: future seats are free at once, history stays. Somebody who was invited or
 * has asked so says no. Leaving twice changes nothing.
 *
 * @throws NOT_FOUND, CONFLICT for the last owner, and for who is no member
 */
export async function leaveGroup(ctx: Context, input: LeaveGroupInput): Promise<Membership> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    const membership = await ctx.db.findOneBy(Membership, { groupId: group.id, personId });
    if (!membership || membership.status === MembershipStatus.REMOVED) {
      throw conflict("groupId", "You are no member of this group.");
    }
    if (OVER.includes(membership.status)) return membership;
    return endMembership(ctx, { group, membership, to: MembershipStatus.RESIGNED }, "groupId");
  });
}
