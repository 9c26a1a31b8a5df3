import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { endMembership, isLiveMembership } from "./end-membership.ts";
import { heldMembership } from "./held-membership.ts";
import { mayRemoveMember } from "./membership.policy.ts";

@InputType({
  description: "Putting somebody out of a group, or taking back an invitation that they have not answered.",
})
export class RemoveMemberInput {
  @Field(() => ID, { description: "The membership: live, or of status `INVITED`." })
  membershipId: string;
}

export const RemoveMemberPayload = payloadType("RemoveMember", { membership: () => Membership });

/**
 * Ends somebody's membership. For organisers, and for owners where the role is above member and host. The person has
 * lost what members see with their next request, and their future seats at once; they may join again (`banPerson`
 * prevents that). Removing twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN (also for oneself: `leaveGroup`), CONFLICT for the last owner, and where nothing is
 *   there to end
 */
export async function removeMember(ctx: Context, input: RemoveMemberInput): Promise<Membership> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayRemoveMember(standing, membership)) throw forbidden("remove this member");
    const { status: before, role } = membership;
    if (before === MembershipStatus.REMOVED) return membership;
    if (!isLiveMembership(membership) && before !== MembershipStatus.INVITED) {
      throw conflict("membershipId", "This person is no member.", { entity: Membership, id: membership.id });
    }

    await endMembership(ctx, { group, membership, to: MembershipStatus.REMOVED }, "membershipId");
    await writeAuditEntry(ctx, {
      groupId: group.id,
      action: "removeMember",
      personId: membership.personId,
      objectId: globalId("mem", membership.id),
      before: { status: before, role },
      after: { status: membership.status },
    });
    return membership;
  });
}
