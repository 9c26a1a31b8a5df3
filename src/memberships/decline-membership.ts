import { Field, ID, InputType } from "type-graphql";
import { writeAuditEntry } from "../audit/write-audit-entry.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import type { Context } from "../platform/context.ts";
import { conflict, forbidden } from "../platform/errors.ts";
import { emit } from "../platform/events.ts";
import { revise, signedIn } from "../platform/find.ts";
import { globalId } from "../platform/ids.ts";
import { payloadType } from "../platform/payload.ts";
import { inTransaction } from "../platform/transaction.ts";
import { heldMembership } from "./held-membership.ts";
import { mayDeclineMembership } from "./membership.policy.ts";

@InputType({ description: "Not letting somebody in who asked." })
export class DeclineMembershipInput {
  @Field(() => ID, { description: "The membership, of status `REQUESTED`." })
  membershipId: string;
}

export const DeclineMembershipPayload = payloadType("DeclineMembership", { membership: () => Membership });

/**
 * Turns a request down. For organisers and owners; the person may ask again. Declining twice changes nothing.
 *
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT if the person does not ask to join
 */
export async function declineMembership(ctx: Context, input: DeclineMembershipInput): Promise<Membership> {
  signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const { membership, group, standing } = await heldMembership(ctx, input.membershipId, "membershipId");
    if (!mayDeclineMembership(standing, membership)) throw forbidden("decline this membership");
    if (membership.status === MembershipStatus.LAPSED) return membership;
    if (membership.status !== MembershipStatus.REQUESTED) {
      throw conflict("membershipId", "This person does not ask to join.", { entity: Membership, id: membership.id });
    }

    await revise(ctx, membership, { status: MembershipStatus.LAPSED, updatedAt: ctx.clock.now() });
    await writeAuditEntry(ctx, {
      groupId: group.id,
      action: "declineMembership",
      personId: membership.personId,
      objectId: globalId("mem", membership.id),
      before: { status: MembershipStatus.REQUESTED },
      after: { status: MembershipStatus.LAPSED },
    });
    const { id: membershipId, personId } = membership;
    await emit(ctx, { name: "membership.declined", membershipId, groupId: group.id, personId });
    return membership;
  });
}
