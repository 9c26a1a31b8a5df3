import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Group } from "../groups/group.entity.ts";
import { Membership, MembershipRole } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { revise, signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { isLiveMembership } from "./end-membership.ts";
import { heldMembership } from "./held-membership.ts";
import { mayTransferOwnership } from "./membership.policy.ts";
import { announceRoleChange } from "./role-changes.ts";

@InputType({ description: "Handing a group on." })
export class TransferOwnershipInput {
  @Field(() => ID, { description: "Membership of the successor, a live one of the viewer's group." })
  membershipId: string;
}

export const TransferOwnershipPayload = payloadType("TransferOwnership", {
  group: () => Group,
  membership: { type: () => Membership, description: "That of the successor. Null when `errors` is not empty." },
});

/**
 * Makes somebody else an owner and the viewer an organiser, in one step. For owners.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if the successor is no member or is the viewer
 */
export async function transferOwnership(
  ctx: Context,
  input: TransferOwnershipInput,
): Promise<{ group: Group; membership: Membership }> {
  const viewerId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayTransferOwnership(standing)) throw forbidden("hand this group on");
    if (membership.personId === viewerId) throw conflict("membershipId", "You are an owner already.");
    if (!isLiveMembership(membership)) {
      throw conflict("membershipId", "This person is no member.", { entity: Membership, id: membership.id });
    }

    const before = membership.role;
    const updatedAt = ctx.clock.now();
    await revise(ctx, membership, { role: MembershipRole.OWNER, updatedAt });
    const own = await ctx.db.findOneByOrFail(Membership, { groupId: group.id, personId: viewerId });
    await revise(ctx, own, { role: MembershipRole.ORGANISER, updatedAt });
    // The giver has a line as well: who reads of a new owner asks what became of the old one.
    const changed = [
      { ...membership, was: before },
      { ...own, was: MembershipRole.OWNER },
    ];
    for (const { id: membershipId, personId, role, was } of changed) {
      await writeAuditEntry(ctx, {
        groupId: group.id,
        action: "transferOwnership",
        personId,
        objectId: globalId("mem", membershipId),
        before: { role: was },
        after: { role },
      });
      await announceRoleChange(ctx, { membershipId, groupId: group.id, personId });
    }
    return { group, membership };
  });
}
