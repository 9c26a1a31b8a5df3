import { Field, ID, InputType, Int } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { refuseArchived } from "../groups/hold-group.ts";
import { Membership, MembershipRole } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { revise, signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { isLiveMembership, refuseLastOwner } from "./end-membership.ts";
import { heldMembership } from "./held-membership.ts";
import { mayChangeRole } from "./membership.policy.ts";
import { announceRoleChange } from "./role-changes.ts";

@InputType({ description: "Another role for a member." })
export class ChangeRoleInput {
  @Field(() => ID, { description: "The membership." })
  membershipId: string;

  @Field(() => MembershipRole, { description: "What it is to permit." })
  role: MembershipRole;

  @Field(() => Int, { nullable: true, description: "`version` as last read; a mismatch is `STALE`." })
  expectedVersion?: number | null;
}

export const ChangeRolePayload = payloadType("ChangeRole", { membership: () => Membership });

/**
 * Gives a member another role. Owners give any; organisers make hosts of members and the other way round; everybody
 * may step down, and nobody raises themself.
 *
 * @throws NOT_FOUND, FORBIDDEN, STALE, CONFLICT for somebody who is no member, and for the last owner
 */
export async function changeRole(ctx: Context, input: ChangeRoleInput): Promise<Membership> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayChangeRole(standing, membership, input.role)) throw forbidden("give this role to this member");
    refuseArchived(group, "membershipId");
    if (!isLiveMembership(membership)) {
      throw conflict("membershipId", "This person is no member.", { entity: Membership, id: membership.id });
    }
    const before = membership.role;
    if (before === input.role) return membership;
    await refuseLastOwner(ctx, membership, "membershipId");

    await revise(ctx, membership, { role: input.role, updatedAt: ctx.clock.now() }, input.expectedVersion);
    const { id: membershipId, personId } = membership;
    if (personId !== viewerId) {
      await writeAuditEntry(ctx, {
        groupId: group.id,
        action: "changeRole",
        personId,
        objectId: globalId("mem", membershipId),
        before: { role: before },
        after: { role: input.role },
      });
    }
    await announceRoleChange(ctx, { membershipId, groupId: group.id, personId });
    return membership;
  });
}
