import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { beginMembership } from "../groups/begin-membership.ts";
import { refuseArchived } from "../groups/hold-group.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { revise, signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { heldMembership } from "./held-membership.ts";
import { mayApproveMembership } from "./membership.policy.ts";

@InputType({ description: "Letting somebody in who asked, or a member on trial stay." })
export class ApproveMembershipInput {
  @Field(() => ID, { description: "The membership, of status `REQUESTED` or `TRIAL`." })
  membershipId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether they begin on trial; approve once more to end it.",
  })
  onTrial: boolean;
}

export const ApproveMembershipPayload = payloadType("ApproveMembership", { membership: () => Membership });

/**
 * Lets somebody in who asked, on trial or as an active member; or ends a member's trial well. For organisers and
 * owners, never in their own case. What is so already stays so.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if nothing is there to approve, or a ban stands against it
 */
export async function approveMembership(ctx: Context, input: ApproveMembershipInput): Promise<Membership> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayApproveMembership(standing, membership)) throw forbidden("approve this membership");
    refuseArchived(group, "membershipId");
    const before = membership.status;
    const after = input.onTrial ? MembershipStatus.TRIAL : MembershipStatus.ACTIVE;
    if (before === after) return membership;

    const approved = await admit(ctx, membership, after);
    await writeAuditEntry(ctx, {
      groupId: group.id,
      action: "approveMembership",
      personId: membership.personId,
      objectId: globalId("mem", membership.id),
      before: { status: before },
      after: { status: after },
    });
    return approved;
  });
}

async function admit(
  ctx: Context,
  membership: Membership,
  status: MembershipStatus.TRIAL | MembershipStatus.ACTIVE,
): Promise<Membership> {
  const { groupId, personId } = membership;
  if (membership.status === MembershipStatus.REQUESTED) {
    const theirs = await standingIn(ctx, groupId, personId);
    if (theirs?.banned) throw conflict("membershipId", "This person is banned from the group. Lift the ban first.");
    return beginMembership(ctx, { groupId, personId, status });
  }
  if (membership.status === MembershipStatus.TRIAL) {
    return revise(ctx, membership, { status, updatedAt: ctx.clock.now() });
  }
  throw conflict("membershipId", "This person does not ask to join.", { entity: Membership, id: membership.id });
}
