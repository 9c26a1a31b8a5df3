import { Field, ID, InputType } from "type-graphql";
import { beginMembership } from "../groups/begin-membership.ts";
import { Group, JoinMode } from "../groups/group.entity.ts";
import { holdGroup, refuseArchived } from "../groups/hold-group.ts";
import { Membership, MembershipStatus } from "../groups/membership.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import type { Context } from "../platform/context.ts";
import { conflict } from "../platform/errors.ts";
import { signedIn, visible } from "../platform/find.ts";
import { payloadType } from "../platform/payload.ts";
import { edgeOf } from "../platform/reads/connection-types.ts";
import { inTransaction } from "../platform/transaction.ts";

@InputType({ description: "Becoming a member of an open group." })
export class JoinGroupInput {
  @Field(() => ID, { description: "The group." })
  groupId: string;
}

export const JoinGroupPayload = payloadType("JoinGroup", {
  membership: () => Membership,
  membershipEdge: () => edgeOf(Membership),
});

/** One sentence for every closed door, so that a banned person reads nothing else than anybody. */
export const CLOSED = "This group takes no new members this way.";

/**
 * Makes the viewer a member of an open group, at once. Whoever is a member stays one and gets the same answer; a
 * request or an invitation that was open is thereby settled.
 *
 * @throws NOT_FOUND, CONFLICT if the group is not open, is archived, or does not want the viewer
 */
export async function joinGroup(ctx: Context, input: JoinGroupInput): Promise<Membership> {
  const personId = signedIn(ctx);
  return inTransaction(ctx, async (ctx) => {
    const group = await holdGroup(ctx, (await visible(ctx, Group, input.groupId, "groupId")).id);
    const standing = await standingIn(ctx, group.id);
    if (standing?.live) return ctx.db.findOneByOrFail(Membership, { groupId: group.id, personId });
    refuseArchived(group, "groupId");
    if (standing?.banned || group.joinMode !== JoinMode.OPEN) throw conflict("groupId", CLOSED);

    return beginMembership(ctx, { groupId: group.id, personId, status: MembershipStatus.ACTIVE });
  });
}
